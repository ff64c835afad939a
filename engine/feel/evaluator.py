"""Syntax tree to closures: each node becomes a function of the scope (DMN 1.3, 10.3.2.13)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from engine.feel import calls, iteration, operators, tests
from engine.feel.comparison import order
from engine.feel.instances import is_instance
from engine.feel.lookup import read_name
from engine.feel.properties import MISSING, property_names, property_of
from engine.feel.run import Code, Scope
from engine.feel.temporal_text import parse_temporal
from engine.feel.tree import (
    AtLiteral,
    Between,
    Call,
    Chain,
    Comparison,
    ComparisonRange,
    Conditional,
    ContextLiteral,
    ExternalFunction,
    Filter,
    For,
    FunctionLiteral,
    InstanceOf,
    ListLiteral,
    Literal,
    Logic,
    Membership,
    Name,
    NamedCall,
    Negation,
    Node,
    Path,
    Quantified,
    RangeLiteral,
    UnaryTests,
)
from engine.feel.types import SIMPLE_TYPES
from engine.feel.values import Range, kind


def build(node: Node) -> Code:
    """The closure that evaluates a node; it holds no state and may run in many threads at once."""
    return _BUILDERS[type(node)](node)


def build_tolerant(node: Node) -> Code:
    """As `build`, but a variable or entry that is not there is null even under the strict policy."""
    if isinstance(node, Name):
        return read_name(node.name, node.position, tolerant=True)
    return _path(node, tolerant=True) if isinstance(node, Path) else build(node)


def _literal(node: Literal) -> Code:
    value = node.value
    return lambda scope: value


def _at_literal(node: AtLiteral) -> Code:
    value = parse_temporal(node.text)
    if value is None:
        text, position = node.text, node.position
        return lambda scope: scope.run.fail("not-a-temporal", position, text=text)
    return lambda scope: value


def _name(node: Name) -> Code:
    return read_name(node.name, node.position, tolerant=False)


def _path(node: Path, *, tolerant: bool = False) -> Code:
    source = (build_tolerant if tolerant else build)(node.source)
    name, position = node.name, node.position

    def run_path(scope: Scope) -> Any:
        value = source(scope)
        found = property_of(value, name, scope.run)
        if found is not MISSING:
            return found
        if tolerant:
            return None
        known = property_names(value)
        return scope.run.unknown("unknown-property", position, name, known, name=name, kind=kind(value))

    return run_path


def _conditional(node: Conditional) -> Code:
    condition, then, otherwise = build(node.condition), build(node.then), build(node.otherwise)
    position = node.position

    def run_conditional(scope: Scope) -> Any:
        value = condition(scope)
        if value is True:
            return then(scope)
        if value is not False and value is not None:
            scope.run.fail("condition-not-boolean", position, kind=kind(value))
        return otherwise(scope)

    return run_conditional


def _instance_of(node: InstanceOf) -> Code:
    value, of, position = build(node.value), node.type, node.position
    if of.name in SIMPLE_TYPES:
        return lambda scope: is_instance(value(scope), of, scope.run)

    def run_declared(scope: Scope) -> Any:
        if scope.run.declared(of.name) is None:
            return scope.run.fail("unknown-type", position, name=of.name)
        return is_instance(value(scope), of, scope.run)

    return run_declared


def _list(node: ListLiteral) -> Code:
    items = [build(item) for item in node.items]

    def run_list(scope: Scope) -> list[Any]:
        scope.run.charge(1 + len(items))
        return [item(scope) for item in items]

    return run_list


def _context(node: ContextLiteral) -> Code:
    entries = [(name, build(entry)) for name, entry in node.entries]
    names = [name for name, _ in entries]
    repeated = next((name for name, count in Counter(names).items() if count > 1), None)
    if repeated is not None:
        position = node.position
        return lambda scope: scope.run.fail("duplicate-key", position, name=repeated)

    def run_context(scope: Scope) -> dict[str, Any]:
        made: dict[str, Any] = {}
        inner = Scope(made, scope, scope.run)  # later entries see earlier ones
        scope.run.charge(2 + len(entries))
        for name, entry in entries:
            made[name] = entry(inner)
        return made

    return run_context


def _range(node: RangeLiteral) -> Code:
    low, high, position = build(node.low), build(node.high), node.position
    low_included, high_included = node.low_included, node.high_included
    constant = _constant_range(node)
    if constant is not None:
        return lambda scope: constant

    def run_range(scope: Scope) -> Any:
        bottom, top = low(scope), high(scope)
        open_ended = (bottom is None) != (top is None)
        if not open_ended and order(bottom, top) is None:
            return scope.run.fail("invalid-range", position, left=kind(bottom), right=kind(top))
        return Range(bottom, top, low_included, high_included)

    return run_range


def _constant_range(node: RangeLiteral) -> Range | None:
    """The range itself when its ends are written out, so that no cell of a table makes it again."""
    if not (isinstance(node.low, Literal) and isinstance(node.high, Literal)):
        return None
    low, high = node.low.value, node.high.value
    return None if order(low, high) is None else Range(low, high, node.low_included, node.high_included)


def _comparison_range(node: ComparisonRange) -> Code:
    end, operator = build(node.end), node.operator
    if operator in ("=", "!="):
        return lambda scope: (lambda value: Range(value, value, True, True, operator))(end(scope))
    if operator.startswith("<"):
        return lambda scope: Range(None, end(scope), False, operator == "<=", operator)
    return lambda scope: Range(end(scope), None, operator == ">=", False, operator)


_BUILDERS: dict[type[Node], Callable[[Any], Code]] = {
    Literal: _literal,
    AtLiteral: _at_literal,
    Name: _name,
    Path: _path,
    Negation: lambda node: operators.negation(node, build),
    Chain: lambda node: operators.chain(node, build),
    Logic: lambda node: operators.logic(node, build),
    Comparison: lambda node: operators.comparison(node, build, build_tolerant),
    Between: lambda node: operators.between(node, build),
    UnaryTests: lambda node: tests.unary_tests(node, build),
    Membership: lambda node: tests.membership(node, build),
    InstanceOf: _instance_of,
    Conditional: _conditional,
    For: lambda node: iteration.for_loop(node, build),
    Quantified: lambda node: iteration.quantified(node, build),
    Filter: lambda node: iteration.filtered(node, build),
    ListLiteral: _list,
    ContextLiteral: _context,
    RangeLiteral: _range,
    ComparisonRange: _comparison_range,
    FunctionLiteral: lambda node: calls.function_literal(node, build),
    ExternalFunction: lambda node: calls.external(node),
    Call: lambda node: calls.call(node, build, build_tolerant),
    NamedCall: lambda node: calls.named_call(node, build),
}
