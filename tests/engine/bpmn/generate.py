"""Random block-structured diagrams, built from a seed."""

from collections.abc import Callable
from random import Random

from tests.engine.bpmn.builder import COMPENSATE, File, Scope, condition, extension, mapping, timer, zeebe

CARDINALITY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)
# What SpiffWorkflow as it comes runs right, and so can be an oracle for.
ORACLE = (
    "sequence", "choice", "fork", "inclusive", "sub_process", "instances", "boundary", "events", "catch", "loop",
    "call", "transaction",
)  # fmt: skip
ALL = (
    *ORACLE, "inner_instances", "error", "aside", "script", "signal", "terminate", "timer_boundary", "mapped",
    "again", "called_instances", "condition", "condition_boundary", "condition_aside", "undo", "undo", "ad_hoc",
    "listed", "multiple", "multiple_boundary", "undone_transaction",
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
        self.transactions = 0

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

    def call(self, scope: Scope, source: str, depth: int, in_loop: bool, *inner: str) -> str:
        """A call activity with its own process in the same file; stock knows only BPMN's own attribute."""
        called = self.file.process(self.id("Q"))
        last = self.block(called, self.user(called, called.start(self.id("start"))), depth)
        called.flow(last, called.end(self.id("end")))
        node = scope.node("callActivity", self.id("call"), *inner, calledElement=called.id)
        scope.flow(source, node)
        return node

    def called_instances(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self.call(scope, source, depth, in_loop, CARDINALITY.format(self.random.choice(["true", "false"])))

    def again(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        before = self.random.choice(["true", "false"])
        characteristics = f'<bpmn:standardLoopCharacteristics testBefore="{before}" loopMaximum="3"/>'
        if self.random.random() < 0.5:
            return self.user(scope, source, characteristics)
        return self.sub_process(scope, source, depth, in_loop, characteristics)

    def condition(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        event = self.id("c")
        scope.node("intermediateCatchEvent", event, condition(f"c_{event} >= 2"))
        scope.flow(source, event)
        return event

    def condition_boundary(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._boundary(scope, source, depth, in_loop, condition(f"c_u{self.random.randint(1, 9)} >= 2"))

    def condition_aside(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        inside = scope.sub(self.id("sub"))
        scope.flow(source, inside.id)
        first = self.user(inside, inside.start(self.id("start")))
        last = self.block(inside, first, depth)
        inside.flow(last, inside.end(self.id("end")))
        beside = inside.sub(self.id("aside"), triggeredByEvent="true")
        interrupting = str(self.random.random() < 0.5).lower()
        on = beside.start(self.id("on"), condition(f"c_{first} >= 2"), isInterrupting=interrupting)
        self.user(beside, on)
        return inside.id

    def undoable(self, scope: Scope, source: str, *inner: str) -> str:
        node = self.user(scope, source, *inner)
        if self.random.random() < 0.3:
            handler = scope.sub(self.id("un"), isForCompensation="true")
            self.user(handler, handler.start(self.id("start")))
            scope.undone_by(node, handler.id)
        else:
            handler_id = scope.node("userTask", self.id("un"), isForCompensation="true")
            scope.undone_by(node, handler_id)
        return node

    def undo(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Things done here and inside a sub-process, undone by an event behind them, or only perhaps."""
        characteristics = CARDINALITY.format(self.random.choice(["true", "false"]))
        last = self.undoable(scope, source, *([characteristics] if self.random.random() < 0.3 else []))
        inside = scope.sub(self.id("sub"), *([characteristics] if self.random.random() < 0.3 else []))
        scope.flow(last, inside.id)
        inner = self.undoable(inside, inside.start(self.id("start")))
        inside.flow(self.block(inside, inner, depth), inside.end(self.id("end")))
        if self.random.random() < 0.4:
            beside = inside.sub(self.id("aside"), triggeredByEvent="true")
            asked = self.user(beside, beside.start(self.id("on"), COMPENSATE))
            beside.flow(asked, beside.end(self.id("end"), COMPENSATE))
        last = self.block(scope, inside.id, depth, in_loop=in_loop)
        wait = str(self.random.random() < 0.8).lower()
        throw = f'<bpmn:compensateEventDefinition waitForCompletion="{wait}"/>'
        back = scope.node("intermediateThrowEvent", self.id("back"), throw)
        scope.flow(last, back)
        return back

    def transaction(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        """Stock cancels every transaction that runs when one is cancelled, so it gets one only."""
        self.transactions += 1
        if self.oracle and self.transactions > 1:
            return self.user(scope, source)
        return self._transaction(scope, source, depth, self.user)

    def undone_transaction(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._transaction(scope, source, depth, self.undoable)

    def _transaction(self, scope: Scope, source: str, depth: int, first: Callable[..., str]) -> str:
        inside = scope.sub(self.id("trip"), tag="transaction")
        scope.flow(source, inside.id)
        asked = self.user(inside, self.block(inside, first(inside, inside.start(self.id("start"))), depth))
        out = self.id("out")
        choose = inside.node("exclusiveGateway", self.id("choose"), default=out)
        inside.flow(asked, choose)
        inside.flow(choose, inside.end(self.id("stop"), "<bpmn:cancelEventDefinition/>"), f"c_{asked} == 1")
        inside.flow(choose, inside.end(self.id("end")), flow_id=out)
        event = scope.boundary(self.id("b"), inside.id, "<bpmn:cancelEventDefinition/>")
        merge = scope.node("exclusiveGateway", self.id("merge"))
        scope.flow(self.user(scope, event), merge)
        scope.flow(inside.id, merge)
        return merge

    def ad_hoc(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._ad_hoc(scope, source, depth, listed=False)

    def listed(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        return self._ad_hoc(scope, source, depth, listed=True)

    def _ad_hoc(self, scope: Scope, source: str, depth: int, *, listed: bool) -> str:
        names = [self.id("u") for _ in range(3)]
        values = {
            "ordering": self.random.choice(["Sequential", "Parallel"]),
            "cancelRemainingInstances": str(self.random.random() < 0.5).lower(),
        }
        until = f"c_{names[0]} >= 2" if self.random.random() < 0.3 else ""
        known = scope.script(self.id("s"), f"c_{names[0]}", "=0")
        todo = str([self.random.choice(names) for _ in range(self.random.randint(0, 3))]) if listed else ""
        inside = scope.ad_hoc(self.id("pick"), f"={todo}" if listed else "", until, **values)
        for name in names:
            inside.user(name)
        self.block(inside, names[1], depth)
        scope.chain(source, known, inside.id)
        return inside.id

    def multiple(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        event = scope.node(
            "intermediateCatchEvent", self.id("c"), *self._triggers(), parallelMultiple=self._true_or_false()
        )
        scope.flow(source, event)
        return event

    def multiple_boundary(self, scope: Scope, source: str, depth: int, in_loop: bool) -> str:
        host = self.user(scope, source)
        values = {"cancelActivity": "false", "parallelMultiple": self._true_or_false()}
        event = scope.node("boundaryEvent", self.id("b"), *self._triggers(), attachedToRef=host, **values)
        scope.flow(self.user(scope, event), scope.end(self.id("end")))
        return host

    def _triggers(self) -> tuple[str, ...]:
        return (
            self.file.message(self.id("m")),
            timer(duration="PT1H"),
            condition(f"c_u{self.random.randint(1, 9)} >= 2"),
        )

    def _true_or_false(self) -> str:
        return str(self.random.random() < 0.5).lower()


_JOINS = frozenset({"fork", "inclusive", "sub_process", "boundary", "instances", "events", "call", "transaction"})
