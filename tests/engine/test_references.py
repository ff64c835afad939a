"""What a model names must exist, or the package is refused before anybody works with it."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import Session

from engine import deployments
from engine.errors import ModelRefused
from engine.identity import SYSTEM
from tests.engine.bpmn.builder import File, condition, extension, zeebe
from tests.engine.conftest import field, form, package

ASK = form("ask", field("subject"))


def naming(*parts: str, kind: str = "userTask") -> bytes:
    """One activity with these extension elements."""
    file = File()
    process = file.process("P")
    process.start()
    process.node(kind, "work", extension(*parts))
    process.chain("start", "work")
    return file.xml()


def found(xml: bytes, **rest: Any) -> Mapping[str, str]:
    return {finding.code: finding.severity for _, finding in deployments.check(package(xml, **rest))}


FORM = zeebe("formDefinition", formId="ask")


def test_a_form_that_nobody_has_refuses_the_package(session: Session) -> None:
    assert found(naming(FORM)) == {"form-unknown": "error"}
    with pytest.raises(ModelRefused):
        deployments.deploy(session, SYSTEM, package(naming(FORM)))
    deployments.deploy(session, SYSTEM, package(naming(FORM), forms=(ASK,)))


def test_what_is_in_service_already_may_be_named(session: Session) -> None:
    deployments.deploy(session, SYSTEM, package(naming(), forms=(ASK,)))
    deployments.deploy(session, SYSTEM, package(naming(FORM)))


def test_a_decision_that_nobody_has_refuses_the_package() -> None:
    called = zeebe("calledDecision", decisionId="level", resultVariable="level")
    assert found(naming(called, kind="businessRuleTask")) == {"decision-unknown": "error"}


def test_field_rights_name_fields_of_the_form() -> None:
    rule = '<bihuan:fieldRule key="{}" mode="readonly"/>'
    assert found(naming(FORM, rule.format("subject")), forms=(ASK,)) == {}
    assert found(naming(FORM, rule.format("sobject")), forms=(ASK,)) == {"field-rule-unknown": "error"}


def test_unknown_groups_processes_and_connectors_are_warnings() -> None:
    group = zeebe("assignmentDefinition", candidateGroups="sales, marsians")
    assert found(naming(group)) == {"group-unknown": "warning"}
    assert found(naming(zeebe("calledElement", processId="Q"), kind="callActivity")) == {"callee-unknown": "warning"}
    assert found(naming(zeebe("taskDefinition", type="fax"), kind="serviceTask")) == {"connector-unknown": "warning"}


@pytest.mark.proves("start event: condition")
def test_a_process_that_a_condition_would_start_is_refused_when_it_is_deployed() -> None:
    file = File()
    process = file.process("P")
    process.start("start", condition("=n > 0"))
    process.user("work")
    process.chain("start", "work")
    assert found(file.xml()) == {"start-by-condition": "error"}


@pytest.mark.proves("ad-hoc sub-process in which people choose")
def test_people_may_choose_what_begins() -> None:
    file = File()
    process = file.process("P")
    process.start()
    process.ad_hoc("choose").user("one")
    process.chain("start", "choose")
    assert found(file.xml()) == {}
