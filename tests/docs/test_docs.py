"""The documents say what is so: links lead somewhere, and what claims to be complete is."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi import FastAPI

from engine import bpmn, deployments, packages
from engine.bpmn import FINDING_MESSAGES
from engine.bpmn.elements import ACTIVITIES, GATEWAYS
from engine.connectors import CONNECTORS
from engine.identity import RIGHTS
from engine.settings import Settings
from forms.messages import FIELD_ERRORS, FINDINGS
from tests.docs.documents import (
    HANDBOOK,
    LANGUAGES,
    PAGES,
    ROOT,
    documents,
    examples,
    headings,
    links,
    page,
    rows,
    text,
)
from tests.engine.bpmn.builder import File
from web import api
from web.api.docs import problems

every_language = pytest.mark.parametrize("language", LANGUAGES)
README = {"README.md": "## Set up", "README.zh-CN.md": "## 安装"}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    inside = [link for link in links(path) if not re.match(r"[a-z]+:|#", link)]
    broken = [link for link in inside if not (path.parent / unquote(link).split("#")[0]).exists()]
    assert broken == []


def test_both_languages_have_the_same_pages() -> None:
    for language in LANGUAGES:
        assert sorted(path.stem for path in (HANDBOOK / language).glob("*.md")) == list(PAGES)


def codes_in(written: str) -> list[str]:
    """Rows about a code or a setting: what no language changes."""
    return [row for row in rows(written) if re.fullmatch(r"[A-Za-z_-]+", row)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_the_same_shape_in_both_languages(name: str) -> None:
    english, chinese = (page(language, name) for language in LANGUAGES)
    assert headings(english) == headings(chinese)
    assert codes_in(english) == codes_in(chinese)
    assert [kind for kind, *_ in examples(english)] == [kind for kind, *_ in examples(chinese)]


def test_both_readmes_have_the_same_shape() -> None:
    english, chinese = (text(ROOT / name) for name in README)
    assert headings(english) == headings(chinese)
    assert [kind for kind, *_ in examples(english)] == [kind for kind, *_ in examples(chinese)]


@pytest.mark.parametrize("name", README)
def test_setting_up_takes_two_commands(name: str) -> None:
    part = text(ROOT / name).split(README[name])[1].split("\n## ")[0]
    [(_, _, commands)] = examples(part)
    first, second = commands.strip().splitlines()
    assert first.startswith("git clone ")
    assert second == "make run"


@every_language
def test_every_setting_stands_in_the_operators_handbook(language: str) -> None:
    named = {row for row in rows(page(language, "operator")) if row.startswith("BIHUAN_")}
    assert named == {f"BIHUAN_{field.name.upper()}" for field in fields(Settings)}


@every_language
def test_defaults_are_those_of_the_settings(language: str) -> None:
    written = page(language, "operator")
    for field in fields(Settings):
        default = getattr(Settings(), field.name)
        shown = str(int(default)) if isinstance(default, bool) else str(default)
        if shown:
            assert f"| `BIHUAN_{field.name.upper()}` | `{shown}` |" in written


@every_language
def test_every_right_is_explained(language: str) -> None:
    assert set(RIGHTS) <= set(rows(page(language, "operator")))


@every_language
def test_every_code_of_an_incident_is_explained(language: str) -> None:
    source = "\n".join(text(path) for path in (ROOT / "engine").rglob("*.py"))
    raised = re.findall(r'(?:error_code=|Failure\(\s*code=|_failed\(\s*)"([a-z-]+)"', source)
    assert set(raised) - set(rows(page(language, "operator"))) == set()


@every_language
def test_every_finding_on_a_diagram_is_explained(language: str) -> None:
    told, known = _codes(page(language, "bpmn-support")), {*FINDING_MESSAGES, "expression-syntax"}
    assert told == known, f"bpmn-support.md ({language}) lacks {known - told} and has {told - known} too many"


@every_language
def test_every_finding_on_a_form_is_explained(language: str) -> None:
    assert set(FINDINGS) <= set(rows(page(language, "modeller")))


@every_language
def test_every_connector_is_explained(language: str) -> None:
    assert set(CONNECTORS) <= set(rows(page(language, "modeller")))


@every_language
def test_every_problem_and_field_error_is_explained(language: str) -> None:
    named = set(rows(page(language, "developer")))
    assert {row["code"] for row in problems()} - named == set()
    assert set(FIELD_ERRORS) - named == set()


@every_language
def test_statuses_are_those_of_the_table(language: str) -> None:
    written = page(language, "developer")
    for row in problems():
        assert f"| `{row['code']}` | {row['status']} |" in written


@every_language
def test_every_address_of_the_api_is_named_and_no_other(language: str) -> None:
    named = set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /api/v1/[^`]*)`", page(language, "developer")))
    assert named == set(_addresses())


@pytest.mark.parametrize("kind", sorted(ACTIVITIES | GATEWAYS))
def test_each_kind_of_element_is_named_as_run_or_as_refused(kind: str) -> None:
    file = File()
    process = file.process()
    process.start()
    process.node(kind, "it")
    process.flow("start", "it")
    refused = "element-unsupported" in {finding.code for finding in bpmn.check(file.xml())}
    part = "## What is refused" if refused else "## What runs"
    assert _in_words(kind) in page("en", "bpmn-support").split(part)[1].split("\n## ")[0].lower()


@every_language
def test_the_package_of_the_modellers_handbook_can_be_put_into_service(language: str, tmp_path: Path) -> None:
    for _kind, marks, body in examples(page(language, "modeller")):
        if marks.startswith("file="):
            path = tmp_path / "leave-request" / marks.removeprefix("file=")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
    package = packages.read_folder(tmp_path / "leave-request")
    assert deployments.check(package) == []
    assert (len(package.models), len(package.forms), len(package.groups)) == (1, 1, 1)
    assert list(package.texts) == ["zh-CN"]


def test_files_that_the_recipes_name_exist() -> None:
    named = re.findall(
        r"`((?:engine|forms|web|tests|docs|processes|bench)/[\w/.{},-]*\w)`", text(ROOT / "CONTRIBUTING.md")
    )
    assert named
    assert [name for name in _spelled_out(named) if not (ROOT / name).exists()] == []


def _spelled_out(names: Iterable[str]) -> list[str]:
    """`docs/handbook/{en,zh-CN}/user.md` names two files."""
    found = []
    for name in names:
        choice = re.search(r"{([^}]*)}", name)
        each = choice[1].split(",") if choice else [""]
        found += [name.replace(choice[0], part) if choice else name for part in each]
    return found


def _in_words(kind: str) -> str:
    """A kind of element as people write it: `adHocSubProcess` is an ad-hoc sub-process."""
    words = re.sub(r"([A-Z])", r" \1", kind).lower()
    for first, second in (("ad", "hoc"), ("sub", "process"), ("event", "based")):
        words = words.replace(f"{first} {second}", f"{first}-{second}")
    return words


def _codes(written: str) -> set[str]:
    """The codes of the table of findings: the rows whose second cell is a severity."""
    return set(re.findall(r"^\| `([a-z-]+)` \| (?:error|warning|hint) \|", written, re.MULTILINE))


def _addresses() -> list[str]:
    """The method and path of every operation that the API describes."""
    app = FastAPI()
    for router in api.ROUTERS:
        app.include_router(router)
    paths = app.openapi()["paths"]
    return [f"{method.upper()} {path}" for path, operations in paths.items() for method in operations]
