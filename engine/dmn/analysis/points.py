"""The constants at which the answer of a cell can change, told from its tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.feel import FeelError, Policy
from engine.feel.builtins import BUILTINS
from engine.feel.evaluator import build
from engine.feel.reads import reads
from engine.feel.run import Run, Scope
from engine.feel.tree import (
    AnyTest,
    Between,
    Call,
    Comparison,
    Logic,
    Membership,
    Name,
    Node,
    OperatorTest,
    UnaryTests,
    ValueTest,
)
from engine.feel.values import Range, from_host

_INPUT = "?"


class NotAnalysed(Exception):
    """The cell's answer depends on more than a comparison of the input with constants."""


@dataclass(frozen=True, slots=True)
class Points:
    """Constants, and whether the input's order among them matters rather than being one of them."""

    values: tuple[Any, ...] = ()
    ordered: bool = False


def points(node: Node) -> Points:
    """The points of unary tests; NotAnalysed."""
    if isinstance(node, UnaryTests):
        return _union(points(test) for test in node.tests)
    if isinstance(node, AnyTest):
        return Points()
    if isinstance(node, OperatorTest):
        return _constant(node.operand, ordered=node.operator not in ("=", "!="))
    if isinstance(node, ValueTest):
        return _deciding(node.expression) if node.reads_input else _constant(node.expression)
    raise NotAnalysed


def _deciding(node: Node) -> Points:
    """The points of an expression over `?` that is true or false by itself."""
    if isinstance(node, Logic):
        return _union(map(_deciding, node.operands))
    if isinstance(node, Comparison):
        other = node.right if _is_input(node.left) else node.left
        if _is_input(other) or not (_is_input(node.left) or _is_input(node.right)):
            raise NotAnalysed
        return _constant(other, ordered=node.operator not in ("=", "!="))
    if isinstance(node, Between) and _is_input(node.value):
        return _union((_constant(node.low, ordered=True), _constant(node.high, ordered=True)))
    if isinstance(node, Membership) and _is_input(node.value):
        return points(node.tests)
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name == "not":
        return _union(map(_deciding, node.arguments))
    if _is_input(node):
        return Points((True, False))
    raise NotAnalysed


def _is_input(node: Node) -> bool:
    return isinstance(node, Name) and node.name == _INPUT


def _constant(node: Node, *, ordered: bool = False) -> Points:
    """The points of something that reads no variable: a value, a range or a list of them."""
    found = reads(node)
    if found.certain or found.possible or found.called - BUILTINS.keys():
        raise NotAnalysed
    try:
        value = build(node)(Scope({}, None, Run(policy=Policy.STRICT)))
    except FeelError:
        raise NotAnalysed from None
    return _of_value(value, ordered=ordered)


def _of_value(value: Any, *, ordered: bool) -> Points:
    if type(value) is list:
        return _union(_of_value(from_host(item), ordered=ordered) for item in value)
    if type(value) is Range:
        return Points(tuple(end for end in (value.low, value.high) if end is not None), ordered=True)
    return Points((value,), ordered)


def _union(parts: Iterable[Points]) -> Points:
    every = tuple(parts)
    return Points(tuple(value for part in every for value in part.values), any(part.ordered for part in every))
