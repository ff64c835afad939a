"""Every shipped package holds together: what it names exists, what people read is there in every language."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import forms
from engine import bpmn, deployments, dmn, findings, packages
from engine.packages import SHIPPED, Package

FOLDERS = sorted(file.parent for file in SHIPPED.glob("*/package.toml"))
SCENARIOS = sorted(SHIPPED.glob("*/scenarios/*.toml"))
SAMPLE = SHIPPED / "sample-company"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

DRAWN = ("process", "definitions", "message", "signal", "error", "escalation", "participant", "collaboration")
"""Elements with a name that is no label inside the process."""

STEPS: Mapping[str, frozenset[str]] = {
    "start": frozenset({"as", "locale", "answers", "files", "process", "called"}),
    "complete": frozenset({"task", "as", "answers", "files", "match", "of"}),
    "advance": frozenset({"by"}),
    "jobs": frozenset(),
    "message": frozenset({"name", "key", "variables"}),
    "receipt-answer": frozenset({"answers", "files"}),
    "expect": frozenset({"tasks", "ended", "variables", "mails", "stage", "executed", "not_executed", "of"}),
}

every_package = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
every_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


@every_package
def test_a_package_is_found_and_named_as_its_folder(folder: Path) -> None:
    package = packages.read_folder(folder)
    assert package.key == folder.name
    assert package.version
    assert package.name


@every_package
def test_a_package_passes_every_check_without_error_or_warning(folder: Path) -> None:
    found = [(path, item) for path, item in deployments.check(packages.read_folder(folder)) if item.severity != "hint"]
    assert not found, findings.lines(found)


@every_package
def test_every_text_of_a_form_is_translated(folder: Path) -> None:
    package = packages.read_folder(folder)
    gaps = [
        (path, locale, gap.component_id, gap.property)
        for path, schema in package.forms.items()
        for locale in languages(folder)
        for gap in forms.load(schema, evaluate=NO_LANGUAGE).missing_translations(locale)
    ]
    assert not gaps


@every_package
def test_every_label_of_the_diagram_has_a_name_in_other_languages_and_no_name_is_left_over(folder: Path) -> None:
    package = packages.read_folder(folder)
    labelled = set(labels(package))
    for locale in translated(folder):
        named = set(package.texts[locale].get("elements", {}))
        assert named == labelled, (locale, "missing", labelled - named, "left over", named - labelled)


@every_package
def test_every_flow_node_is_labelled(folder: Path) -> None:
    package = packages.read_folder(folder)
    nodes = {id for process in processes(package) for id in process.activities}
    assert nodes <= set(labels(package))


@every_package
def test_every_described_task_is_described_in_other_languages(folder: Path) -> None:
    package = packages.read_folder(folder)
    described = {a.id for process in processes(package) for a in process.activities.values() if a.documentation}
    tasks = {a.id for process in processes(package) for a in process.activities.values() if a.kind == "userTask"}
    for locale in translated(folder):
        assert set(package.texts[locale].get("descriptions", {})) == described & tasks


@every_package
def test_process_decisions_and_groups_have_names_in_every_language(folder: Path) -> None:
    package = packages.read_folder(folder)
    for locale in languages(folder):
        texts = package.texts[locale]
        assert texts["process"]["name"]
        assert texts["process"]["description"]
        assert all(group.names.get(locale) for group in package.groups)
    for locale in translated(folder):
        assert set(package.texts[locale].get("decisions", {})) == decisions(package)


@every_package
def test_every_form_decision_and_group_that_a_model_refers_to_exists(folder: Path) -> None:
    package = packages.read_folder(folder)
    known_forms = {schema["id"] for schema in package.forms.values()}
    groups = {group.key for group in package.groups}
    for process in processes(package):
        for activity in process.activities.values():
            assert activity.form is None or activity.form.id in known_forms, activity.id
            assert {each["formId"] for each in activity.extension.get("publicForm", ())} <= known_forms, activity.id
            assert activity.decision is None or activity.decision.id in decisions(package), activity.id
            assert set(literal(activity.assignment.candidate_groups)) <= groups, activity.id
        starters = process.extension.get("starters", ({},))[0]
        assert set(literal(starters.get("groups"))) <= groups


@every_package
def test_no_form_and_no_decision_is_left_over(folder: Path) -> None:
    package = packages.read_folder(folder)
    activities = [activity for process in processes(package) for activity in process.activities.values()]
    used = {activity.form.id for activity in activities if activity.form}
    used |= {each["formId"] for activity in activities for each in activity.extension.get("publicForm", ())}
    assert {schema["id"] for schema in package.forms.values()} == used
    assert decisions(package) == {activity.decision.id for activity in activities if activity.decision}


@every_package
def test_every_user_task_has_a_form_somebody_to_do_it_and_a_date(folder: Path) -> None:
    for process in processes(packages.read_folder(folder)):
        for activity in process.activities.values():
            if activity.kind == "userTask":
                assert activity.form, activity.id
                assert activity.assignment.candidate_groups or activity.assignment.assignee, activity.id
                assert activity.schedule.due_date, activity.id


@every_package
def test_stages_are_the_same_elements_in_every_language(folder: Path) -> None:
    package = packages.read_folder(folder)
    elements = {id for process in processes(package) for id in process.activities}
    stages = {locale: set(package.texts[locale].get("stages", {})) for locale in languages(folder)}
    assert set.union(*stages.values()) <= elements
    assert all(named == stages["en"] for named in stages.values())


@every_package
def test_every_mail_is_written_in_every_language_with_values_that_the_model_hands_over(folder: Path) -> None:
    package = packages.read_folder(folder)
    mails = dict(mail_values(package))
    for locale in languages(folder):
        written = package.texts[locale].get("mail", {})
        assert set(written) == set(mails), locale
        for template, text in written.items():
            assert text["subject"], (locale, template)
            places = set(re.findall(r"\{(\w+)\}", text["subject"] + text["text"]))
            known = mails[template] | ({"receiptUrl"} if "receipt" in mails[template] else set())
            assert places <= known, (locale, template, places - known)


@every_scenario
def test_a_scenario_is_well_written(path: Path) -> None:
    scenario = read_toml(path)
    assert scenario["name"]
    assert scenario["package"] == path.parent.parent.name
    package = packages.read_folder(path.parent.parent)
    elements = {id for process in processes(package) for id in process.activities}
    tasks = {a.id for process in processes(package) for a in process.activities.values() if a.kind == "userTask"}
    for step in scenario["steps"]:
        assert set(step) - {"do"} <= STEPS[step["do"]], step
        assert step.get("as") in (None, "public", *people()), step
        assert {step["task"]} <= tasks if "task" in step else True, step
        assert set(step.get("tasks", ())) <= tasks, step
        assert {*step.get("executed", ()), *step.get("not_executed", ())} <= elements, step
        assert step.get("stage") is None or step["stage"] in package.texts["en"]["stages"], step


@every_package
def test_a_package_has_scenarios_with_names_of_their_own(folder: Path) -> None:
    names = [read_toml(path)["name"] for path in SCENARIOS if path.parent.parent == folder]
    assert names
    assert len(names) == len(set(names))


@every_package
def test_scenarios_reach_every_user_task(folder: Path) -> None:
    steps = [step for path in SCENARIOS if path.parent.parent == folder for step in read_toml(path)["steps"]]
    done = {step["task"] for step in steps if step["do"] == "complete"}
    for process in processes(packages.read_folder(folder)):
        assert {a.id for a in process.activities.values() if a.kind == "userTask"} <= done


def test_every_area_of_a_complaint_has_a_department() -> None:
    package = packages.read_folder(SHIPPED / "complaint-handling")
    model = dmn.load(package.decisions["decisions/responsible-departments.dmn"])
    groups = {group.key for group in package.groups}
    areas = options(package.forms["forms/complaint.form"], "category")
    assert areas
    for area in areas:
        departments = model.decide("responsible-departments", {"category": area, "otherCategories": []}).value
        assert departments, area
        assert set(departments) <= groups, area


def test_people_of_the_sample_company_belong_to_known_groups_and_do_every_kind_of_work() -> None:
    about = read_toml(SAMPLE / "people.toml")
    own = {group["key"] for group in about["groups"]}
    known = own | {group.key for folder in FOLDERS for group in packages.read_folder(folder).groups}
    memberships = [group for person in about["people"] for group in person["groups"]]
    assert set(memberships) == known
    logins = [person["login"] for person in about["people"]]
    assert len(logins) == len(set(logins))
    assert all(person["names"]["zh-CN"] and person["positions"]["zh-CN"] for person in about["people"])


def test_customers_of_the_sample_company_are_made_up_and_of_every_class() -> None:
    with (SAMPLE / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["class"] for row in rows} == {"A", "B", "C"}
    for column in ("number", "name", "phone", "email"):
        assert len({row[column] for row in rows}) == len(rows)
    assert all(row["email"].endswith(".example") and row["phone"].startswith("100") for row in rows)


class NoLanguage:
    """Texts are looked at, never evaluated."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        raise AssertionError(text)

    def unary(self, text: str, variables: Mapping[str, Any]) -> Any:
        raise AssertionError(text)


NO_LANGUAGE = NoLanguage()


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def languages(folder: Path) -> list[str]:
    """All languages that the package says it speaks."""
    return list(read_toml(folder / "package.toml")["languages"])


def translated(folder: Path) -> list[str]:
    """The languages beside that of the diagram."""
    return [locale for locale in languages(folder) if locale != "en"]


def processes(package: Package) -> list[bpmn.ProcessModel]:
    return [process for xml in package.models.values() for process in bpmn.read(xml).processes.values()]


def decisions(package: Package) -> set[str]:
    return {decision for xml in package.decisions.values() for decision in dmn.load(xml).decisions}


def labels(package: Package) -> Iterator[str]:
    """Ids of everything in a diagram that is drawn with a name."""
    for xml in package.models.values():
        for node in etree.fromstring(xml).iter(f"{BPMN}*"):
            if node.get("name") and etree.QName(node).localname not in DRAWN:
                yield node.get("id", "")


def literal(text: str | None) -> list[str]:
    """The names in a comma list; none where an expression decides."""
    return [] if not text or text.startswith("=") else [name.strip() for name in text.split(",")]


def mail_values(package: Package) -> Iterator[tuple[str, set[str]]]:
    """Each mail template that a model names, with the values it is given."""
    for process in processes(package):
        for activity in process.activities.values():
            sources = {mapping.target: mapping.source for mapping in activity.inputs}
            if activity.job and activity.job.type == "mail" and "template" in sources:
                values = {target.removeprefix("values.") for target in sources if target.startswith("values.")}
                for template in re.findall(r'(?:^=|then |else )"([a-z-]+)"', sources["template"]):
                    yield template, values


def people() -> list[str]:
    return [person["login"] for person in read_toml(SAMPLE / "people.toml")["people"]]


def options(schema: Mapping[str, Any], key: str) -> list[Any]:
    """The values a field of a form offers."""
    pending = list(schema["components"])
    while pending:
        component = pending.pop()
        if component.get("key") == key:
            return [option["value"] for option in component["values"]]
        pending.extend(component.get("components", ()))
    return []
