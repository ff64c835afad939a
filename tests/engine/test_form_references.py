"""What the sources of forms name must exist; field rights that change nothing are told."""

from typing import Any

from engine import deployments
from engine.file_checks import check
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import field, form, package
from tests.engine.test_sources import CITIES

SOURCE = {"kind": "decision", "decision": "cities", "dependsOn": ["province"]}
CITY = form("f", field("province"), field("city", "select", bihuan={"source": SOURCE}))


def codes(*forms: Any, models: tuple[bytes, ...] = (), **more: Any) -> list[tuple[str, str]]:
    return [(found.code, found.severity) for _, found in deployments.check(package(*models, forms=forms, **more))]


def test_a_decision_that_gives_options_must_be_there() -> None:
    assert codes(CITY) == [("decision-unknown", "error")]
    assert codes(CITY, decisions=(CITIES,)) == []


def test_a_group_that_nobody_knows_is_told() -> None:
    people = field("who", "select", bihuan={"as": "person", "source": {"groups": ["sales", "ghosts"]}})
    assert codes(form("f", people)) == [("group-unknown", "warning")]


def test_a_right_that_changes_nothing_is_told() -> None:
    file = File()
    process = file.process("P")
    process.start()
    rules = '<bihuan:fieldRule key="note" mode="required"/><bihuan:fieldRule key="a" mode="readonly"/>'
    process.user("step", extension(zeebe("formDefinition", formId="f"), rules))
    process.chain("start", "step")
    drawn = form("f", {"type": "text", "id": "note", "text": "Read"}, field("a"))
    assert ("right-without-effect", "warning") in codes(drawn, models=(file.xml(),))


def test_a_package_that_speaks_a_language_has_forms_that_do() -> None:
    texts: dict[str, Any] = {"zh-CN": {"process": {"name": "流程"}}}
    assert codes(form("f", field("a")), **texts) == [("translation-missing", "warning")]


def test_a_form_of_another_product_is_named() -> None:
    assert [found.code for found in check("a.form", b"<h1>Approve</h1>")] == ["form-of-html"]
    assert [found.code for found in check("a.form", b'{"properties": {"a": {}}}')] == ["form-of-json-schema"]
    assert [found.code for found in check("a.form", b"\xff\xfe")] == ["not-a-form"]


def test_a_public_form_offers_nobody_the_staff() -> None:
    file = File()
    process = file.process("P", extension('<bihuan:starters public="true"/>'))
    process.start("start", extension(zeebe("formDefinition", formId="f")))
    process.end()
    process.chain("start", "end")
    people = field("who", "select", bihuan={"as": "person"})
    assert codes(form("f", people), models=(file.xml(),)) == [("source-not-public", "warning")]
