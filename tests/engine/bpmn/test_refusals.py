"""What BPMN could draw and is not run here is refused, each with its code; the handbook's table is made from these."""

from collections.abc import Callable

import pytest

from engine import bpmn
from tests.engine.bpmn.builder import COMPENSATE, File, Scope
from tests.engine.bpmn.test_elements import DEFINITIONS, values
from tests.engine.bpmn.test_lint import ERRORS, drawn

Draw = Callable[[File, Scope], object]


def event(tag: str, trigger: str, **attributes: str) -> Draw:
    return lambda f, p: p.node(tag, "event", DEFINITIONS[trigger](f), **attributes, **values(trigger))


def aside(trigger: str, interrupting: str) -> Draw:
    def draw(file: File, process: Scope) -> None:
        inside = process.sub("aside", triggeredByEvent="true")
        inside.start("event", DEFINITIONS[trigger](file), isInterrupting=interrupting)

    return draw


def embedded(trigger: str) -> Draw:
    return lambda f, p: p.sub("sub").start("event", DEFINITIONS[trigger](f))


def events(position: str, draw: Callable[[str], Draw], code: str, *triggers: str) -> dict[str, tuple[str, Draw]]:
    return {f"{position}: {trigger}": (code, draw(trigger)) for trigger in triggers}


def on_a_border(interrupting: str) -> Callable[[str], Draw]:
    return lambda trigger: event("boundaryEvent", trigger, attachedToRef="before", cancelActivity=interrupting)


CATCH, THROW = "intermediate event that catches", "intermediate event that throws"
BORDER, BESIDE = "boundary event, interrupting", "boundary event, beside its activity"
INSTEAD, ALONG = "event sub-process, interrupting", "event sub-process, beside its scope"
NOWHERE = ("cancel", "terminate")

REFUSED: dict[str, tuple[str, Draw]] = {
    **events(
        "start event", lambda t: event("startEvent", t), "event-unsupported", "error", "escalation", "link",
        "compensation", *NOWHERE,
    ),
    **events("start event", lambda t: event("startEvent", t), "event-multiple", "all of several"),
    **events("start event of a sub-process", embedded, "event-unsupported", "message", "signal", "timer, duration"),
    **events(CATCH, lambda t: event("intermediateCatchEvent", t), "event-missing", "none"),
    **events(CATCH, lambda t: event("intermediateCatchEvent", t), "timer-cycle-here", "timer, repeating"),
    **events(
        CATCH, lambda t: event("intermediateCatchEvent", t), "event-unsupported", "error", "escalation",
        "compensation", *NOWHERE,
    ),
    **events(
        THROW, lambda t: event("intermediateThrowEvent", t), "event-unsupported", "timer, duration", "condition",
        "error", *NOWHERE,
    ),
    **events(
        "end event", lambda t: event("endEvent", t), "event-unsupported", "timer, duration", "condition", "link"
    ),
    **events(BORDER, on_a_border("true"), "event-missing", "none"),
    **events(BORDER, on_a_border("true"), "event-unsupported", "link", "terminate"),
    **events(BESIDE, on_a_border("false"), "error-not-interrupting", "error"),
    **events(INSTEAD, lambda t: aside(t, "true"), "event-sub-process-start", "none"),
    **events(INSTEAD, lambda t: aside(t, "true"), "event-unsupported", "link", *NOWHERE),
    **events(ALONG, lambda t: aside(t, "false"), "error-not-interrupting", "error"),
    "service task without a job type": ("job-type-missing", ERRORS["job-type-missing"]),
    "message that is thrown without a job type": ("job-type-missing", ERRORS["job-type-missing message"]),
    "business rule task without a decision": ("decision-missing", ERRORS["decision-missing"]),
    "script task without a script": ("script-missing", ERRORS["script-missing"]),
    "script that FEEL cannot say": ("script-untranslatable", ERRORS["script-untranslatable"]),
    "expression that FEEL cannot say": ("expression-untranslatable", ERRORS["expression-untranslatable"]),
    "receive task that starts an instance": ("extension-unsupported", ERRORS["extension-unsupported instantiate"]),
    "event-based gateway that starts an instance": (
        "extension-unsupported", lambda f, p: p.node("eventBasedGateway", "it", instantiate="true")
    ),
    "call activity without a process": ("callee-missing", ERRORS["callee-missing"]),
    "sub-process with several starts": ("sub-process-start", ERRORS["sub-process-start"]),
    "ad-hoc sub-process with a start event": ("ad-hoc-event", ERRORS["ad-hoc-event"]),
    "multi-instance without a collection or number": ("loop-collection-missing", ERRORS["loop-collection-missing"]),
    "standard loop without a condition or maximum": (
        "standard-loop-endless", lambda f, p: p.user("it", "<bpmn:standardLoopCharacteristics/>")
    ),
    "complex gateway": ("element-unsupported", ERRORS["element-unsupported"]),
    "choreography task": ("element-unsupported", lambda f, p: p.node("choreographyTask", "it")),
    "flow out of a choice without a condition": ("flow-without-condition", ERRORS["flow-without-condition"]),
    "flow that ends nowhere": ("flow-dangling", ERRORS["flow-dangling"]),
    "event-based gateway with one way": ("event-gateway-needs-two", ERRORS["event-gateway-needs-two"]),
    "event-based gateway before other work": ("event-gateway-target", ERRORS["event-gateway-target"]),
    "several tokens at once (startQuantity)": ("extension-unsupported", ERRORS["extension-unsupported quantity"]),
    "error that is thrown without a code": ("error-code-missing", ERRORS["error-code-missing"]),
    "compensation event without an activity that undoes": (
        "compensation-handler-missing", lambda f, p: p.boundary("b", "before", COMPENSATE)
    ),
    "cancel outside a transaction": ("cancel-without-transaction", ERRORS["cancel-without-transaction"]),
}  # fmt: skip
"""What is drawn, by the row of the handbook's table: the code that refuses it, and how it is drawn."""


def marked(table: dict[str, tuple[str, Draw]]) -> list[object]:
    return [pytest.param(row, marks=pytest.mark.proves(row), id=row) for row in table]


@pytest.mark.parametrize("row", marked(REFUSED))
def test_it_is_refused(row: str) -> None:
    code, draw = REFUSED[row]
    findings = bpmn.check(drawn(draw))
    assert code in {finding.code for finding in findings if finding.severity == "error"}
