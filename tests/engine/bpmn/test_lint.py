"""Every modelling rule: a diagram that breaks it is found, with code and element; a good one is left alone."""

from collections.abc import Callable

import pytest

from engine import bpmn
from engine.errors import ModelRefused
from tests.engine.bpmn.builder import (
    COMPENSATE,
    File,
    Scope,
    compensate,
    condition,
    extension,
    loop,
    mapping,
    timer,
    zeebe,
)

Draw = Callable[[File, Scope], object]


def drawn(draw: Draw) -> bytes:
    """A process that runs into the element `it`, which the case draws."""
    file = File()
    process = file.process()
    process.start()
    process.user("before")
    process.chain("start", "before")
    draw(file, process)
    if any(isinstance(part, str) and ' id="it"' in part for part in process.parts):
        process.flow("before", "it")
    return file.xml()


def two_flows(scope: Scope, *conditions: str) -> list[str]:
    return [scope.flow("it", scope.user(f"to{number}"), condition) for number, condition in enumerate(conditions)]


STANDARD_LOOP = '<bpmn:standardLoopCharacteristics loopMaximum="few"/>'
XPATH_FLOW = (
    '<bpmn:sequenceFlow id="xpath" sourceRef="before" targetRef="before">'
    '<bpmn:conditionExpression language="XPath">x</bpmn:conditionExpression></bpmn:sequenceFlow>'
)
NO_MESSAGE = '<bpmn:messageEventDefinition messageRef="no"/>'
NO_DEFINITION = "<bpmn:eventDefinitionRef>no</bpmn:eventDefinitionRef>"
PRINT = "<bpmn:script>println 'done'</bpmn:script>"
JAVASCRIPT = "<bpmn:script>go()</bpmn:script>"


CANCEL = "<bpmn:cancelEventDefinition/>"


def undone(scope: Scope) -> str:
    scope.node("userTask", "undo", isForCompensation="true")
    scope.undone_by("before", "undo")
    return "undo"


def undone_twice(scope: Scope) -> str:
    undone(scope)
    scope.parts.append('<bpmn:association id="twice" sourceRef="again" targetRef="undo"/>')
    return scope.node("boundaryEvent", "again", COMPENSATE, attachedToRef="before")


def undoing(scope: Scope, *names: str) -> str:
    if not scope.parts:
        scope.start("inside")
    for name in names:
        scope.sub(name, triggeredByEvent="true").start(f"on_{name}", COMPENSATE)
    return scope.id


def cancelled(scope: Scope) -> str:
    return scope.flow(scope.start("inside"), scope.end("c", CANCEL))


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def circle(scope: Scope) -> None:
    scope.chain(scope.user("x"), scope.user("y"), "x")


def sub_with_two(scope: Scope) -> tuple[str, str]:
    inside = scope.sub("inside")
    return inside.user("inner1"), inside.user("inner2")


def gateway_to(scope: Scope, target: str) -> str:
    scope.node("eventBasedGateway", "it")
    scope.flow("it", scope.node("intermediateCatchEvent", "c", timer(duration="PT1H")))
    return scope.flow("it", target)


ERRORS: dict[str, Draw] = {
    "element-unsupported": lambda f, p: p.node("complexGateway", "it"),
    "callee-missing": lambda f, p: p.node("callActivity", "it"),
    "ad-hoc-event": lambda f, p: p.node("adHocSubProcess", "it", '<bpmn:startEvent id="q"/>'),
    "compensation-handler-missing": lambda f, p: p.boundary("b", "before", COMPENSATE),
    "compensation-handler-border": lambda f, p: (undone(p), p.boundary("b", "undo", timer(duration="PT1H"))),
    "compensation-flow": lambda f, p: (undone(p), p.flow("before", "undo")),
    "compensation-flow event": lambda f, p: (undone(p), p.flow("undo_before", "before")),
    "compensation-twice": lambda f, p: undone_twice(p),
    "compensation-twice inside": lambda f, p: undoing(p.sub("s"), "x", "y"),
    "compensation-never": lambda f, p: undoing(p, "x"),
    "compensation-target-missing": lambda f, p: p.end("it", compensate("nobody")),
    "cancel-without-transaction": lambda f, p: p.end("it", CANCEL),
    "cancel-without-transaction border": lambda f, p: p.boundary("b", "before", CANCEL),
    "cancel-boundary-missing": lambda f, p: cancelled(p.sub("t", tag="transaction")),
    "extension-unsupported": lambda f, p: p.user("it", extension(zeebe("taskListeners"))),
    "extension-unsupported quantity": lambda f, p: p.node("task", "it", startQuantity="2"),
    "extension-unsupported instantiate": lambda f, p: p.node("receiveTask", "it", instantiate="true"),
    "expression-untranslatable attribute": lambda f, p: p.parts.append(XPATH_FLOW),
    "event-multiple": lambda f, p: p.end("it", f.signal("s"), "<bpmn:terminateEventDefinition/>"),
    "event-multiple catch": lambda f, p: p.node("intermediateCatchEvent", "it", f.signal("s"), link("L")),
    "event-multiple start": lambda f, p: p.start("s1", f.signal("s"), f.message("m"), parallelMultiple="true"),
    "event-multiple all": lambda f, p: p.node(
        "boundaryEvent", "b", f.signal("s"), f.error("E"), attachedToRef="before", parallelMultiple="true"
    ),
    "job-type-missing one of many": lambda f, p: p.end("it", f.signal("s"), f.message("told")),
    "error-not-interrupting start": lambda f, p: p.sub("s", triggeredByEvent="true").start(
        "s1", f.error("E"), isInterrupting="false"
    ),
    "event-unsupported": lambda f, p: p.node("intermediateThrowEvent", "it", condition("=x")),
    "condition-missing": lambda f, p: p.boundary("b", "before", "<bpmn:conditionalEventDefinition/>"),
    "event-unsupported cancel": lambda f, p: p.node("intermediateThrowEvent", "it", CANCEL),
    "event-unsupported error catch": lambda f, p: p.node("intermediateCatchEvent", "it", f.error("E")),
    "event-missing": lambda f, p: p.node("intermediateCatchEvent", "it"),
    "reference-missing": lambda f, p: p.node("intermediateCatchEvent", "it", NO_DEFINITION),
    "message-missing": lambda f, p: p.node("intermediateCatchEvent", "it", "<bpmn:messageEventDefinition/>"),
    "signal-missing": lambda f, p: p.node("intermediateCatchEvent", "it", "<bpmn:signalEventDefinition/>"),
    "error-code-missing": lambda f, p: p.end("it", "<bpmn:errorEventDefinition/>"),
    "escalation-code-missing": lambda f, p: p.end("it", "<bpmn:escalationEventDefinition/>"),
    "timer-missing": lambda f, p: p.node("intermediateCatchEvent", "it", "<bpmn:timerEventDefinition/>"),
    "timer-unreadable": lambda f, p: p.node("intermediateCatchEvent", "it", timer(duration="an hour")),
    "timer-cycle-here": lambda f, p: p.node("intermediateCatchEvent", "it", timer(cycle="R3/PT1H")),
    "job-type-missing": lambda f, p: p.node("serviceTask", "it"),
    "job-type-missing message": lambda f, p: p.end("it", f.message("told")),
    "decision-missing": lambda f, p: p.node("businessRuleTask", "it"),
    "script-missing": lambda f, p: p.node("scriptTask", "it"),
    "script-untranslatable": lambda f, p: p.node("scriptTask", "it", JAVASCRIPT, scriptFormat="javascript"),
    "result-variable-missing": lambda f, p: p.node("scriptTask", "it", extension(zeebe("script", expression="=1"))),
    "mapping-incomplete": lambda f, p: p.user("it", extension(mapping(outputs={"a..b": "=1"}))),
    "loop-collection-missing": lambda f, p: p.user("it", "<bpmn:multiInstanceLoopCharacteristics/>"),
    "loop-output-incomplete": lambda f, p: p.user("it", loop("=xs", into="out")),
    "expression-untranslatable": lambda f, p: p.user("it", extension(mapping(inputs={"a": "${b.go()}"}))),
    "expression-untranslatable flow": lambda f, p: (p.node("exclusiveGateway", "it"), two_flows(p, "${a.b()}", "=b")),
    "boundary-host-missing": lambda f, p: p.boundary("it2", "nobody", timer(duration="PT1H")),
    "error-not-interrupting": lambda f, p: p.boundary("b", "before", f.error("E"), interrupting=False),
    "flow-into-start": lambda f, p: p.flow("before", "start"),
    "flow-out-of-end": lambda f, p: (p.end("it"), p.flow("it", "before")),
    "flow-without-condition": lambda f, p: (p.node("exclusiveGateway", "it"), two_flows(p, "", "")),
    "flow-dangling": lambda f, p: p.flow("before", "nowhere"),
    "event-gateway-needs-two": lambda f, p: p.node("eventBasedGateway", "it"),
    "event-gateway-target repeated": lambda f, p: (
        p.node("receiveTask", "u", loop("=xs")), gateway_to(p, "u")
    ),
    "event-gateway-target": lambda f, p: (p.user("u"), gateway_to(p, "u")),
    "event-gateway-target-shared": lambda f, p: (
        p.node("intermediateCatchEvent", "d", f.signal("s")), p.flow("before", "d"), gateway_to(p, "d")
    ),
    "link-unmatched": lambda f, p: p.node("intermediateThrowEvent", "it", '<bpmn:linkEventDefinition name="L"/>'),
    "start-ambiguous": lambda f, p: p.start("start2"),
    "start-missing": lambda f, p: circle(p.sub("it")),
    "sub-process-start": lambda f, p: (lambda s: (s.start("s1"), s.start("s2")))(p.sub("it")),
    "event-sub-process-start": lambda f, p: p.sub("aside", triggeredByEvent="true").start("s1"),
    "event-unsupported sub-process": lambda f, p: p.sub("it").start("s1", timer(duration="PT1H")),
    "duplicate-id": lambda f, p: p.user("before"),
}  # fmt: skip
WARNINGS: dict[str, Draw] = {
    "correlation-key-missing": lambda f, p: p.node("intermediateCatchEvent", "it", f.message("m")),
    "receive-without-message": lambda f, p: p.node("receiveTask", "it"),
    "boundary-never-fires": lambda f, p: (p.node("task", "it"), p.boundary("b", "it", timer(duration="PT1H"))),
    "compensation-handler-unused": lambda f, p: p.node("userTask", "u", isForCompensation="true"),
    "compensation-target-plain": lambda f, p: p.end("it", compensate("before")),
    "condition-ignored": lambda f, p: (p.node("parallelGateway", "it"), two_flows(p, "=a", "")),
    "condition-without-equals": lambda f, p: (p.node("exclusiveGateway", "it"), two_flows(p, "a", "=b")),
    "default-inferred": lambda f, p: (p.node("exclusiveGateway", "it"), two_flows(p, "", "=b")),
    "flow-always-taken": lambda f, p: (p.node("inclusiveGateway", "it"), two_flows(p, "", "=b")),
    "flow-from-nowhere": lambda f, p: p.flow("nowhere", "before"),
    "flow-moved": lambda f, p: p.flow(*sub_with_two(p)),
    "expression-translated": lambda f, p: p.user("it", extension(mapping(inputs={"a": "${b}"}))),
    "reference-taken-as-name": lambda f, p: p.node("intermediateCatchEvent", "it", NO_MESSAGE),
    "script-without-effect": lambda f, p: p.node("scriptTask", "it", PRINT, scriptFormat="groovy"),
    "script-language-guessed": lambda f, p: p.node("scriptTask", "it", "<bpmn:script>x = 1</bpmn:script>"),
    "default-dangling": lambda f, p: (p.node("exclusiveGateway", "it", default="no"), two_flows(p, "=a", "=b")),
    "element-unreachable": lambda f, p: p.user("island"),
    "extension-ignored": lambda f, p: p.user("it", extension(zeebe("somethingNew"))),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_would_not_run_as_drawn_is_refused(case: str) -> None:
    xml = drawn(ERRORS[case])
    found = bpmn.check(xml)
    code = case.split(" ")[0]
    assert code in {finding.code for finding in found if finding.severity == "error"}
    assert all(finding.line for finding in found if finding.code == code)
    with pytest.raises(ModelRefused) as raised:
        bpmn.read(xml)
    assert raised.value.findings == tuple(found)


@pytest.mark.parametrize("case", WARNINGS)
def test_what_looks_like_a_mistake_is_pointed_out_and_runs(case: str) -> None:
    xml = drawn(WARNINGS[case])
    assert case in {finding.code for finding in bpmn.check(xml)}
    assert bpmn.read(xml).findings


def test_a_good_diagram_has_no_findings() -> None:
    assert bpmn.check(drawn(lambda f, p: p.user("it"))) == []


def test_findings_name_the_element_and_its_line() -> None:
    [finding] = bpmn.check(drawn(lambda f, p: p.node("complexGateway", "it", name="Which?")))
    assert (finding.element_id, finding.element_name, finding.line > 0) == ("it", "Which?", True)
    assert finding.params == {"kind": "complexGateway"}


def test_a_process_that_is_only_drawn_is_left_alone() -> None:
    file = File()
    file.process("P").start()
    other = file.process("Other")
    other.node("complexGateway", "x")
    xml = file.xml().replace(b'id="Other" name="Other" isExecutable="true"', b'id="Other" isExecutable="false"')
    assert [finding.code for finding in bpmn.check(xml)] == ["process-not-executable"]
    assert list(bpmn.read(xml).processes) == ["P"]
