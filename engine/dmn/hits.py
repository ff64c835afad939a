"""What the outputs of the matching rules become, by hit policy (DMN 1.5, 8.2.10 and 8.2.11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.dmn.coercion import coerced, typed
from engine.dmn.hit_policy import Aggregation, HitPolicy
from engine.dmn.logic import Text
from engine.dmn.run import run_of
from engine.dmn.types import Type
from engine.feel.builtins import BUILTINS
from engine.feel.calls import call_builtin
from engine.feel.comparison import equals
from engine.feel.run import Run, Scope
from engine.feel.values import from_host

_FUNCTIONS = {Aggregation.SUM: "sum", Aggregation.MIN: "min", Aggregation.MAX: "max"}
_MANY = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches, and its outputs in the order of the columns."""

    number: int
    outputs: list[Any]
    rule_id: str = ""


class Column(Protocol):
    """An output column, as far as policies look at it."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> Type | None: ...
    @property
    def values(self) -> Text | None: ...
    @property
    def default(self) -> Text | None: ...


class Ruled(Protocol):
    """A table, as far as policies look at it."""

    @property
    def id(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def hit_policy(self) -> HitPolicy: ...
    @property
    def aggregation(self) -> Aggregation | None: ...
    @property
    def outputs(self) -> Sequence[Column]: ...


def outcome_of(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    """The value of a table in which these rules match."""
    return _POLICIES[table.hit_policy](table, hits, scope) if hits else _of_nothing(table, scope)


def _of_nothing(table: Ruled, scope: Scope) -> Any:
    """The value of a table in which no rule matches: the defaults, if there are any."""
    if any(output.default for output in table.outputs):
        value = _packed(table, [_default(output, scope) for output in table.outputs])
        many = table.hit_policy in _MANY and table.aggregation is None
        return [value] if many and type(value) is not list else value
    if table.aggregation is Aggregation.COUNT:
        return 0
    return [] if table.hit_policy is HitPolicy.COLLECT and table.aggregation is None else None


def _default(column: Column, scope: Scope) -> Any:
    if column.default is None:
        return None
    value = typed(column.default.value(scope), column.type)
    return coerced(value, column.type, run_of(scope), column.default.element_id)


def _packed(table: Ruled, outputs: list[Any]) -> Any:
    """The outputs of one rule as a value: alone, or as a context of several."""
    if len(outputs) == 1:
        return outputs[0]
    return {column.name: value for column, value in zip(table.outputs, outputs, strict=True)}


def _values(table: Ruled, hits: list[Hit]) -> list[Any]:
    return [_packed(table, hit.outputs) for hit in hits]


def _numbers(hits: list[Hit]) -> str:
    return ", ".join(str(hit.number) for hit in hits)


def _unique(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    if len(hits) == 1:
        return _packed(table, hits[0].outputs)
    run_of(scope).refuse("several-rules-match", table.id, table.line, rules=_numbers(hits))
    return None


def _any(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    if all(equals(hit.outputs, hits[0].outputs, scope.run) is True for hit in hits[1:]):
        return _packed(table, hits[0].outputs)
    run_of(scope).refuse("rules-disagree", table.id, table.line, rules=_numbers(hits))
    return None


def _first(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    return _packed(table, hits[0].outputs)


def _priority(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    return _packed(table, _ranked(table, hits, scope)[0].outputs)


def _output_order(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    return _values(table, _ranked(table, hits, scope))


def _ranked(table: Ruled, hits: list[Hit], scope: Scope) -> list[Hit]:
    """The hits by the order in which the columns list their values, the leftmost column first."""
    orders = [_listed(output, scope) for output in table.outputs]

    def rank(hit: Hit) -> list[int]:
        return [_place(value, order, scope.run) for value, order in zip(hit.outputs, orders, strict=True)]

    return sorted(hits, key=rank)


def _listed(column: Column, scope: Scope) -> list[Any]:
    values = None if column.values is None else column.values.value(scope)
    return values if type(values) is list else []


def _place(value: Any, order: list[Any], run: Run) -> int:
    """Where a value stands in a list; behind all others when it does not."""
    return next((i for i, other in enumerate(order) if equals(value, from_host(other), run) is True), len(order))


def _rule_order(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    return _values(table, hits)


def _collect(table: Ruled, hits: list[Hit], scope: Scope) -> Any:
    values = _values(table, hits)
    if table.aggregation is None:
        return values
    if table.aggregation is Aggregation.COUNT:
        return len(values)
    return call_builtin(BUILTINS[_FUNCTIONS[table.aggregation]], scope.run, [values], 0)


_POLICIES: dict[HitPolicy, Callable[[Ruled, list[Hit], Scope], Any]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: _first,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
    HitPolicy.COLLECT: _collect,
}
