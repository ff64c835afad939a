"""Small diagrams in few words: a process is built line by line and comes out as BPMN XML."""

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bihuan="urn:bihuan:bpmn:1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://bihuan.test">'
)


def attributes(**values: object) -> str:
    """XML attributes; a trailing underscore is dropped from names, None is left out."""
    return "".join(
        f" {name.rstrip('_')}={quoteattr(str(value))}" for name, value in values.items() if value is not None
    )


def extension(*parts: str) -> str:
    """An extensionElements holder."""
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if parts else ""


def zeebe(tag: str, *inner: str, **values: object) -> str:
    """One zeebe: element."""
    return f"<zeebe:{tag}{attributes(**values)}>{''.join(inner)}</zeebe:{tag}>"


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """A zeebe:ioMapping: target → source."""
    ins = [zeebe("input", source=source, target=target) for target, source in (inputs or {}).items()]
    outs = [zeebe("output", source=source, target=target) for target, source in (outputs or {}).items()]
    return zeebe("ioMapping", *ins, *outs)


def loop(
    collection: str,
    *,
    element: str = "item",
    sequential: bool = False,
    until: str = "",
    into: str | None = None,
    result: str | None = None,
) -> str:
    """A zeebe multi-instance; `into` is the output collection, `result` the output element."""
    characteristics = zeebe(
        "loopCharacteristics",
        inputCollection=collection,
        inputElement=element,
        outputCollection=into,
        outputElement=result,
    )
    condition = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"{extension(characteristics)}{condition}</bpmn:multiInstanceLoopCharacteristics>"
    )


def timer(**kind: str) -> str:
    """A timer event definition: timer(duration="PT1H"), timer(date=…), timer(cycle=…)."""
    [(name, text)] = kind.items()
    tag = f"bpmn:time{name.title()}"
    return f"<bpmn:timerEventDefinition><{tag}>{escape(text)}</{tag}></bpmn:timerEventDefinition>"


def condition(text: str) -> str:
    """A conditional event definition."""
    inner = f"<bpmn:condition>{escape(text)}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{inner}</bpmn:conditionalEventDefinition>"


COMPENSATE = "<bpmn:compensateEventDefinition/>"


def compensate(activity: str, *, wait: bool = True) -> str:
    """A definition that undoes one activity."""
    return f'<bpmn:compensateEventDefinition activityRef="{activity}" waitForCompletion="{str(wait).lower()}"/>'


class Scope:
    """A process or sub-process under construction."""

    def __init__(self, scope_id: str, file: "File") -> None:
        self.id = scope_id
        self.file = file
        self.parts: list[str | Scope] = []
        self.tag = "subProcess"
        self.inner: tuple[str, ...] = ()
        self.values: dict[str, object] = {}
        self.count = 0

    def node(self, tag: str, node_id: str, *inner: str, **values: object) -> str:
        """Any flow node."""
        values.setdefault("name", node_id)
        self.parts.append(f"<bpmn:{tag} id={quoteattr(node_id)}{attributes(**values)}>{''.join(inner)}</bpmn:{tag}>")
        return node_id

    def flow(self, source: str, target: str, condition: str = "", flow_id: str = "") -> str:
        """A sequence flow."""
        self.count += 1
        flow_id = flow_id or f"{self.id}_f{self.count}"
        inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
        self.parts.append(
            f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
        )
        return flow_id

    def chain(self, *nodes: str) -> None:
        """Flows from each node to the next."""
        for source, target in pairwise(nodes):
            self.flow(source, target)

    def start(self, node_id: str = "start", *inner: str, **values: object) -> str:
        return self.node("startEvent", node_id, *inner, **values)

    def end(self, node_id: str = "end", *inner: str) -> str:
        return self.node("endEvent", node_id, *inner)

    def user(self, node_id: str, *inner: str) -> str:
        return self.node("userTask", node_id, *inner)

    def service(self, node_id: str, *inner: str, job: str = "work") -> str:
        return self.node("serviceTask", node_id, extension(zeebe("taskDefinition", type=job)), *inner)

    def call(self, node_id: str, process_id: str, *inner: str, io: str = "", **values: object) -> str:
        called = zeebe("calledElement", processId=process_id, **values)
        return self.node("callActivity", node_id, extension(called, io), *inner)

    def script(self, node_id: str, variable: str, expression: str) -> str:
        return self.node(
            "scriptTask", node_id, extension(zeebe("script", expression=expression, resultVariable=variable))
        )

    def boundary(self, node_id: str, host: str, definition: str, *, interrupting: bool = True, io: str = "") -> str:
        return self.node(
            "boundaryEvent",
            node_id,
            extension(io) if io else "",
            definition,
            attachedToRef=host,
            cancelActivity=str(interrupting).lower(),
        )

    def undone_by(self, host: str, handler: str) -> None:
        """A compensation event on the host's border, drawn together with the handler."""
        event = self.node("boundaryEvent", f"undo_{host}", COMPENSATE, attachedToRef=host)
        self.parts.append(f'<bpmn:association id="a_{host}" sourceRef="{event}" targetRef="{handler}"/>')

    def ad_hoc(self, node_id: str, elements: str = "", until: str = "", **values: object) -> "Scope":
        """An ad-hoc sub-process that begins with a list of elements, or lets people choose."""
        begun = extension(zeebe("adHoc", activeElementsCollection=elements)) if elements else ""
        condition = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
        return self.sub(node_id, begun, condition, tag="adHocSubProcess", **values)

    def sub(self, node_id: str, *inner: str, tag: str = "subProcess", **values: object) -> "Scope":
        """An embedded sub-process, closed when the file is written; `tag` may be "transaction", "adHocSubProcess"."""
        scope = Scope(node_id, self.file)
        scope.tag = tag
        scope.inner, scope.values = inner, {"name": node_id, **values}
        self.parts.append(scope)
        return scope

    def render(self) -> str:
        """The inside as XML."""
        return "".join(part if isinstance(part, str) else _render_sub(part) for part in self.parts)


class File:
    """A BPMN file with one process `P` unless more are added."""

    def __init__(self) -> None:
        self.top: list[str] = []
        self.processes: list[tuple[Scope, tuple[str, ...]]] = []

    def process(self, process_id: str = "P", *inner: str) -> Scope:
        scope = Scope(process_id, self)
        self.processes.append((scope, inner))
        return scope

    def message(self, name: str, key: str | None = None) -> str:
        """Declares a message; gives its event definition."""
        inner = extension(zeebe("subscription", correlationKey=key)) if key else ""
        self._declare(f'<bpmn:message id="m_{name}" name="{name}">{inner}</bpmn:message>')
        return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'

    def signal(self, name: str) -> str:
        self._declare(f'<bpmn:signal id="s_{name}" name="{name}"/>')
        return f'<bpmn:signalEventDefinition signalRef="s_{name}"/>'

    def error(self, code: str) -> str:
        self._declare(f'<bpmn:error id="e_{code}" name="{code}" errorCode="{code}"/>')
        return f'<bpmn:errorEventDefinition errorRef="e_{code}"/>'

    def escalation(self, code: str) -> str:
        self._declare(f'<bpmn:escalation id="x_{code}" name="{code}" escalationCode="{code}"/>')
        return f'<bpmn:escalationEventDefinition escalationRef="x_{code}"/>'

    def xml(self) -> bytes:
        processes = "".join(
            f'<bpmn:process id="{scope.id}" name="{scope.id}" isExecutable="true">'
            f"{''.join(inner)}{scope.render()}</bpmn:process>"
            for scope, inner in self.processes
        )
        return f"{_HEAD}{''.join(self.top)}{processes}</bpmn:definitions>".encode()

    def _declare(self, element: str) -> None:
        if element not in self.top:
            self.top.append(element)


def _render_sub(scope: Scope) -> str:
    inside = "".join(scope.inner) + scope.render()
    return f'<bpmn:{scope.tag} id="{scope.id}"{attributes(**scope.values)}>{inside}</bpmn:{scope.tag}>'
