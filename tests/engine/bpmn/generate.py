"""Random block-structured diagrams, built from a seed."""

from collections.abc import Callable
from random import Random

from tests.engine.bpmn.builder import File, Scope, extension, mapping, timer, zeebe

CARDINALITY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)
# What SpiffWorkflow as it comes runs right, and so can be an oracle for.
ORACLE = ("sequence", "choice", "fork", "inclusive", "sub_process", "instances", "boundary", "events", "catch", "loop")
ALL = (
    *ORACLE, "inner_instances", "error", "aside", "script", "signal", "terminate", "timer_boundary", "mapped",
)  # fmt: skip


class Generator:
    """Appends blocks to a diagram; every block begins and ends with one node.

    A user task `u` is answered with a number in the variable `c_u`, which the gateway right behind it reads.
    """

    def __init__(self, seed: int, blocks: tuple[str, ...]) -> None:
        self.random = Random(seed)
        self.file = File()
        self.blocks = blocks
        self.oracle = blocks is ORACLE
        self.count = 0

    def model(self, depth: int) -> bytes:
        """The XML of a fresh process `P`."""
        scope = self.file.process()
        last = self.block(scope, self.user(scope, scope.start()), depth)
        last = self.block(scope, last, depth)
        scope.flow(last, scope.end(self.id("end")))
        return self.file.xml()

    def id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, scope: Scope, source: str, depth: int, *, simple: bool = False, in_loop: bool = False) -> str:
        """A random block behind `source`; gives its last node."""
        if depth <= 0 or simple or self.random.random() < 0.2:
            return self.user(scope, source)
        blocks = [name for name in self.blocks if not (in_loop and self.oracle and name in _JOINS)]
        make: Callable[..., str] = getattr(self, self.random.choice(blocks))
        return make(scope, source, depth - 1, in_loop)

    def user(self, scope: Scope, source: str, *inner: str) -> str:
        node = scope.user(self.id("u"), *inner)
        scope.flow(source, node)
        return node

    def sequence(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        for _ in range(self.random.randint(2, 3)):
            source = self.block(scope, source, depth, in_loop=in_loop)
        return source

    def choice(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._ways(scope, source, depth, in_loop, "exclusiveGateway")

    def inclusive(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._ways(scope, source, depth, in_loop, "inclusiveGateway")

    def _ways(self, scope: Scope, source: str, depth: int, in_loop: bool, kind: str) -> str:
        asked = self.user(scope, source)
        default = self.id("default")
        split = scope.node(kind, self.id("split"), default=default)
        merge = scope.node(kind, self.id("merge"))
        scope.flow(asked, split)
        for way in range(3):
            first = scope.user(self.id("u"))
            if way == 2:
                scope.flow(split, first, flow_id=default)
            else:
                scope.flow(split, first, f"c_{asked} >= {way + 1}" if kind[0] == "i" else f"c_{asked} == {way + 1}")
            simple = self.oracle and kind == "inclusiveGateway"
            scope.flow(self.block(scope, first, depth, simple=simple, in_loop=in_loop), merge)
        return merge

    def fork(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        split = scope.node("parallelGateway", self.id("fork"))
        join = scope.node("parallelGateway", self.id("join"))
        scope.flow(source, split)
        for _ in range(self.random.randint(2, 3)):
            first = self.user(scope, split)
            scope.flow(self.block(scope, first, depth, in_loop=in_loop), join)
        return join

    def sub_process(self, scope: Scope, source: str, depth: int, in_loop: bool, *inner: str) -> str:
        inside = scope.sub(self.id("sub"), *inner)
        scope.flow(source, inside.id)
        last = self.block(inside, self.user(inside, inside.start(self.id("start"))), depth)
        inside.flow(last, inside.end(self.id("end")))
        return inside.id

    def mapped(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        io = extension(mapping(inputs={"own": "=1"}, outputs={"handed.out": "=own"}))
        return self.sub_process(scope, source, depth, in_loop, io)

    def instances(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self.user(scope, source, CARDINALITY.format(self.random.choice(["true", "false"])))

    def inner_instances(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        characteristics = CARDINALITY.format(self.random.choice(["true", "false"]))
        return self.sub_process(scope, source, depth, in_loop, characteristics)

    def boundary(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._boundary(scope, source, depth, in_loop, self.file.message(self.id("m")))

    def timer_boundary(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        repeats = {"cycle": "R3/PT1H"} if self.random.random() < 0.5 else {"duration": "P1D"}
        return self._boundary(scope, source, depth, in_loop, timer(**repeats))

    def _boundary(self, scope: Scope, source: str, depth: int, in_loop: bool, definition: str) -> str:
        host = self.random.choice([self.sub_process, lambda *_: self.user(scope, source)])(
            scope, source, depth, in_loop
        )
        interrupting = self.random.random() < 0.5
        event = scope.boundary(self.id("b"), host, definition, interrupting=interrupting)
        handled = self.user(scope, event)
        if not interrupting:
            scope.flow(handled, scope.end(self.id("end")))
            return host
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(handled, merge)
        scope.flow(host, merge)
        return merge

    def events(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        gateway = scope.node("eventBasedGateway", self.id("which"))
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(source, gateway)
        for _ in range(2):
            event = scope.node("intermediateCatchEvent", self.id("c"), self.file.message(self.id("m")))
            scope.flow(gateway, event)
            scope.flow(self.block(scope, event, depth, in_loop=in_loop), merge)
        return merge

    def catch(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        event = scope.node("intermediateCatchEvent", self.id("c"), self.file.message(self.id("m")))
        scope.flow(source, event)
        return event

    def loop(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        merge = scope.node("exclusiveGateway", self.id("merge"))
        out = self.id("out")
        again = scope.node("exclusiveGateway", self.id("again"), default=out)
        scope.flow(source, merge)
        last = self.block(scope, self.user(scope, merge), depth, in_loop=True)
        asked = self.user(scope, last)
        scope.flow(asked, again)
        scope.flow(again, merge, f"c_{asked} == 1")
        after = scope.user(self.id("u"))
        scope.flow(again, after, flow_id=out)
        return after

    def error(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        inside = scope.sub(self.id("sub"))
        scope.flow(source, inside.id)
        asked = self.user(inside, inside.start(self.id("start")))
        out = self.id("out")
        choose = inside.node("exclusiveGateway", self.id("choose"), default=out)
        inside.flow(asked, choose)
        inside.flow(choose, inside.end(self.id("oops"), self.file.error("E1")), f"c_{asked} == 1")
        after = inside.user(self.id("u"))
        inside.flow(choose, after, flow_id=out)
        event = scope.boundary(self.id("b"), inside.id, self.file.error("E1"))
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(self.user(scope, event), merge)
        scope.flow(inside.id, merge)
        return merge

    def aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        inside = scope.sub(self.id("sub"))
        scope.flow(source, inside.id)
        last = self.block(inside, self.user(inside, inside.start(self.id("start"))), depth)
        inside.flow(last, inside.end(self.id("end")))
        beside = inside.sub(self.id("aside"), triggeredByEvent="true")
        interrupting = str(self.random.random() < 0.5).lower()
        beside.start(self.id("on"), self.file.message(self.id("m")), isInterrupting=interrupting)
        self.user(beside, f"on{self.count - 1}")
        return inside.id

    def script(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        node = scope.script(self.id("s"), self.id("v"), "=1 + 1")
        scope.flow(source, node)
        return node

    def signal(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        fork = scope.node("parallelGateway", self.id("fork"))
        join = scope.node("parallelGateway", self.id("join"))
        scope.flow(source, fork)
        definition = self.file.signal(self.id("s"))
        throw = scope.node("intermediateThrowEvent", self.id("t"), definition)
        catch = scope.node("intermediateCatchEvent", self.id("c"), definition)
        scope.flow(self.user(scope, fork), throw)
        scope.chain(fork, catch, join)
        scope.flow(throw, join)
        return join

    def terminate(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        inside = scope.sub(self.id("sub"))
        fork = inside.node("parallelGateway", self.id("fork"))
        inside.chain(inside.start(self.id("start")), fork)
        scope.flow(source, inside.id)
        stop = inside.end(self.id("stop"), "<bpmn:terminateEventDefinition/>")
        inside.flow(self.user(inside, fork), stop)
        self.block(inside, self.user(inside, fork), depth)
        job = inside.node("serviceTask", self.id("j"), extension(zeebe("taskDefinition", type="x")))
        inside.flow(fork, job)
        return inside.id


_JOINS = frozenset({"fork", "inclusive", "sub_process", "boundary", "instances", "events"})
