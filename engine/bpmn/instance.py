"""A running instance: SpiffWorkflow's workflow objects with an engine loop that costs what is alive, not what was."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.bpmn.expressions import Callees, Expressions
from engine.bpmn.token import COMPLETED, FUTURE, READY, ROOT_ID, STARTED, Token
from engine.bpmn.waits import Step, Thrown
from engine.errors import StepFailed

if TYPE_CHECKING:  # a model is made of nodes, which know this module
    from engine.bpmn.spec import Model, ProcessModel

# Automatic steps in one go, far above any honest model: a loop without a wait must not hold a worker for ever.
MAX_STEPS = 100_000
# Tokens alive at once: forks in a loop, or loops in loops, must not eat the memory of a worker.
MAX_TOKENS = 25_000
# Steps that may fail in one go: each becomes an incident, and thousands of them help nobody.
MAX_FAILURES = 1_000
CROWDED = "too-many-tokens"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Which process a scope belongs to, from which file, and who answers its expressions."""

    model: "Model"
    process: "ProcessModel"
    expressions: Expressions
    reference: str = ""


class _Tokens:
    """What the process and its sub-processes have in common: a root and the tokens below it."""

    tasks: dict[str, Token]
    task_tree: Token
    completed: bool
    frame: Frame
    asks = False  # whether whatever is through is told to the scope's activity
    aside = False  # whether a move has set tokens aside at joins of this scope: then joins are asked when all is quiet
    called = False  # whether this scope is a called process: nothing of its caller is seen in it

    def plant(self) -> None:
        """The root that all tokens of this scope hang below; it is never saved."""
        self.records: list[Any] = []  # of completed activities that can be undone
        self.task_tree = Token(self, self.spec.start, None, STARTED, ROOT_ID)  # type: ignore[attr-defined]  # a workflow's

    def settle(self) -> None:
        """Ends the scope when nothing in it can move any more; what merely listens does not keep it alive."""
        if self.completed or any(not token.triggered for token in self.task_tree.children):
            return
        self.completed = True
        for listener in self.task_tree.children:
            listener.cancel()
        self.ended()

    def ended(self) -> None:
        raise NotImplementedError

    def update_waiting_tasks(self) -> None:
        """Nothing is polled: joins are asked when they matter, events are delivered to their token."""

    def _task_completed_notify(self, task: Token) -> None:
        """Nothing to do: a scope ends in `settle`."""


class SubProcess(_Tokens, BpmnSubWorkflow):
    """The inside of an embedded sub-process; its variables are its owner token's own scope."""

    def __init__(self, spec: Any, owner: Token) -> None:
        self.owner = owner
        self.frame = owner.workflow.frame
        super().__init__(spec, owner.id, owner.workflow.top_workflow, deserializing=True)
        self.data = self._scope()
        self.plant()
        self.top_workflow.subprocesses[owner.id] = self

    def _scope(self) -> dict[str, Any]:
        if not self.owner.has_own_scope:
            self.owner.data = {}
        return self.owner.data

    @property
    def parent_workflow(self) -> Any:
        return self.owner.workflow

    def _calculate_depth(self) -> int:
        return int(self.owner.workflow.depth) + 1

    def ended(self) -> None:
        """The owner goes on once the inside has come to its end."""
        self.top_workflow.subprocesses.pop(self.owner.id)
        self.owner.task_spec.inner_ended(self)


class CalledProcess(SubProcess):
    """The process behind a call activity: in the same instance, with variables of its own."""

    called = True

    def __init__(self, frame: Frame, owner: Token) -> None:
        super().__init__(frame.process.spec, owner)
        self.frame = frame

    def _scope(self) -> dict[str, Any]:
        return {}


class Instance(_Tokens, BpmnWorkflow):
    """The process scope, with everything that belongs to the instance as a whole."""

    owner = None

    def __init__(self, frame: Frame, callees: Callees | None = None) -> None:
        super().__init__(frame.process.spec, {}, script_engine=frame.expressions, deserializing=True)
        self.frame = frame
        self.callees = callees
        self.living = 0  # tokens of all scopes
        self.moving: deque[Token] = deque()
        self.watching: dict[str, Token] = {}  # tokens that wait for a condition
        self.unasked: list[Token] = []  # those of them whose condition has not been asked yet
        self.changed = False  # whether variables have changed since the conditions were asked
        self.trace: list[Step] = []
        self.thrown: list[Thrown] = []
        self.plant()

    def ended(self) -> None:
        """Nothing waits for the process itself."""

    def scopes(self) -> Iterator[Any]:
        """The process, its running sub-processes and called processes, outer before inner."""
        yield self
        yield from self.subprocesses.values()

    def tokens(self) -> Iterator[Token]:
        """Every token of the instance, in a stable order; no roots."""
        for scope in self.scopes():
            for token in scope.tasks.values():
                if token.id != ROOT_ID:
                    yield token

    def has_room(self, more: int = 0) -> bool:
        """Whether so many more tokens may come to life beside those that live already."""
        return self.living + more <= MAX_TOKENS

    def find(self, token_id: str) -> Token | None:
        """The living token with this id."""
        if token_id == ROOT_ID:
            return None
        return next((scope.tasks[token_id] for scope in self.scopes() if token_id in scope.tasks), None)

    def advance(self) -> None:
        """Moves tokens until every one waits. A step that cannot be carried out stays as an incident; others go on.

        Raises StepFailed, and all of it is to be thrown away, where that would be too many incidents or tokens.
        """
        steps = failures = 0
        while ((self.changed or self.unasked) and self._notice()) or self.moving or self._release():
            token = self.moving.popleft()
            if not token.alive:
                continue
            steps += 1
            try:
                if steps > MAX_STEPS:
                    raise _endless(token)
                _move(token)
            except StepFailed as failure:
                failures += 1
                if failure.error_code == CROWDED or failures > MAX_FAILURES:
                    raise
                _park(token, failure)

    def _notice(self) -> bool:
        """Lets conditional events happen whose condition has become true; a task that is done leaves before that."""
        if self.moving and self.moving[0]._state == COMPLETED:
            return False
        asked = list(self.watching.values()) if self.changed else self.unasked
        self.changed, self.unasked = False, []
        turned = {token.id for token in asked if self._turned(token)}
        happening = [token for token in self.tokens() if token.id in turned] if turned else []
        for token in happening:
            if token.alive:
                token.task_spec.occur(token, {})
        return bool(self.moving)

    def _turned(self, token: Token) -> bool:
        if not token.alive:
            self.watching.pop(token.id, None)
            return False
        try:
            return bool(token.task_spec.turned_true(token))
        except StepFailed as failure:
            _park(token, failure)
            return False

    def _release(self) -> bool:
        """Lets what depends on all other tokens go: asked only when all is quiet."""
        for scope in self.scopes():
            if scope.spec.releases or scope.aside:
                for token in scope.task_tree.children:
                    if token.task_spec.released(token):
                        token._ready()
                        return True
        return False


def _move(token: Token) -> None:
    if not token.workflow.top_workflow.has_room(_coming(token)):
        raise _crowded(token)
    if token._state == FUTURE:
        token.task_spec._update(token)
    elif token._state == READY:
        token.run()
    elif token._state == COMPLETED:
        token.task_spec._on_complete(token)


def _park(token: Token, failure: StepFailed) -> None:
    token.internal_data["incident"] = [failure.error_code, failure.reason, failure.parameters]
    token.task_spec.note(token, "failed")


def _coming(token: Token) -> int:
    """How many tokens more there may be after the next step; one that only goes on or ends needs no room."""
    if token._state == FUTURE:
        return len(token.task_spec.borders)
    return len(token.task_spec.flows) - 1 if token._state == COMPLETED else 0


def _crowded(token: Token) -> StepFailed:
    return StepFailed(
        element_id=token.task_spec.activity.id,
        error_code=CROWDED,
        reason=f"more than {MAX_TOKENS} tokens are alive at once",
    )


def _endless(token: Token) -> StepFailed:
    return StepFailed(
        element_id=token.task_spec.activity.id, error_code="endless-loop", reason="it never comes to a wait"
    )
