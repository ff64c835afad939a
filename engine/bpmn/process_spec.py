"""The shared, never changing specification of one process or sub-process."""

from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.bpmn.activity import Activity
from engine.bpmn.nodes.compensation import Compensator
from engine.bpmn.nodes.event_gateway import EventGateway
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.root import Root
from engine.bpmn.nodes.start import StartEvent

ROOT_NAME = "#root"  # no element can be called so: "#" is not allowed in an XML id


class ProcessSpec(BpmnProcessSpec):
    """SpiffWorkflow's specification without its own start and end nodes, whose names real elements may have."""

    def __init__(self, scope_id: str) -> None:
        super().__init__(name=scope_id)
        self.task_specs.clear()
        self.start = Root(self, Activity(id=ROOT_NAME))
        self.end = None
        self.none_start: StartEvent | None = None
        self.event_sub_processes: tuple[EventSubProcess, ...] = ()
        self.compensating: EventSubProcess | None = None  # the one that says how this scope is undone
        self.remembers = False  # whether anything in the process compensates, so that records are kept
        Compensator(self)
        self.choices: tuple[str, ...] = ()  # what can be begun in an ad-hoc sub-process
        self.releases = False  # whether any node here must be asked when all is quiet
        self.texts: tuple[tuple[str, str], ...] = ()  # (element id, FEEL text) of every expression

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The nodes that undo others."""
        return frozenset(node.handler for node in self.task_specs.values() if node.handler is not None)

    @cached_property
    def behind_event_gateways(self) -> frozenset[str]:
        """The nodes that only their gateway begins."""
        gateways = [node for node in self.task_specs.values() if isinstance(node, EventGateway)]
        return frozenset(flow.target for gateway in gateways for flow in gateway.flows)

    def listen(self, workflow: Any) -> None:
        """Arms the event sub-processes of a scope that begins."""
        for node in self.event_sub_processes:
            node.listen(workflow.task_tree)
