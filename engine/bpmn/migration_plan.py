"""What becomes of every living token when an instance goes on by another version of its process.

Verdicts: "safe" and "mapped" tokens go on where they stand, at the element of the same id or the one it is mapped to;
"needs_mapping" (reason no-such-element): the new version has no such element; "blocked": it cannot go on there because
    unknown-target: the mapping names no element of the new version;
    other-kind: the element is of another kind;           other-scope: it stands in another sub-process;
    event-changed: it waits for another kind of event;    loop-changed: it repeats in another way, or no more;
    join-flow: it does not say which flow of the join the token came by;
    ad-hoc-changed: what is still to begin in it is gone.
Remarks on safe ones, as reasons: stops-listening, starts-listening, stays-in-called-process, not-undone-any-more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.instance import Instance
from engine.bpmn.nodes.ad_hoc import AdHocTask
from engine.bpmn.nodes.compensation import UNDO
from engine.bpmn.nodes.event_gateway import EventGateway
from engine.bpmn.nodes.event_sub_process import EventSubProcess
from engine.bpmn.nodes.listener import Listener
from engine.bpmn.nodes.multi_instance import MultiInstance
from engine.bpmn.nodes.multiple_throw import MultipleThrow
from engine.bpmn.nodes.node import wait_of
from engine.bpmn.process_spec import ProcessSpec
from engine.bpmn.records import undoable
from engine.bpmn.token import COMPLETED, FUTURE, WAITING, Token

Mapped = Mapping[str, str]
GOES_ON = ("safe", "mapped")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of one token, or of a record of what was done, which has none; see the module for the words.

    kind: how it waits, as in Wait; "scope", "loop", "join", "listener", "record", or "" for what is between.
    """

    token_id: str
    element_id: str
    name: str
    kind: str
    target_id: str
    target_name: str
    verdict: str
    reason: str = ""


@dataclass(kw_only=True)
class Plan:
    """The verdicts, and what carries them out.

    dropped: listeners that end. flows: token at a join → the flow it came by, in the new version.
    armed: (token of a host, gateway or sub-process, or "" for the process; node that starts to listen).
    """

    verdicts: list[Verdict] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    flows: dict[str, str] = field(default_factory=dict)
    armed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def stopping(self) -> list[Verdict]:
        """The verdicts that make the migration impossible."""
        return [each for each in self.verdicts if each.verdict not in GOES_ON]


def suggest(old: Any, new: Any) -> dict[str, str]:
    """Elements that went, each with the one new element of the same kind and name, where there is exactly one."""
    gone = [each for each in old.activities.values() if each.id not in new.activities and each.name]
    come = [each for each in new.activities.values() if each.id not in old.activities and each.name]
    found = {}
    for each in gone:
        same = [other.id for other in come if (other.name, other.kind) == (each.name, each.kind)]
        twins = [other for other in gone if (other.name, other.kind) == (each.name, each.kind)]
        if len(same) == 1 and len(twins) == 1:
            found[each.id] = same[0]
    return found


def target_of(mapping: Mapped, name: str) -> str:
    """The name of the node in the new version; what follows "#" is a part of its element."""
    element, mark, part = name.partition("#")
    return mapping.get(element, element) + mark + part


def is_foreign(workflow: Any) -> bool:
    """Whether a scope belongs to a called process: such a one stays on the version that was called."""
    while workflow is not None and workflow.owner is not None:
        if workflow.called:
            return True
        workflow = workflow.owner.workflow
    return False


def spec_in(workflow: Any, target: Any, mapping: Mapped) -> Any:
    """The specification of a scope in the new version; None when there is none."""
    if workflow.owner is None:
        return target.spec
    return target.inner_specs.get(mapping.get(workflow.spec.name, workflow.spec.name))


def plan(instance: Instance, target: Any, mapping: Mapped) -> Plan:
    """Judges every token of the instance against the target, a ProcessModel."""
    made = Plan()
    for workflow in instance.scopes():
        if is_foreign(workflow):
            made.verdicts += [_stays(token) for token in _tokens(workflow) if not token.triggered]
            continue
        scope = _Scope(workflow, target, mapping, made)
        for token in _tokens(workflow):
            scope.judge(token)
        scope.arm_event_sub_processes()
        scope.judge_records()
    return made


def _tokens(workflow: Any) -> Iterator[Token]:
    return (token for token in workflow.tasks.values() if token is not workflow.task_tree)


def _stays(token: Token) -> Verdict:
    activity = token.task_spec.activity
    return Verdict(
        token_id=token.id,
        element_id=activity.id,
        name=activity.name,
        kind=_kind(token),
        target_id=activity.id,
        target_name=activity.name,
        verdict="safe",
        reason="stays-in-called-process",
    )


class _Scope:
    """One scope of the instance beside the same scope of the new version."""

    def __init__(self, workflow: Any, target: Any, mapping: Mapped, made: Plan) -> None:
        self.workflow, self.target, self.mapping, self.made = workflow, target, mapping, made
        self.spec = spec_in(workflow, target, mapping)
        self.nodes: Mapping[str, Any] = {} if self.spec is None else self.spec.task_specs

    def judge(self, token: Token) -> None:
        """Adds the verdict on this token and what starts to listen at it."""
        old = token.task_spec
        if old.name == UNDO:
            return
        new = self._node(old)
        if token.triggered and token.parent.task_spec is not old and not old.joins:
            self._judge_listener(token, new)
            return
        reason = self._why_not(token, new)
        if reason and token.triggered and old.joins:  # set aside by a move: nobody misses it
            self.made.dropped.append(token.id)
            return
        self._tell(token, new, reason)
        if not reason and new is not None:
            self._arm(token, new)

    def arm_event_sub_processes(self) -> None:
        """Event sub-processes that the new version has more in this scope."""
        owner, running = self.workflow.owner, self.workflow.task_tree.children
        if self.spec is None or any(map(_interrupts, running)) or (owner is not None and "undo" in owner.internal_data):
            return
        known = self._known(self.workflow.spec.event_sub_processes)
        self._start(
            "" if owner is None else owner.id, [n for n in self.spec.event_sub_processes if n.name not in known]
        )

    def judge_records(self) -> None:
        """What was done in this scope and could be undone."""
        for record in self.workflow.records:
            for element in undoable(record):
                kept = self.spec is not None and bool(list(undoable(record, self.spec, self.mapping)))
                self._add("", self.workflow.spec.task_specs[element], "record", "" if kept else "not-undone-any-more")

    def _node(self, old: Any) -> Any:
        return self.nodes.get(target_of(self.mapping, old.name))

    def _known(self, nodes: Any) -> set[str]:
        """The nodes of the new version that listen just as these do."""
        found = ((self._node(node), node) for node in nodes)
        return {new.name for new, node in found if new is not None and _listens_alike(node, new)}

    def _start(self, at: str, nodes: list[Any]) -> None:
        for node in nodes:
            self.made.armed.append((at, node.name))
            self._add("", node, "listener", "starts-listening", target=node)

    def _arm(self, token: Token, new: Any) -> None:
        if token._state in (FUTURE, COMPLETED):
            return  # it has not listened yet, or does not any more
        known = self._known(token.task_spec.borders)
        self._start(token.id, [border for border in new.borders if border.name not in known])
        if isinstance(new, EventGateway):
            known = self._known(self.workflow.spec.task_specs[flow.target] for flow in token.task_spec.flows)
            targets = [self.nodes[flow.target] for flow in new.flows]
            self._start(token.id, [node for node in targets if node.name not in known])

    def _judge_listener(self, token: Token, new: Any) -> None:
        """A boundary event, an event behind a gateway, an event sub-process: it goes on where it still belongs."""
        parent = token.parent
        host = self._node(parent.task_spec) if parent is not self.workflow.task_tree else self.spec
        belongs = new is not None and host is not None and new.name in _listening_at(host)
        if belongs and _listens_alike(token.task_spec, new):
            self._add(token.id, token.task_spec, "listener", "", target=new)
        else:
            self.made.dropped.append(token.id)
            self._add(token.id, token.task_spec, "listener", "stops-listening")

    def _why_not(self, token: Token, new: Any) -> str:
        old = token.task_spec
        if new is None:
            return self._missing(old)
        if type(new) is not type(old):
            return "loop-changed" if new.repeats or old.repeats else "other-kind"
        if isinstance(old, MultiInstance) and _loop(old) != _loop(new):
            return "loop-changed"
        if isinstance(old, Listener) and token._state == WAITING and not _listens_alike(old, new):
            return "event-changed"
        if isinstance(old, MultipleThrow) and len(old.parts) != len(new.parts):
            return "event-changed"
        if isinstance(old, AdHocTask) and not self._choices(token, new) >= set(token.internal_data.get("queue", ())):
            return "ad-hoc-changed"
        return self._flow(token, new) if old.joins and "by" in token.internal_data else ""

    def _missing(self, old: Any) -> str:
        element = old.activity.id
        wanted = self.mapping.get(element, element)
        if wanted in self.nodes:
            return "loop-changed"  # the element is there, but not as one that is repeated
        if wanted in self.target.activities:
            return "other-scope"
        return "unknown-target" if element in self.mapping else "no-such-element"

    def _choices(self, token: Token, new: Any) -> set[str]:
        """The elements of an ad-hoc sub-process that the new version still has."""
        inner = self.target.inner_specs[new.activity.id]
        queue = token.internal_data.get("queue", ())
        return {each for each in queue if self.mapping.get(each, each) in inner.choices}

    def _flow(self, token: Token, new: Any) -> str:
        flow = token.internal_data["by"]
        found = _same_flow(flow, token.task_spec, self.workflow.spec, new, self.spec, self.mapping)
        if not found:
            return "join-flow"
        self.made.flows[token.id] = found
        return ""

    def _tell(self, token: Token, new: Any, reason: str) -> None:
        if not token.task_spec.quiet and token.parent.task_spec is not token.task_spec:
            self._add(token.id, token.task_spec, _kind(token), reason, target=new)

    def _add(self, token_id: str, old: Any, kind: str, reason: str, target: Any = None) -> None:
        element = old.activity.id
        wanted = self.mapping.get(element, element) if target is None else target.activity.id
        activity = self.target.activities.get(wanted)
        verdict = {"no-such-element": "needs_mapping"}.get(reason, "blocked" if reason in _STOPPING else "safe")
        self.made.verdicts.append(
            Verdict(
                token_id=token_id,
                element_id=element,
                name=old.activity.name,
                kind=kind,
                target_id=wanted if activity is not None else "",
                target_name=activity.name if activity is not None else "",
                verdict="mapped" if verdict == "safe" and wanted != element else verdict,
                reason=reason,
            )
        )


_STOPPING = frozenset(
    {"unknown-target", "other-kind", "other-scope", "event-changed", "loop-changed", "join-flow", "ad-hoc-changed"}
)


def _interrupts(token: Token) -> bool:
    """Whether an event sub-process runs here that has ended all else in its scope, what listened included."""
    node = token.task_spec
    return isinstance(node, EventSubProcess) and not token.triggered and node.catching.interrupting


def _kind(token: Token) -> str:
    wait, node = wait_of(token), token.task_spec
    if wait is not None:
        return wait.kind
    if token.id in token.workflow.top_workflow.subprocesses:
        return "scope"
    return "loop" if node.repeats else "join" if node.joins else ""


def _loop(node: MultiInstance) -> tuple[Any, ...]:
    """What of a multi-instance must stay while it runs: its tokens keep values under these names."""
    return node.loop.sequential, node.loop.input_element, node.loop.output_collection


def _listens_alike(old: Any, new: Any) -> bool:
    """Whether both wait for the same kinds of events, so that what a token remembers of one is good for the other."""
    return type(old) is type(new) and _events(old) == _events(new)


def _events(node: Any) -> tuple[Any, ...]:
    triggers = node.catching.definitions
    kinds = tuple((each.event or "message", each.message is not None) for each in triggers)
    return node.catching.parallel_multiple, bool(node.catching.triggers), kinds


def _listening_at(host: Any) -> set[str]:
    """The nodes that listen at an activity or gateway, or in a scope."""
    if isinstance(host, EventGateway):
        return {flow.target for flow in host.flows}
    listening = host.event_sub_processes if isinstance(host, ProcessSpec) else host.borders
    return {node.name for node in listening}


def _same_flow(flow: str, old: Any, old_spec: Any, new: Any, new_spec: Any, mapping: Mapped) -> str:
    """The flow of the new version that a token at a join came by: by its id, by where it comes from, or by position."""
    before, after = _arriving(old, old_spec), _arriving(new, new_spec)
    wanted = mapping.get(flow, flow)
    if wanted in after:
        return wanted
    sources = [each for each, source in after.items() if source == target_of(mapping, before.get(flow, ""))]
    if len(sources) == 1:
        return sources[0]
    alike = len(before) == len(after) and flow in before
    return list(after)[list(before).index(flow)] if alike else ""


def _arriving(node: Any, spec: Any) -> dict[str, str]:
    """Incoming flow → the node it comes from, in the order of the file."""
    return {flow.id: each.name for each in spec.task_specs.values() for flow in each.flows if flow.target == node.name}
