"""The token: SpiffWorkflow's Task, kept to what moves: no clock, no UUID, no log record, no copy of the data."""

import os
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

FUTURE = TaskState.FUTURE
WAITING = TaskState.WAITING
READY = TaskState.READY
STARTED = TaskState.STARTED
COMPLETED = TaskState.COMPLETED
CANCELLED = TaskState.CANCELLED
ROOT_ID = ""


def new_id() -> str:
    """A token id: unique across instances, cheap to make and to hash."""
    return os.urandom(9).hex()


class Token(Task):
    """A place where an instance is waiting or moving.

    `data` is the dictionary of the scope the token lives in — the workflow's own, shared by all its tokens — or a
    dictionary of its own where the activity has variables of its own (input mappings, multi-instance element).
    `triggered` marks a token that only listens: a boundary event, an event behind a gateway, an event sub-process.
    Finished tokens leave the tree at once, so an instance is never larger than what it waits for.
    """

    def __init__(
        self, workflow: Any, task_spec: Any, parent: "Token | None", state: int = FUTURE, id: str | None = None
    ) -> None:
        # Not the base constructor: it reads the clock, draws a UUID and starts from a copy of the data.
        self.id = new_id() if id is None else id
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = None if parent is None else parent.id
        self._children: list[str] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self.data = workflow.data
        self.internal_data: dict[str, Any] = {}
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)
            workflow.top_workflow.living += 1

    @property
    def has_own_scope(self) -> bool:
        """Whether this token has variables that its neighbours do not see."""
        return self.data is not self.workflow.data

    @property
    def alive(self) -> bool:
        """Whether the token is still in its workflow."""
        return self.workflow.tasks.get(self.id) is self

    def _add_child(self, task_spec: Any, state: int = FUTURE) -> "Token":
        return Token(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        self._state = value

    def move_to(self, parent: "Token") -> None:
        """Hangs this token, with what is below it, under another token of the same workflow."""
        self.workflow.tasks[self._parent]._children.remove(self.id)
        self._parent = parent.id
        parent._children.append(self.id)

    def remove(self) -> None:
        """Takes this token, which has nothing left below it, out of the tree."""
        self.workflow.tasks[self._parent]._children.remove(self.id)
        del self.workflow.tasks[self.id]
        self.workflow.top_workflow.living -= 1

    def cancel(self) -> None:
        """Ends this token and everything below it: listeners, instances of a loop, a sub-process, a called process."""
        for token in reversed(self._below()):
            token.task_spec._on_cancel(token)
            token._set_state(CANCELLED)
            token.remove()

    def _below(self) -> "list[Token]":
        """This token and all below and inside it, outer before inner; without recursion, for calls nest deeply."""
        subprocesses = self.workflow.top_workflow.subprocesses
        found: list[Token] = []
        pending = [self]
        while pending:
            token = pending.pop()
            found.append(token)
            pending.extend(token.children)
            inside = subprocesses.get(token.id)
            if inside is not None:
                pending.extend(inside.task_tree.children)
        return found
