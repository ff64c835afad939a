"""Ad-hoc sub-processes: a list or people begin their elements, until a condition or people say it is enough."""

from collections.abc import Sequence
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.activity import AdHoc
from engine.bpmn.expressions import evaluate
from engine.bpmn.instance import SubProcess
from engine.bpmn.nodes.multi_instance import MAX_INSTANCES
from engine.bpmn.nodes.node import waiting
from engine.bpmn.nodes.sub_process import SubProcessTask
from engine.bpmn.token import STARTED, Token
from engine.bpmn.waits import Wait
from engine.errors import Invalid, StepFailed


class AdHocInside(SubProcess):
    """An inside that does not end by itself: whenever something in it is through, its activity is asked."""

    asks = True

    def settle(self) -> None:
        """Whether it goes on is the activity's next step; one that failed is asked again on retry."""
        if not self.completed and self.owner._state == STARTED and "incident" not in self.owner.internal_data:
            self.owner._ready()


class AdHocTask(SubProcessTask):
    """Its token keeps in "queue" what is still to come in sequence, and "closing" when only the rest is waited for.

    With a list and no condition it ends when all of the list is through. With a condition it ends when that holds,
    asked whenever something inside is through; where it does not hold and nothing runs, people have to choose.
    """

    def _run_hook(self, my_task: Token) -> bool | None:
        subprocesses, memory = my_task.workflow.top_workflow.subprocesses, my_task.internal_data
        if "undo" in memory or "over" in memory:
            return super()._run_hook(my_task)
        if my_task.id not in subprocesses:
            self.go_inside(my_task)
            if self._ad_hoc.active_elements is None or _active(subprocesses[my_task.id]):
                return None
        return self._go_on(my_task, subprocesses[my_task.id])

    def open(self, token: Token) -> SubProcess:
        spec = token.workflow.frame.process.inner_specs[self.activity.id]
        return SubProcess(spec, token) if "undo" in token.internal_data else AdHocInside(spec, token)

    def begin_inside(self, inside: SubProcess, token: Token) -> None:
        """Begins what the list names; an empty list is through at once."""
        if self._ad_hoc.active_elements is None:
            return
        listed = evaluate(
            self.expressions(token), self.activity.id, self._ad_hoc.active_elements, scopes.visible(token)
        )
        if not isinstance(listed, list):
            raise self._failed("collection-not-list", f"the elements are {type(listed).__name__}, not a list")
        if len(listed) > MAX_INSTANCES:
            raise self._failed("too-many-instances", f"{len(listed)} elements, at most {MAX_INSTANCES} are begun")
        unknown = [each for each in listed if each not in inside.spec.choices]
        if unknown:
            raise self._failed("ad-hoc-element-unknown", f"{unknown[0]} is nothing that can be begun here")
        token.internal_data["queue"] = [str(each) for each in listed]
        self._begin_next(token, inside)

    def choose_elements(self, token: Token, elements: Sequence[str]) -> None:
        """People begin these elements."""
        inside = token.workflow.top_workflow.subprocesses[token.id]
        if not set(elements) <= set(self._choices(token, inside)):
            raise Invalid(reason=f"not to be begun now: {', '.join(elements)}")
        token.internal_data["queue"] = list(elements)
        self._begin_next(token, inside)

    def close(self, token: Token) -> None:
        """People say that it is enough; what runs inside ends, or is waited for."""
        token.internal_data["closing"] = 1
        token._ready()

    def wait(self, token: Token) -> Wait | None:
        inside = token.workflow.top_workflow.subprocesses.get(token.id)
        if token._state != STARTED or inside is None or "undo" in token.internal_data:
            return None
        listed = self._ad_hoc.active_elements is not None
        if "closing" in token.internal_data or (listed and _active(inside)):
            return None
        return waiting(token, "choice", choices=self._choices(token, inside))

    @property
    def _ad_hoc(self) -> AdHoc:
        return self.activity.ad_hoc or AdHoc()

    def _choices(self, token: Token, inside: SubProcess) -> tuple[str, ...]:
        return () if self._ad_hoc.sequential and _active(inside) else inside.spec.choices

    def _go_on(self, token: Token, inside: SubProcess) -> bool | None:
        """Asks the condition, then ends, begins the next, or waits."""
        memory, ad_hoc = token.internal_data, self._ad_hoc
        if "closing" not in memory and self._enough(token):
            memory["closing"] = 1
        if "closing" in memory:
            memory.pop("queue", None)
            if ad_hoc.cancel_remaining or not _active(inside):
                return self._end(token, inside)
            return None
        if _active(inside):
            return None
        if memory.get("queue"):
            self._begin_next(token, inside)
            return None
        chosen_by_people = ad_hoc.active_elements is None or ad_hoc.completion_condition is not None
        return None if chosen_by_people else self._end(token, inside)

    def _enough(self, token: Token) -> bool:
        condition = self._ad_hoc.completion_condition
        if condition is None:
            return False
        value = evaluate(self.expressions(token), self.activity.id, condition, scopes.visible(token))
        if not isinstance(value, bool):
            raise self._failed("condition-not-boolean", "the completion condition is not true or false")
        return value

    def _begin_next(self, token: Token, inside: SubProcess) -> None:
        queue = token.internal_data.pop("queue")
        now, later = (queue[:1], queue[1:]) if self._ad_hoc.sequential else (queue, [])
        if later:
            token.internal_data["queue"] = later
        for element in now:
            child = inside.task_tree._add_child(inside.spec.task_specs[element])
            child.workflow.top_workflow.moving.append(child)

    def _end(self, token: Token, inside: SubProcess) -> bool | None:
        inside.completed = True
        for rest in inside.task_tree.children:
            rest.cancel()
        del token.workflow.top_workflow.subprocesses[token.id]
        self.keep(inside)
        return super()._run_hook(token)

    def _failed(self, code: str, reason: str) -> StepFailed:
        return StepFailed(element_id=self.activity.id, error_code=code, reason=reason)


def _active(inside: Any) -> bool:
    return any(not token.triggered for token in inside.task_tree.children)
