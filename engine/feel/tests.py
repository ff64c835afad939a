"""Unary tests as closures: cells of decision tables, and what follows `in` (DMN 1.3, 10.3.1.2, rules 7 to 17)."""

from collections.abc import Callable
from typing import Any, cast

from engine.feel.comparison import passes
from engine.feel.operators import operator_test
from engine.feel.run import Code, Scope
from engine.feel.tree import AnyTest, Literal, Membership, Node, OperatorTest, UnaryTests, ValueTest
from engine.feel.values import kind

Test = Callable[[Scope, Any], bool | None]
_INPUT = "?"


def unary_tests(node: UnaryTests, build: Any) -> Code:
    """Whether the value bound to `?` passes."""
    check = _any_of(node, build)

    def run_tests(scope: Scope) -> bool | None:
        return check(scope, scope.bindings[_INPUT])

    return run_tests


def membership(node: Membership, build: Any) -> Code:
    """`value in tests`"""
    value, check, position = build(node.value), _any_of(node.tests, build), node.position

    def run_membership(scope: Scope) -> bool | None:
        tested = value(scope)
        result = check(Scope({_INPUT: tested}, scope, scope.run), tested)
        if result is None:
            scope.run.fail("cannot-compare", position, operator="in", left=kind(tested), right="range")
        return result

    return run_membership


def _any_of(node: UnaryTests, build: Any) -> Test:
    tests = [_test(test, build) for test in node.tests]
    negated = node.negated
    if len(tests) == 1 and not negated:
        return tests[0]

    def check(scope: Scope, value: Any) -> bool | None:
        unknown = False
        for test in tests:
            result = test(scope, value)
            if result is True:
                return not negated
            unknown = unknown or result is None
        return None if unknown else negated

    return check


def _test(node: Node, build: Any) -> Test:
    if isinstance(node, AnyTest):
        return lambda scope, value: True
    if isinstance(node, OperatorTest):
        return operator_test(node.operator, build(node.operand), node.position)
    return _value_test(cast(ValueTest, node), build)


def _value_test(node: ValueTest, build: Any) -> Test:
    expression: Code = build(node.expression)
    if node.reads_input:
        return _deciding(expression)
    if isinstance(node.expression, Literal) and type(node.expression.value) is str:
        return _same_text(node.expression.value)
    return lambda scope, value: passes(value, expression(scope), scope.run)


def _same_text(wanted: str) -> Test:
    """A test that is a text, as most cells of tables are: equal or not, where the value is a text too."""
    return lambda scope, value: value == wanted if type(value) is str else passes(value, wanted, scope.run)


def _deciding(expression: Code) -> Test:
    """A test that reads `?`: true or false by itself, otherwise compared as any other."""

    def check(scope: Scope, value: Any) -> bool | None:
        result = expression(scope)
        return result if type(result) is bool or result is None else passes(value, result, scope.run)

    return check
