"""Variables: which scopes a token sees, where a written variable goes, and what input and output mappings do.

As Camunda 8 has it: reading looks outward; a written variable goes to the nearest scope that already has it, else
to the process; an activity with output mappings hands out only what they name. Values are replaced, never merged.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from engine.bpmn.activity import VariableMapping
from engine.bpmn.expressions import Expressions, evaluate_text
from engine.bpmn.token import Token

Variables = dict[str, Any]


def chain(token: Token) -> list[Variables]:
    """The scopes this token sees, nearest first, its process last: a called process sees nothing of its caller."""
    scopes: list[Variables] = []
    current: Token | None = token
    workflow = token.workflow
    while True:
        while current is not None:
            if current.data is not workflow.data:
                scopes.append(current.data)
            current = current.parent
        scopes.append(workflow.data)
        owner = workflow.owner
        if owner is None or workflow.called:
            return scopes
        # The owner's own scope is the sub-process's scope: the same dictionary, already there.
        workflow, current = owner.workflow, owner.parent


def visible(token: Token) -> Mapping[str, Any]:
    """What expressions at this token may read."""
    scopes = chain(token)
    return scopes[0] if len(scopes) == 1 else ChainMap(*scopes)


def write(scopes: list[Variables], values: Mapping[str, Any]) -> None:
    """Each value goes to the nearest scope that declares its name, else to the outermost."""
    if len(scopes) == 1:
        scopes[0].update(values)
        return
    for name, value in values.items():
        next((scope for scope in scopes if name in scope), scopes[-1])[name] = value


def open_inputs(token: Token, mappings: Iterable[VariableMapping], expressions: Expressions) -> None:
    """Gives the token a scope of its own, filled by the input mappings in order; later ones see earlier ones."""
    token.data = dict(token.data) if token.has_own_scope else {}
    for mapping in mappings:
        value = evaluate_text(expressions, token.task_spec.activity.id, mapping.source, visible(token))
        _assign(token.data, mapping.target, value)


def close_outputs(
    token: Token, mappings: tuple[VariableMapping, ...], values: Mapping[str, Any], expressions: Expressions
) -> None:
    """Writes what the activity leaves behind: its values as they are, or what the output mappings make of them."""
    if not values and not mappings:
        return
    scopes = chain(token)
    token.workflow.top_workflow.changed = True
    if not mappings:
        write(scopes, values)
        return
    # As Camunda 8: an instance of a loop writes to its own scope, where its result is read from.
    outer = scopes[1:] if token.has_own_scope and not token.parent.task_spec.repeats else scopes
    reading: Mapping[str, Any] = ChainMap({**token.data, **values} if token.has_own_scope else dict(values), *outer)
    # All values first, then all writing: a mapping that fails leaves nothing half written.
    found = [
        (each.target, evaluate_text(expressions, token.task_spec.activity.id, each.source, reading))
        for each in mappings
    ]
    for target, value in found:
        _assign(_Outward(outer), target, value)


class _Outward(MutableMapping[str, Any]):
    """The outer scopes seen as one dictionary that obeys the writing rule."""

    def __init__(self, scopes: list[Variables]) -> None:
        self._scopes = scopes

    def __getitem__(self, name: str) -> Any:
        return ChainMap(*self._scopes)[name]

    def __setitem__(self, name: str, value: Any) -> None:
        write(self._scopes, {name: value})

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Any:
        return iter(ChainMap(*self._scopes))

    def __len__(self) -> int:
        return len(ChainMap(*self._scopes))


def _assign(scope: MutableMapping[str, Any], target: str, value: Any) -> None:
    """Sets a variable, or with dots one entry inside it; the containers on the way are new, never shared."""
    name, *path = target.split(".")
    scope[name] = _inside(scope.get(name), path, value)


def _inside(container: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    entries = dict(container) if isinstance(container, dict) else {}
    entries[path[0]] = _inside(entries.get(path[0]), path[1:], value)
    return entries
