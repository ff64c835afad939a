"""Operators as closures: arithmetic, comparison and three-valued logic (DMN 1.3, 10.3.2.4 and 10.3.2.13)."""

from collections.abc import Callable
from typing import Any

from engine.feel.arithmetic import calculate, negate
from engine.feel.comparison import compare, equals, order, satisfies
from engine.feel.run import Code, Scope
from engine.feel.tree import Between, Chain, Comparison, Literal, Logic, Negation, Node
from engine.feel.values import is_number, kind


def chain(node: Chain, build: Any) -> Code:
    """`first + a - b …`"""
    first = build(node.first)
    steps = [(step.operator, build(step.operand), step.position) for step in node.steps]
    if len(steps) == 1:
        return _single(first, *steps[0])

    def run_chain(scope: Scope) -> Any:
        value = first(scope)
        for operator, operand, position in steps:
            value = _apply(scope, operator, value, operand(scope), position)
        return value

    return run_chain


def _single(left: Code, operator: str, right: Code, position: int) -> Code:
    return lambda scope: _apply(scope, operator, left(scope), right(scope), position)


def _apply(scope: Scope, operator: str, left: Any, right: Any, position: int) -> Any:
    run = scope.run
    run.charge()
    result = calculate(operator, left, right, run)
    if result is None:
        if operator == "/" and is_number(right) and not right:
            return run.fail("division-by-zero", position)
        return run.fail("cannot-calculate", position, operator=operator, left=kind(left), right=kind(right))
    return result


def negation(node: Negation, build: Any) -> Code:
    operand, position = build(node.operand), node.position

    def run_negation(scope: Scope) -> Any:
        value = operand(scope)
        result = negate(value)
        return scope.run.fail("cannot-negate", position, kind=kind(value)) if result is None else result

    return run_negation


def comparison(node: Comparison, build: Any, build_tolerant: Any) -> Code:
    """`left < right`; against a literal null, a variable that is not there is null and not an error."""
    against_null = _is_null(node.left) or _is_null(node.right)
    left = (build_tolerant if against_null else build)(node.left)
    right = (build_tolerant if against_null else build)(node.right)
    if node.operator in ("=", "!="):
        return _equality(node.operator == "=", left, right, node.position)
    return _order(node.operator, left, right, node.position)


def _is_null(node: Node) -> bool:
    return isinstance(node, Literal) and node.value is None


def _equality(wanted: bool, left: Code, right: Code, position: int) -> Code:
    operator = "=" if wanted else "!="

    def run_equality(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        if type(one) is str and type(other) is str:
            return (one == other) is wanted
        same = equals(one, other, scope.run)
        if same is None:
            return _incomparable(scope, operator, one, other, position)
        return same is wanted

    return run_equality


def _order(operator: str, left: Code, right: Code, position: int) -> Code:
    def run_order(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        outcome = order(one, other)
        if outcome is None:
            return _incomparable(scope, operator, one, other, position)
        return satisfies(operator, outcome)

    return run_order


def _incomparable(scope: Scope, operator: str, left: Any, right: Any, position: int) -> Any:
    return scope.run.fail("cannot-compare", position, operator=operator, left=kind(left), right=kind(right))


def operator_test(operator: str, operand: Code, position: int) -> Callable[[Scope, Any], bool | None]:
    """The unary test `< 10`, as a function of scope and value."""
    if operator not in ("=", "!="):
        return _order_test(operator, operand, position)

    def run_test(scope: Scope, value: Any) -> Any:
        other = operand(scope)
        result = compare(operator, value, other, scope.run)
        if result is None and value is None:  # a row of a table may be about other inputs
            return None
        return _incomparable(scope, operator, value, other, position) if result is None else result

    return run_test


def _order_test(operator: str, operand: Code, position: int) -> Callable[[Scope, Any], bool | None]:
    def run_test(scope: Scope, value: Any) -> Any:
        other = operand(scope)
        outcome = order(value, other)
        if outcome is not None:
            return satisfies(operator, outcome)
        return None if value is None else _incomparable(scope, operator, value, other, position)

    return run_test


def between(node: Between, build: Any) -> Code:
    value, low, high = build(node.value), build(node.low), build(node.high)
    position = node.position

    def run_between(scope: Scope) -> Any:
        middle, bottom, top = value(scope), low(scope), high(scope)
        above, below = order(middle, bottom), order(middle, top)
        if above is None or below is None:
            return _incomparable(scope, "between", middle, bottom if above is None else top, position)
        return above >= 0 and below <= 0

    return run_between


def logic(node: Logic, build: Any) -> Code:
    """`and`, `or` in three-valued logic (DMN 1.3, table 50): the first operand that decides ends the evaluation."""
    operands = [build(operand) for operand in node.operands]
    operator, position = node.operator, node.position
    decisive = operator == "or"

    def run_logic(scope: Scope) -> Any:
        known = True
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            if type(value) is not bool:
                known = False
                if value is not None:
                    scope.run.fail("not-boolean", position, operator=operator, kind=kind(value))
        return (not decisive) if known else None

    return run_logic
