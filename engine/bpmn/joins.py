"""What waits at joins and what can still come there, asked when tokens are moved by hand.

A move may take away what a join was waiting for. What has arrived there already is then set aside: it stays (a token
that comes back finds it), but it does not keep its scope alive. Such a token counts as one that only listens.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.bpmn.token import WAITING, Token

Flows = frozenset[str]
NONE: Flows = frozenset()


def reach(spec: Any, gateway: Any) -> dict[str, Flows]:
    """For every node of the scope, the incoming flows of the gateway that a token there can still come in by."""
    before: dict[str, list[str]] = {}
    for node in spec.task_specs.values():
        for flow in node.flows:
            before.setdefault(flow.target, []).append(node.name)
        for border in node.borders:
            before.setdefault(border.name, []).append(node.name)
    found: dict[str, set[str]] = {}
    for flow_id, source in _arriving(spec, gateway):
        for name in _closure([source], before, without=gateway.name):
            found.setdefault(name, set()).add(flow_id)
    return {name: frozenset(flows) for name, flows in found.items()}


def behind(spec: Any, gateway: Any) -> frozenset[str]:
    """The nodes that a token can come to from the gateway."""
    after = {
        node.name: [flow.target for flow in node.flows] + [border.name for border in node.borders]
        for node in spec.task_specs.values()
    }
    return frozenset(_closure(after[gateway.name], after))


def arrivals(workflow: Any, gateway: Any) -> list[Token]:
    """The tokens that wait at the gateway and count; those set aside are not among them."""
    return [token for token in workflow.task_tree.children if token.task_spec is gateway and waits_at_join(token)]


def waits_at_join(token: Token) -> bool:
    """Whether the token has arrived at a join and waits for others there."""
    return bool(token.task_spec.joins and token._state == WAITING and not token.triggered)


def can_still_come(workflow: Any, gateway: Any, flows: Flows) -> bool:
    """Whether any living token, other than those at the gateway, can still come in by one of these flows."""
    can = reach(workflow.spec, gateway)
    return any(
        not flows.isdisjoint(can.get(token.task_spec.name, NONE))
        for token in workflow.task_tree.children
        if token.task_spec is not gateway and not token.triggered
    )


def flow_to_fill(workflow: Any, gateway: Any, doomed: Iterable[str]) -> str:
    """The incoming flow that a token counts for which is set on the join itself.

    One that is empty and that nothing else can fill: of these first one that a token which ends could have filled.
    """
    gone = set(doomed)
    can = reach(workflow.spec, gateway)
    waiting: set[str] = set()
    lost: set[str] = set()
    coming: set[str] = set()
    for token in workflow.task_tree.children:
        if token.id in gone:
            lost |= can.get(token.task_spec.name, NONE)
        elif token.task_spec is gateway and not token.triggered:
            waiting.add(token.internal_data["by"])
        elif not token.triggered:
            coming |= can.get(token.task_spec.name, NONE)
    incoming = [flow_id for flow_id, _ in _arriving(workflow.spec, gateway)]
    return min(incoming, key=lambda flow: (flow in waiting, flow in coming, flow not in lost), default="")


def set_aside(workflow: Any, gone: Iterable[str], begun: Iterable[str]) -> None:
    """After a move inside this scope: sets aside what waits at joins for the tokens on the nodes `gone`.

    That is so where the move went over the join or back before the fork: a node of `begun` is behind the join, or can
    bring another token by the same flow. Arrivals that the move does not touch stay, and are told of as stuck.
    """
    gone, begun = list(gone), list(begun)
    waiting = [token for token in workflow.task_tree.children if waits_at_join(token)]
    for gateway in {token.task_spec.name: token.task_spec for token in waiting}.values():
        can, after = reach(workflow.spec, gateway), behind(workflow.spec, gateway)
        here = arrivals(workflow, gateway)
        filled = {token.internal_data["by"] for token in here}
        if not any(can.get(name, NONE) - filled for name in gone):
            continue
        others = [name for name in begun if name != gateway.name]
        for token in here:
            flow = token.internal_data["by"]
            if any(name in after or flow in can.get(name, NONE) for name in others):
                token.triggered = workflow.aside = True


def _arriving(spec: Any, gateway: Any) -> Iterator[tuple[str, str]]:
    """(flow, source) of every incoming flow, in the order of the file."""
    for node in spec.task_specs.values():
        for flow in node.flows:
            if flow.target == gateway.name:
                yield flow.id, node.name


def _closure(first: Iterable[str], edges: dict[str, list[str]], without: str = "") -> set[str]:
    seen: set[str] = set()
    pending = list(first)
    while pending:
        name = pending.pop()
        if name not in seen and name != without:
            seen.add(name)
            pending.extend(edges.get(name, ()))
    return seen
