"""SpiffWorkflow as it comes, played by element ids: an oracle for what it runs right."""

import logging
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class StockPlayer:
    """The stock parser, the stock workflow, Python conditions."""

    def __init__(self, xml: bytes) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        self.workflow: Any = BpmnWorkflow(parser.get_spec("P"), parser.get_subprocess_specs("P"))
        self.workflow.do_engine_steps()

    def user_tasks(self) -> list[str]:
        """Element ids of open user tasks, each as often as it is open."""
        return sorted(task.task_spec.bpmn_id for task in self._tasks() if self._is_open(task))

    def complete(self, element_id: str, values: dict[str, Any]) -> None:
        """Completes the first open user task of this element."""
        task = next(task for task in self._tasks() if self._is_open(task) and task.task_spec.bpmn_id == element_id)
        task.data.update(values)
        task.run()
        self.workflow.do_engine_steps()

    def message(self, name: str) -> None:
        """Delivers a message to all that wait for it."""
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload={}))
        self.workflow.do_engine_steps()

    def waits_for(self, name: str) -> bool:
        """Whether anything waits for this message."""
        return any(
            task.state == TaskState.WAITING and self._names(task.task_spec.event_definition, name)
            for task in self.workflow.event_manager.tasks.values()
        )

    @property
    def ended(self) -> bool:
        return bool(self.workflow.completed)

    def _tasks(self) -> list[Any]:
        workflows = [self.workflow, *self.workflow.subprocesses.values()]
        return [task for workflow in workflows for task in workflow.tasks.values()]

    @staticmethod
    def _is_open(task: Any) -> bool:
        return bool(task.state == TaskState.READY and task.task_spec.manual)

    @staticmethod
    def _names(definition: Any, name: str) -> bool:
        parts = getattr(definition, "event_definitions", [definition])
        return any(part.name == name for part in parts)
