"""A run of an instance: start it, see where it waits, complete, deliver, fire; save it and load it again.

Nothing here touches a database or a clock. When what a caller brings cannot be taken in (an output mapping fails),
StepFailed comes out and nothing has changed. When an automatic step fails later on, its token waits as an incident.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.bpmn import migration, moves, places, scopes, state
from engine.bpmn.expressions import Callees, Expressions
from engine.bpmn.instance import Frame, Instance
from engine.bpmn.migration_plan import Verdict, plan
from engine.bpmn.moves import Begin, Moved
from engine.bpmn.nodes.catch import CatchEvent
from engine.bpmn.nodes.job import Job
from engine.bpmn.nodes.node import is_stuck, stuck, wait_of
from engine.bpmn.nodes.start import StartEvent
from engine.bpmn.nodes.throwing import throw_error
from engine.bpmn.nodes.user_task import UserTask
from engine.bpmn.places import Place, Standing
from engine.bpmn.spec import Model
from engine.bpmn.token import Token
from engine.bpmn.waits import Step, Thrown, Wait
from engine.errors import Invalid, NotFound

Variables = Mapping[str, Any]


def start(
    model: Model,
    process_id: str,
    variables: Variables,
    expressions: Expressions,
    *,
    start_element: str | None = None,
    callees: Callees | None = None,
) -> "Run":
    """A new instance, run to its first waits. Without `start_element` it begins at the none start, or the only one.

    `callees` finds the processes of other files that call activities ask for; without it only the same file is
    searched.
    """
    process = model.processes.get(process_id)
    if process is None:
        raise NotFound(kind="process", id=process_id)
    instance = Instance(Frame(model=model, process=process, expressions=expressions), callees)
    node = _start_node(process.spec, start_element)
    if node.activity.outputs:
        node.begin(instance.task_tree, variables)
    else:
        instance.data.update(variables)
        node.begin(instance.task_tree, {})
    process.spec.listen(instance)
    run = Run(instance)
    run.step()
    return run


def load(model: Model, snapshot: bytes, expressions: Expressions, *, callees: Callees | None = None) -> "Run":
    """The run that `dump` saved."""
    return Run(state.load(model, snapshot, expressions, callees))


class Run:
    """One instance in memory, for one thread. Every method that moves tokens runs on until all of them wait."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @property
    def ended(self) -> bool:
        """Whether nothing can happen any more."""
        return self._instance.completed

    @property
    def trace(self) -> list[Step]:
        """What happened since this run was started or loaded."""
        return self._instance.trace

    @property
    def thrown(self) -> list[Thrown]:
        """Signals and escalations thrown since then, for the world outside this instance."""
        return self._instance.thrown

    def waits(self) -> list[Wait]:
        """Every place where the instance waits now, in a stable order. One that has not ended waits somewhere."""
        found = (wait_of(token) for token in self._instance.tokens())
        waits = [wait for wait in found if wait is not None]
        return waits if waits or self.ended else [stuck(token) for token in self._instance.tokens() if is_stuck(token)]

    def wait_of(self, token_id: str) -> Wait | None:
        """Where this one token waits now; None when it is gone, or moves by itself."""
        token = self._instance.find(token_id)
        found = None if token is None else wait_of(token)
        if found is None and token is not None and is_stuck(token):
            return next((wait for wait in self.waits() if wait.token_id == token_id), None)
        return found

    def step(self) -> None:
        """Runs automatic steps until nothing more can move; the other methods do it themselves."""
        self._instance.advance()

    def complete(self, token_id: str, variables: Variables) -> None:
        """A person did a user or manual task, or a receive task that names no message is done."""
        token = self._waiting(token_id, UserTask, CatchEvent)
        if isinstance(token.task_spec, CatchEvent):
            if token.task_spec.activity.message is not None or token.task_spec.activity.event is not None:
                raise NotFound(kind="token", id=token_id)
            token.task_spec.occur(token, variables)
        else:
            token.task_spec.finish(token, variables)
        self.step()

    def complete_job(self, token_id: str, variables: Variables) -> None:
        """The software outside did its work."""
        token = self._waiting(token_id, Job)
        token.task_spec.finish(token, variables)
        self.step()

    def throw_error(self, token_id: str, code: str, message: str = "", variables: Variables | None = None) -> bool:
        """A job ends in a BPMN error; False, and nothing changed, when no event on the diagram catches the code.

        `message` is for the caller's own record: the diagram reacts to codes only.
        """
        token = self._waiting(token_id, Job)
        if not throw_error(token, code, variables or {}):
            return False
        self.step()
        return True

    def fire(self, token_id: str) -> None:
        """A timer is due; one that repeats is set to its next date."""
        token = self._listening(token_id, ("timer",))
        token.task_spec.occur(token, {})
        self.step()

    def deliver(self, token_id: str, variables: Variables) -> None:
        """Brings a message or signal to exactly this waiting token."""
        token = self._listening(token_id, ("message", "signal"))
        token.task_spec.occur(token, variables)
        self.step()

    def choose(self, token_id: str, elements: Sequence[str]) -> None:
        """People begin elements of an ad-hoc sub-process; raises Invalid for what cannot be begun now."""
        token = self._listening(token_id, ("choice",))
        token.task_spec.choose_elements(token, elements)
        self.step()

    def close(self, token_id: str) -> None:
        """People say that an ad-hoc sub-process is done."""
        token = self._listening(token_id, ("choice",))
        token.task_spec.close(token)
        self.step()

    def retry(self, token_id: str) -> None:
        """Tries the failed step of an incident once more."""
        token = self._token(token_id)
        if token.internal_data.pop("incident", None) is not None:
            self._instance.moving.append(token)
            self._instance.changed = True  # a condition that failed is asked again
        elif not is_stuck(token):  # a join that nothing can fill has no step to try; it stays as it is
            raise NotFound(kind="incident", id=token_id)
        self.step()

    def move(self, cancel: Sequence[str], begin: Sequence[Begin], variables: Variables | None = None) -> Moved:
        """Ends tokens and begins others by hand; a scope left empty is cancelled, one that is needed is opened.

        Variables go to the process scope first. Raises MoveRefused with a reason (see `places`; "nothing-left": then
        cancel the instance), NotFound for a token that is gone, StepFailed where a scope cannot be opened; then
        nothing has changed.
        """
        frame = self._instance.frame
        copy = state.load(frame.model, self.dump(), frame.expressions, self._instance.callees)
        copy.trace, copy.thrown = list(self.trace), list(self.thrown)
        copy.data.update(variables or {})
        copy.changed = True
        moved = moves.move(copy, cancel, begin)
        self._instance = copy
        self.step()
        return moved

    def places(self) -> list[Place]:
        """Every element with the answer whether `move` can begin it now, and the scopes it must name one of."""
        return places.places(self._instance)

    def standing(self) -> list[Standing]:
        """Every token that `move` can cancel: what waits, and the scopes and loops around it."""
        return places.standing(self._instance)

    def migration(self, model: Model, process_id: str, mapping: Mapping[str, str]) -> list[Verdict]:
        """What would become of every token in this version, where elements go by the mapping or keep their id."""
        return plan(self._instance, model.processes[process_id], mapping).verdicts

    def migrated(
        self,
        model: Model,
        process_id: str,
        mapping: Mapping[str, str],
        expressions: Expressions,
        *,
        callees: Callees | None = None,
        reference: str = "",
    ) -> "Run":
        """A run of this instance on another version; this one stays as it is.

        Tokens keep their ids, variables, due dates and correlation keys. Called processes stay on their version, those
        of the same file by `reference`, which `callees` must find. Raises MigrationRefused (see `migration_plan`), and
        StepFailed where an event that begins to listen cannot say what for.
        """
        frame = self._instance.frame
        copy = state.load(frame.model, self.dump(), frame.expressions, self._instance.callees)
        run = Run(migration.migrate(copy, model, process_id, mapping, expressions, callees, reference))
        run.step()
        return run

    def cancel(self) -> None:
        """Ends the instance early; every open token is cancelled."""
        for token in self._instance.task_tree.children:
            token.cancel()
        self._instance.moving.clear()
        self._instance.completed = True

    def variables(self) -> dict[str, Any]:
        """The variables of the process scope, also after the end."""
        return dict(self._instance.data)

    def variables_of(self, token_id: str) -> dict[str, Any]:
        """What this token sees: its own variables over those of the scopes around it."""
        return dict(scopes.visible(self._token(token_id)))

    def set_variables(self, values: Variables, token_id: str | None = None) -> None:
        """Writes variables as the token would, or into the process scope; what that makes possible happens."""
        if token_id is None:
            self._instance.data.update(values)
        else:
            scopes.write(scopes.chain(self._token(token_id)), values)
        self._instance.changed = True
        self.step()

    def dump(self) -> bytes:
        """The snapshot to keep: only what is alive, so it does not grow with history."""
        return state.dump(self._instance)

    def _token(self, token_id: str) -> Token:
        token = self._instance.find(token_id)
        if token is None:
            raise NotFound(kind="token", id=token_id)
        return token

    def _waiting(self, token_id: str, *kinds: type) -> Token:
        token = self._token(token_id)
        wait = wait_of(token)
        if not isinstance(token.task_spec, kinds) or wait is None or wait.kind == "incident":
            raise NotFound(kind="token", id=token_id)
        return token

    def _listening(self, token_id: str, kinds: tuple[str, ...]) -> Token:
        token = self._token(token_id)
        wait = wait_of(token)
        if wait is None or wait.kind not in kinds:
            raise NotFound(kind="token", id=token_id)
        return token


def _start_node(spec: Any, element_id: str | None) -> StartEvent:
    starts = [node for node in spec.task_specs.values() if isinstance(node, StartEvent)]
    if element_id is not None:
        node = next((node for node in starts if node.activity.id == element_id), None)
    else:
        node = spec.none_start or (starts[0] if len(starts) == 1 else None)
    if node is None:
        raise Invalid(reason=f"no start event {element_id or 'without a trigger'} in {spec.name}")
    return node
