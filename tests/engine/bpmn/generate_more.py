"""More random blocks: links, escalations, all kinds of event sub-process, implicit splits, failing jobs, incidents."""

from tests.engine.bpmn.builder import Scope, condition, extension, loop, mapping, timer
from tests.engine.bpmn.generate import ALL, Generator

FULL = (
    *ALL, "link", "escalation", "timer_aside", "signal_aside", "error_aside", "escalation_aside", "split", "work",
    "failing", "any_event", "receive", "several_times", "nested_instances", "list_of_results", "ended_inside",
    "message",
)  # fmt: skip


class FullGenerator(Generator):
    """Every block there is. What fails at first is mended by the driver: it sets the variable `c_<element>`."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, FULL)

    def link(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        definition = f'<bpmn:linkEventDefinition name="{self.id("L")}"/>'
        throw = scope.node("intermediateThrowEvent", self.id("out"), definition)
        scope.flow(source, throw)
        return scope.node("intermediateCatchEvent", self.id("in"), definition)

    def escalation(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Thrown on the way or at the end of a sub-process; caught at its border, once or whenever it is thrown."""
        definition = self.file.escalation(self.id("X"))
        inside = scope.sub(self.id("sub"), *self._perhaps_often())
        scope.flow(source, inside.id)
        throw = inside.node("intermediateThrowEvent", self.id("t"), definition)
        inside.chain(inside.start(self.id("start")), throw)
        inside.flow(self.block(inside, self.user(inside, throw), depth), inside.end(self.id("end"), definition))
        return self._caught(scope, inside.id, definition)

    def _caught(self, scope: Scope, host: str, definition: str) -> str:
        interrupting = self.random.random() < 0.5
        event = scope.boundary(self.id("b"), host, definition, interrupting=interrupting)
        if not interrupting:
            scope.flow(self.user(scope, event), scope.end(self.id("end")))
            return host
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(self.user(scope, event), merge)
        scope.flow(host, merge)
        return merge

    def timer_aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        repeats = self.random.random() < 0.5
        when = timer(cycle="R2/PT1H") if repeats else timer(duration="P1D")
        return self._aside(scope, source, depth, when, "" if not repeats else "false")

    def signal_aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        definition = self.file.signal(self.id("s"))
        return self._aside(scope, source, depth, definition, thrown="intermediateThrowEvent")

    def error_aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._aside(scope, source, depth, self.file.error("E2"), "true", thrown="endEvent")

    def escalation_aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._aside(scope, source, depth, self.file.escalation(self.id("X")), thrown="intermediateThrowEvent")

    def _aside(
        self, scope: Scope, source: str, depth: int, definition: str, interrupting: str = "", thrown: str = ""
    ) -> str:
        """A sub-process with an event sub-process in it; `thrown` is the node inside that makes it begin."""
        inside = scope.sub(self.id("sub"), *self._perhaps_often())
        scope.flow(source, inside.id)
        last = self.user(inside, inside.start(self.id("start")))
        if thrown:
            fork = inside.node("parallelGateway", self.id("fork"))
            throw = inside.node(thrown, self.id("t"), definition)
            inside.flow(last, fork)
            inside.flow(self.user(inside, fork), throw)
            if thrown != "endEvent":
                inside.flow(throw, inside.end(self.id("end")))
            last = self.user(inside, fork)
        inside.flow(self.block(inside, last, depth), inside.end(self.id("end")))
        beside = inside.sub(self.id("aside"), triggeredByEvent="true")
        begun = beside.start(self.id("on"), definition, isInterrupting=interrupting or self._true_or_false())
        beside.flow(self.block(beside, self.user(beside, begun), depth - 1), beside.end(self.id("end")))
        return inside.id

    def split(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Conditional flows out of a task, some of which end where nothing follows."""
        asked = self.user(scope, source)
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(asked, merge)
        for number in (1, 2):
            way = scope.user(self.id("u"))
            scope.flow(asked, way, f"c_{asked} >= {number}")
            if self.random.random() < 0.5:
                scope.flow(way, merge)
        return merge

    def work(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """A job that may end in an error, which its border catches."""
        node = scope.service(self.id("j"))
        scope.flow(source, node)
        event = scope.boundary(self.id("b"), node, self.file.error("E1"))
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(self.user(scope, event), merge)
        scope.flow(node, merge)
        return merge

    def failing(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Something that reads a variable which nobody has set: an incident until it is mended and tried again."""
        kind = self.random.choice(["script", "inputs", "outputs"])
        node = self.id("f")
        if kind == "script":
            scope.script(node, self.id("v"), f"=c_{node} + 1")
        elif kind == "inputs":
            scope.user(node, extension(mapping(inputs={"own": f"=c_{node}"})))
        else:
            inside = scope.sub(node, extension(mapping(outputs={"out": f"=c_{node}"})))
            inside.flow(inside.start(self.id("start")), inside.end(self.id("end")))
        scope.flow(source, node)
        return node

    def any_event(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        gateway = scope.node("eventBasedGateway", self.id("which"))
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(source, gateway)
        waits = [
            self.file.message(self.id("m")),
            timer(duration="PT2H"),
            condition(f"c_u{self.random.randint(1, 9)} >= 2"),
            self.file.signal(self.id("s")),
        ]
        for definition in self.random.sample(waits, 3):
            event = scope.node("intermediateCatchEvent", self.id("c"), definition)
            scope.flow(gateway, event)
            scope.flow(self.user(scope, event), merge)
        return merge

    def receive(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        node = scope.node("receiveTask", self.id("r"))
        scope.flow(source, node)
        return node

    def several_times(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """A loop that is left when its answer says so, round a task or round a sub-process."""
        node = self.id("u")
        again = (
            f'<bpmn:standardLoopCharacteristics testBefore="false" loopMaximum="4">'
            f"<bpmn:loopCondition>c_{node} == 1</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
        )
        scope.flow(source, scope.user(node, again))
        return self.sub_process(scope, node, depth, in_loop, '<bpmn:standardLoopCharacteristics loopMaximum="2"/>')

    def nested_instances(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Instances of instances, in parallel or one after the other, that may be cut short by an answer."""
        outer = scope.sub(self.id("sub"), self._instances())
        scope.flow(source, outer.id)
        inner = outer.sub(self.id("sub"), self._instances(), extension(mapping(inputs={"own": "=loopCounter"})))
        outer.chain(outer.start(self.id("start")), inner.id)
        inner.flow(
            self.block(inner, self.user(inner, inner.start(self.id("start"))), depth - 1), inner.end(self.id("end"))
        )
        outer.flow(inner.id, outer.end(self.id("end")))
        return self._caught(scope, outer.id, self.file.message(self.id("m")))

    def list_of_results(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        node = self.id("u")
        until = "numberOfCompletedInstances >= 2" if self.random.random() < 0.5 else ""
        sequential = self.random.random() < 0.5
        into = loop("=[1, 2, 3]", sequential=sequential, until=until, into=self.id("all"), result=f"=c_{node}")
        scope.flow(source, scope.user(node, into))
        return node

    def ended_inside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Instances that end at a terminate event of their own, each for itself."""
        inside = scope.sub(self.id("sub"), self._instances())
        scope.flow(source, inside.id)
        fork = inside.node("parallelGateway", self.id("fork"))
        inside.chain(inside.start(self.id("start")), fork)
        inside.flow(self.user(inside, fork), inside.end(self.id("stop"), "<bpmn:terminateEventDefinition/>"))
        inside.flow(self.block(inside, self.user(inside, fork), depth), inside.end(self.id("end")))
        return inside.id

    def message(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """A wait with a key that an answer has given."""
        asked = self.user(scope, source)
        event = scope.node("intermediateCatchEvent", self.id("c"), self.file.message(self.id("m"), key=f"=c_{asked}"))
        scope.flow(asked, event)
        return event

    def _instances(self) -> str:
        return loop("=[1, 2]", sequential=self.random.random() < 0.5)

    def _perhaps_often(self) -> list[str]:
        return [self._instances()] if self.random.random() < 0.3 else []
