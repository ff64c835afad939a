"""Exclusive gateways: the first flow, in the order of the file, whose condition holds."""

from engine.bpmn.nodes.node import Node, Outflow
from engine.bpmn.token import Token
from engine.errors import StepFailed


class ExclusiveGateway(Node):
    """Takes exactly one flow; merges without waiting."""

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        if len(self.flows) <= 1 and not any(flow.condition for flow in self.flows):
            return self.flows
        for flow in self.flows:
            if not flow.default and self.holds(flow, token):
                return (flow,)
        default = tuple(flow for flow in self.flows if flow.default)
        if not default:
            raise StepFailed(
                element_id=self.activity.id, error_code="no-flow-taken", reason="no condition of a flow holds"
            )
        return default
