"""Call activities: another process, found when it is called, runs inside the same instance."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.activity import CalledProcess as Called
from engine.bpmn.expressions import Callee, evaluate_text
from engine.bpmn.instance import CalledProcess, Frame, SubProcess
from engine.bpmn.nodes.sub_process import SubProcessTask
from engine.bpmn.token import Token
from engine.errors import StepFailed

# Scopes inside scopes. A process that calls itself without end stops here; no honest one comes near.
MAX_DEPTH = 100
MAX_SCOPES = 20_000


class CallActivity(SubProcessTask):
    """The called process begins with what the input mappings and `all_in` give it, and hands out as `all_out` says.

    As Camunda 8: its variables are its own; at its end they go through the output mappings, or all to the caller.
    """

    def _run_hook(self, my_task: Token) -> bool | None:
        if "over" not in my_task.internal_data:
            self.go_inside(my_task)
            return None
        values = my_task.internal_data["over"]
        scopes.close_outputs(my_task, self.activity.outputs, values, self.expressions(my_task))
        return True

    def open(self, token: Token) -> SubProcess:
        if token.workflow.depth >= MAX_DEPTH:
            raise self._failed("call-too-deep", f"calls are nested more than {MAX_DEPTH} deep")
        if len(token.workflow.top_workflow.subprocesses) >= MAX_SCOPES:
            raise self._failed("too-many-calls", f"more than {MAX_SCOPES} scopes are open at once")
        given = self._given(token)
        inside = CalledProcess(self._frame(token), token)
        inside.data.update(given)
        return inside

    def inner_ended(self, inside: SubProcess) -> None:
        """What the called process leaves is kept until the output mappings have been through it."""
        wanted = self._called.all_out or self.activity.outputs
        inside.owner.internal_data["over"] = inside.data if wanted else {}
        inside.owner._ready()

    def hand_out_early(self, inside: SubProcess) -> None:
        """An error or escalation leaves the called process; what cannot be mapped yet is not handed out."""
        if not self._called.out_on_failure or not (self._called.all_out or self.activity.outputs):
            return
        with suppress(StepFailed):
            owner = inside.owner
            scopes.close_outputs(owner, self.activity.outputs, inside.data, self.expressions(owner))

    @property
    def _called(self) -> Called:
        return self.activity.called or Called(id="")

    def _given(self, token: Token) -> dict[str, Any]:
        values = dict(scopes.visible(token) if self._called.all_in else token.data if token.has_own_scope else {})
        if self._called.business_key is not None:
            values["businessKey"] = self._text(token, self._called.business_key)
        return values

    def _frame(self, token: Token) -> Frame:
        called = replace(self._called, version_tag=self._maybe(token, self._called.version_tag))
        called = replace(called, version=self._maybe(token, called.version))
        process_id = self._text(token, called.id)
        frame = token.workflow.frame
        found = self._elsewhere(token, process_id, called) or _beside(frame, process_id, called)
        if found is None:
            raise self._failed("callee-unknown", f"there is no process {process_id} to call", process=process_id)
        if found.process.spec.none_start is None:
            raise self._failed("callee-without-start", f"the process {process_id} has no start without a trigger")
        return found

    def _elsewhere(self, token: Token, process_id: str, called: Called) -> Frame | None:
        """What is bound to its own deployment is looked for in the same file first, anything else last."""
        frame, callees = token.workflow.frame, token.workflow.top_workflow.callees
        if callees is None or (called.binding == "deployment" and process_id in frame.model.processes):
            return None
        try:
            callee = callees.callee(process_id, called)
        except Exception as error:  # whatever the caller's search raises is this step's failure
            reason = f"{process_id}: {error or type(error).__name__}"
            raise self._failed("callee-unknown", reason, process=process_id) from error
        if callee is None or process_id not in callee.model.processes:
            return None
        return _frame(frame, callee, process_id)

    def _text(self, token: Token, text: str) -> str:
        value = evaluate_text(self.expressions(token), self.activity.id, text, scopes.visible(token))
        if not isinstance(value, str) or not value:
            raise self._failed("callee-not-named", f"{text} gives no name", expression=text)
        return value

    def _maybe(self, token: Token, text: str | None) -> str | None:
        return None if text is None else str(self._text(token, text))

    def _failed(self, code: str, reason: str, **params: str) -> StepFailed:
        return StepFailed(element_id=self.activity.id, error_code=code, reason=reason, **params)


def found_again(owner: Token, reference: str, process_id: str) -> Frame:
    """The process that a saved instance had called; raises KeyError when it cannot be found any more."""
    frame = owner.workflow.frame
    if reference == frame.reference:
        return replace(frame, process=frame.model.processes[process_id])
    callees = owner.workflow.top_workflow.callees
    callee = None if callees is None else callees.found(reference)
    if callee is None:
        raise KeyError(reference)
    return _frame(frame, callee, process_id)


def _beside(frame: Frame, process_id: str, called: Called) -> Frame | None:
    """The process of the same file, where that is the version asked for."""
    process = frame.model.processes.get(process_id)
    wanted = called.binding in ("latest", "deployment")
    wanted = wanted or (
        called.binding == "versionTag" and process is not None and process.version_tag == called.version_tag
    )
    return replace(frame, process=process) if process is not None and wanted else None


def _frame(caller: Frame, callee: Callee, process_id: str) -> Frame:
    return Frame(
        model=callee.model,
        process=callee.model.processes[process_id],
        expressions=callee.expressions or caller.expressions,
        reference=callee.reference,
    )
