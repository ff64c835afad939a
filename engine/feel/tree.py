"""The syntax tree of an expression: what the parser makes and the evaluator compiles (DMN 1.3, 10.3.1.2)."""

from typing import Any

from engine.feel.record import Record
from engine.feel.types import FeelType


class Node(Record):
    """A piece of an expression and where it stands: the position of its decisive character, counted from 0."""

    position: int


class Literal(Node):
    """A number, text, true, false or null."""

    value: Any


class AtLiteral(Node):
    """`@"2026-01-31"`: a date, time or duration."""

    text: str


class Name(Node):
    name: str


class Path(Node):
    """`source.name`"""

    source: Node
    name: str


class Negation(Node):
    operand: Node


class Step(Node):
    """One more operand of a chain: `+ operand`."""

    operator: str
    operand: Node


class Chain(Node):
    """Operators of one rank from left to right, `a - b + c`; flat, so that a long sum is not a deep tree."""

    first: Node
    steps: tuple[Step, ...]


class Logic(Node):
    """`and` or `or` between any number of operands."""

    operator: str
    operands: tuple[Node, ...]


class Comparison(Node):
    operator: str
    left: Node
    right: Node


class Between(Node):
    value: Node
    low: Node
    high: Node


class OperatorTest(Node):
    """The unary test `< 10`."""

    operator: str
    operand: Node


class ValueTest(Node):
    """A unary test that is an expression; one that reads `?` decides by itself, another one is compared."""

    expression: Node
    reads_input: bool


class AnyTest(Node):
    """The unary test `-`, which everything passes."""


class UnaryTests(Node):
    tests: tuple[Node, ...]
    negated: bool


class Membership(Node):
    """`value in test`"""

    value: Node
    tests: UnaryTests


class InstanceOf(Node):
    value: Node
    type: FeelType


class Conditional(Node):
    condition: Node
    then: Node
    otherwise: Node


class Iterator(Node):
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None


class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


class Quantified(Node):
    """`some` or `every`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Node


class Filter(Node):
    """`source[condition]`"""

    source: Node
    condition: Node


class ListLiteral(Node):
    items: tuple[Node, ...]


class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


class RangeLiteral(Node):
    low: Node
    high: Node
    low_included: bool
    high_included: bool


class ComparisonRange(Node):
    """`(< 10)`"""

    operator: str
    end: Node


class FunctionLiteral(Node):
    parameters: tuple[tuple[str, FeelType | None], ...]
    body: Node


class ExternalFunction(Node):
    """A function of Java or PMML, which is never called; the body says where it is."""

    parameters: tuple[tuple[str, FeelType | None], ...]
    body: Node


class Call(Node):
    function: Node
    arguments: tuple[Node, ...]


class NamedCall(Node):
    """`function(name: argument, …)`"""

    function: Node
    arguments: tuple[tuple[str, Node], ...]


def children(node: Node) -> list[Node]:
    """The nodes directly inside a node, in the order of the text."""
    found: list[Node] = []
    for value in vars(node).values():
        _collect(value, found)
    return found


def _collect(value: Any, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif type(value) is tuple:
        for item in value:
            _collect(item, found)
