"""The nodes of a requirement graph and what each needs of the others (DMN 1.5, chapter 6). Immutable once linked.

A key is the id of a node, in imported models with the namespace in front of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.logic import Logic
from engine.dmn.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData:
    """Something that the caller gives."""

    key: str
    id: str
    name: str
    type: Type | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A node whose value is needed, and the path under which the one that needs it knows it: name, or import, name."""

    key: str
    path: tuple[str, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class Needs:
    """What a decision or a knowledge model needs, filled when all nodes are read."""

    inputs: tuple[Requirement, ...] = ()
    decisions: tuple[Requirement, ...] = ()
    knowledge: dict[str, Any] = field(default_factory=dict)  # functions by name, those of an import in a context


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decision:
    """A decision. `names` are those under which others see its result, `columns` those of the outputs of its table."""

    key: str
    id: str
    name: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    type: Type | None
    logic: Logic
    version_tag: str
    needs: Needs

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the input data that the decision itself requires."""
        return tuple(requirement.path[-1] for requirement in self.needs.inputs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Callable:
    """A knowledge model or a decision service: its function, and the names of what it is called with.

    `outputs` are the names of a service's output decisions; a knowledge model has none.
    """

    key: str
    id: str
    name: str
    parameters: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    function: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """All nodes that were read, by key, and the order in which what a decision requires can be decided."""

    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    order: Mapping[str, tuple[str, ...]]

    def before(self, keys: tuple[str, ...], known: Mapping[str, Any]) -> list[str]:
        """The decisions to make for these, in order, without those that only known results would need."""
        if not any(needed in known for key in keys for needed in self.order[key]):
            return list(dict.fromkeys(needed for key in keys for needed in (*self.order[key], key)))
        wanted, waiting = set(), list(keys)
        while waiting:
            key = waiting.pop()
            if key in wanted or key in known:
                continue
            wanted.add(key)
            waiting.extend(requirement.key for requirement in self.decisions[key].needs.decisions)
        every = dict.fromkeys(needed for key in keys for needed in (*self.order[key], key))
        return [key for key in every if key in wanted]
