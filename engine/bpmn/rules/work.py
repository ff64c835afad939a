"""Rules on activities: they are of a kind that is run, and say all that is needed to run them."""

from collections.abc import Iterator

from engine.bpmn.elements import Element
from engine.bpmn.rules.place import Place, error, hint, throws
from engine.errors import Finding

_NOT_RUN = frozenset({"complexGateway"})


def unsupported_elements(place: Place, element: Element) -> Iterator[Finding]:
    """Kinds, attributes and extensions that are not run."""
    if element.kind in _NOT_RUN:
        yield error(element, "element-unsupported", kind=element.kind)
    for name in element.unsupported:
        yield error(element, "extension-unsupported", extension=name)
    for name in element.ignored:
        yield hint(element, "extension-ignored", extension=name)


def work_definitions(place: Place, element: Element) -> Iterator[Finding]:
    """Work that software does says what is to be done."""
    activity = element.activity
    tells = [each for each in activity.definitions if throws(element) and each.event == "message"]
    if any(each.job is None for each in tells or ([activity] if element.kind in ("serviceTask", "sendTask") else [])):
        yield error(element, "job-type-missing")
    if element.kind == "businessRuleTask" and activity.job is None:
        if activity.decision is None or not activity.decision.id:
            yield error(element, "decision-missing")
        elif not activity.decision.result_variable and activity.decision.shape != "outputs":
            yield error(element, "result-variable-missing")
    if element.kind == "scriptTask" and activity.job is None and (activity.script is not None or not element.source):
        if activity.script is None or not activity.script.expression:
            yield error(element, "script-missing")
        elif not activity.script.result_variable:
            yield error(element, "result-variable-missing")


def calls(place: Place, element: Element) -> Iterator[Finding]:
    """A call activity says which process it calls; whether there is one is seen when it is called."""
    if element.kind == "callActivity" and (element.activity.called is None or not element.activity.called.id):
        yield error(element, "callee-missing")


def mappings(place: Place, element: Element) -> Iterator[Finding]:
    """Input and output mappings are whole."""
    for mapping in (*element.activity.inputs, *element.activity.outputs):
        if not mapping.target or not all(mapping.target.split(".")):
            yield error(element, "mapping-incomplete", source=mapping.source, target=mapping.target)


def loops(place: Place, element: Element) -> Iterator[Finding]:
    """A multi-instance says over what, and where results go."""
    loop = element.activity.loop
    if loop is None:
        yield from _standard_loop(element)
        return
    if (loop.input_collection is None) == (loop.cardinality is None):
        yield error(element, "loop-collection-missing")
    if (loop.output_collection is None) != (loop.output_element is None):
        yield error(element, "loop-output-incomplete")


def _standard_loop(element: Element) -> Iterator[Finding]:
    again = element.activity.standard_loop
    if again is None:
        return
    if again.condition is None and again.maximum is None:
        yield error(element, "standard-loop-endless")
    if again.maximum is not None and not again.maximum.isdecimal():
        yield error(element, "standard-loop-maximum", text=again.maximum)
