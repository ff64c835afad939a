"""Hit policies: what the outputs of the matching rules become (DMN 1.3, 8.2.10 and 8.2.11)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.dmn.evaluator import Evaluator
from engine.dmn.model import Aggregation, HitPolicy, Rule, Table
from engine.feel.builtins import BUILTINS
from engine.feel.calls import call_builtin
from engine.feel.comparison import equals
from engine.feel.run import Run
from engine.feel.values import from_host

_FUNCTIONS = {Aggregation.SUM: "sum", Aggregation.MIN: "min", Aggregation.MAX: "max"}
_MANY = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches, and its outputs in the order of the columns."""

    rule: Rule
    outputs: list[Any]


def outcome_of(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    """The value of a table in which these rules match."""
    return _POLICIES[table.hit_policy](table, hits, evaluator) if hits else _of_nothing(table, evaluator)


def _of_nothing(table: Table, evaluator: Evaluator) -> Any:
    """The value of a table in which no rule matches: the defaults, if there are any."""
    if any(output.default for output in table.outputs):
        value = _packed(table, [evaluator.value(output.default) for output in table.outputs])
        many = table.hit_policy in _MANY and table.aggregation is None
        return [value] if many and type(value) is not list else value
    if table.aggregation is Aggregation.COUNT:
        return 0
    return [] if table.hit_policy is HitPolicy.COLLECT and table.aggregation is None else None


def _packed(table: Table, outputs: list[Any]) -> Any:
    """The outputs of one rule as a value: alone, or as a context of several."""
    if len(outputs) == 1:
        return outputs[0]
    return {column.name: value for column, value in zip(table.outputs, outputs, strict=True)}


def _values(table: Table, hits: list[Hit]) -> list[Any]:
    return [_packed(table, hit.outputs) for hit in hits]


def _numbers(hits: list[Hit]) -> str:
    return ", ".join(str(hit.rule.number) for hit in hits)


def _unique(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    if len(hits) == 1:
        return _packed(table, hits[0].outputs)
    return evaluator.fail("several-rules-match", table.id, rules=_numbers(hits))


def _any(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    if all(equals(hit.outputs, hits[0].outputs, evaluator.run) is True for hit in hits[1:]):
        return _packed(table, hits[0].outputs)
    return evaluator.fail("rules-disagree", table.id, rules=_numbers(hits))


def _first(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    return _packed(table, hits[0].outputs)


def _priority(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    return _packed(table, _ranked(table, hits, evaluator)[0].outputs)


def _output_order(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    return _values(table, _ranked(table, hits, evaluator))


def _ranked(table: Table, hits: list[Hit], evaluator: Evaluator) -> list[Hit]:
    """The hits by the order in which the columns list their values, the leftmost column first."""
    orders = [evaluator.value(output.values) or [] for output in table.outputs]

    def rank(hit: Hit) -> list[int]:
        return [_place(value, order, evaluator.run) for value, order in zip(hit.outputs, orders, strict=True)]

    return sorted(hits, key=rank)


def _place(value: Any, order: list[Any], run: Run) -> int:
    """Where a value stands in a list; behind all others when it does not."""
    return next((i for i, other in enumerate(order) if equals(value, from_host(other), run) is True), len(order))


def _rule_order(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    return _values(table, hits)


def _collect(table: Table, hits: list[Hit], evaluator: Evaluator) -> Any:
    values = _values(table, hits)
    if table.aggregation is None:
        return values
    if table.aggregation is Aggregation.COUNT:
        return len(values)
    return call_builtin(BUILTINS[_FUNCTIONS[table.aggregation]], evaluator.run, [values], 0)


_POLICIES: dict[HitPolicy, Callable[[Table, list[Hit], Evaluator], Any]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: _first,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
    HitPolicy.COLLECT: _collect,
}
