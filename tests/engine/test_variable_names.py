"""A name that is nearly that of a variable of the package is told of before anybody starts the process."""

import pytest

from engine import deployments
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import field, form, package

ASK = form("ask", field("amount"), field("customer"))


def choosing(expression: str) -> bytes:
    """A form, a script that sets `discount`, and a choice by an expression."""
    file = File()
    process = file.process("P")
    process.start()
    process.node("userTask", "ask", extension(zeebe("formDefinition", formId="ask")))
    process.script("script", "discount", "=amount / 10")
    process.node("exclusiveGateway", "choice", default="other")
    process.end("large")
    process.end("small")
    process.chain("start", "ask", "script", "choice")
    process.flow("choice", "large", f"={expression}")
    process.flow("choice", "small", flow_id="other")
    return file.xml()


def mistyped(expression: str) -> list[tuple[str, str]]:
    found = [finding for _, finding in deployments.check(package(choosing(expression), forms=(ASK,)))]
    assert all(finding.code == "name-mistyped" and finding.severity == "warning" for finding in found)
    return [(finding.params["name"], finding.params["suggestion"]) for finding in found]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("amuont > 100", [("amuont", "amount")]),
        ("discuont > 5 and custommer = 1", [("custommer", "customer"), ("discuont", "discount")]),
        ("summ([amount]) > 5", [("summ", "sum")]),
        ("amount > 100 and discount > 5 and customer.name = loopCounter", []),
        ("somethingFromOutside > 5", []),
        ("some amuont in [1] satisfies amuont > 0", []),
    ],
)
def test_a_mistyped_name_is_told_with_what_was_meant(expression: str, told: list[tuple[str, str]]) -> None:
    assert mistyped(expression) == told


def test_expressions_of_forms_are_looked_at_too() -> None:
    text = {"type": "text", "id": "sum", "text": "Sum: {{amuont}}"}
    schema = form("ask", field("amount"), field("customer"), text)
    found = deployments.check(package(choosing("amount > 1"), forms=(schema,)))
    assert [(finding.code, finding.element_id) for _, finding in found] == [("name-mistyped", "sum")]
