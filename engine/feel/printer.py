"""Syntax tree to text: the canonical spelling of an expression, with no parentheses that it reads the same without.

Reading the text gives the same tree, as long as the same names are in scope. Comments, line breaks and types of
iterators, which the tree does not hold, are gone.
"""

import bisect
from collections.abc import Callable, Sequence
from typing import Any

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import tokenize
from engine.feel.numbers import DECIMAL, Number, exact, number_text
from engine.feel.ranks import ANYTHING, COMPARISON, NEGATION, RANKS, SUM, VALUE
from engine.feel.special_names import spelling_of
from engine.feel.text import quoted
from engine.feel.tokens import KEYWORD_FUNCTIONS
from engine.feel.tree import (
    AnyTest,
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
    Iterator,
    ListLiteral,
    Literal,
    Logic,
    Membership,
    Name,
    NamedCall,
    Negation,
    Node,
    OperatorTest,
    Path,
    Quantified,
    RangeLiteral,
    UnaryTests,
    ValueTest,
    children,
)
from engine.feel.types import FeelType

_LONGEST_PLAIN_NUMBER = 40  # digits written out; a longer number has an exponent
_SWALLOWED = frozenset(RANKS)


def print_expression(tree: Node, names: frozenset[str] = frozenset()) -> str:
    """The canonical text of an expression or of unary tests; `names` are special names in scope, like `e-mail`."""
    return _Printer(names | _names_in(tree)).text(tree)


def _names_in(node: Node) -> frozenset[str]:
    """Every name a tree reads or declares."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, (Name, Path, Iterator)):
            found.add(current.name)
        elif isinstance(current, ContextLiteral):
            found.update(name for name, _ in current.entries)
        elif isinstance(current, (FunctionLiteral, ExternalFunction)):
            found.update(name for name, _ in current.parameters)
        waiting.extend(children(current))
    return frozenset(found)


class _Printer:
    """Writes the nodes of one tree; `_spellings` are the tokens of names that may swallow an operator."""

    def __init__(self, names: frozenset[str]) -> None:
        spellings = map(spelling_of, names)
        self._spellings = sorted(spelling for spelling in spellings if not _SWALLOWED.isdisjoint(spelling))

    def text(self, node: Node) -> str:
        return _WRITERS[type(node)](self, node)

    def operand(self, node: Node, rank: int) -> str:
        """A node where something of at least this rank may stand, otherwise in parentheses."""
        text = self.text(node)
        return f"({text})" if _rank(node) < rank or self._begins_a_longer_name(node) else text

    def _begins_a_longer_name(self, node: Node) -> bool:
        """Whether what follows a name might be read as more of it: `price` where there is a `price + tax`."""
        if not isinstance(node, (Name, Path)):
            return False
        own = spelling_of(node.name)
        after = bisect.bisect_right(self._spellings, own)  # a longer name is sorted right behind its beginning
        return after < len(self._spellings) and self._spellings[after][: len(own)] == own

    # -- operators

    def logic(self, node: Logic) -> str:
        rank = RANKS[node.operator] + 1
        operands = [self.operand(operand, rank) for operand in node.operands]
        if node.operator == "and":
            operands = [*map(_apart, operands, operands[1:]), operands[-1]]
        return f" {node.operator} ".join(operands)

    def chain(self, node: Chain) -> str:
        rank = RANKS[node.steps[0].operator] + 1
        steps = (f" {step.operator} {self.operand(step.operand, rank)}" for step in node.steps)
        return self.operand(node.first, rank) + "".join(steps)

    def comparison(self, node: Comparison) -> str:
        return f"{self.operand(node.left, SUM)} {node.operator} {self.operand(node.right, SUM)}"

    def between(self, node: Between) -> str:
        low, high = self.operand(node.low, SUM), self.operand(node.high, SUM)
        return f"{self.operand(node.value, SUM)} between {_apart(low, high)} and {high}"

    def instance_of(self, node: InstanceOf) -> str:
        return f"{self.operand(node.value, SUM)} instance of {_type(node.type)}"

    def membership(self, node: Membership) -> str:
        return f"{self.operand(node.value, SUM)} in {self._tests_after_in(node.tests)}"

    def _tests_after_in(self, node: UnaryTests) -> str:
        if len(node.tests) > 1:
            return f"({self._listed(node.tests)})"
        test = node.tests[0]
        if isinstance(test, OperatorTest):
            return self.text(test)
        if not isinstance(test, ValueTest):
            return self.text(test)
        text = self.operand(test.expression, SUM)
        # After `in`, `(< 10)` is a list of tests and not a range.
        return f"({text})" if text.startswith("(") and text[1] in "<>=!" else text

    def negation(self, node: Negation) -> str:
        return "-" + self.operand(node.operand, NEGATION)

    # -- unary tests

    def unary_tests(self, node: UnaryTests) -> str:
        text = self._listed(node.tests)
        if node.negated:
            return f"not({text})"
        if text.startswith("not(") and text.endswith(")") and isinstance(node.tests[0], ValueTest):
            return ", ".join([f"({self.text(node.tests[0])})", *map(self.text, node.tests[1:])])
        return text

    def operator_test(self, node: OperatorTest) -> str:
        return f"{node.operator} {self.operand(node.operand, SUM)}"

    # -- what is introduced by a word

    def conditional(self, node: Conditional) -> str:
        condition, then, otherwise = map(self.text, (node.condition, node.then, node.otherwise))
        return f"if {condition} then {then} else {otherwise}"

    def for_loop(self, node: For) -> str:
        return f"for {self._listed(node.iterators)} return {self.text(node.body)}"

    def quantified(self, node: Quantified) -> str:
        return f"{node.quantifier} {self._listed(node.iterators)} satisfies {self.text(node.condition)}"

    def iterator(self, node: Iterator) -> str:
        end = f"..{self.operand(node.end, SUM)}" if node.end else ""
        return f"{node.name} in {self.operand(node.source, SUM)}{end}"

    def function(self, node: FunctionLiteral) -> str:
        return f"function({_parameters(node.parameters)}) {self.text(node.body)}"

    def external_function(self, node: ExternalFunction) -> str:
        return f"function({_parameters(node.parameters)}) external {self.text(node.body)}"

    # -- brackets, and what follows a value

    def list_literal(self, node: ListLiteral) -> str:
        return f"[{self._listed(node.items)}]"

    def context_literal(self, node: ContextLiteral) -> str:
        return "{" + ", ".join(f"{_key(name)}: {self.text(entry)}" for name, entry in node.entries) + "}"

    def range_literal(self, node: RangeLiteral) -> str:
        ends = f"{self.operand(node.low, SUM)}..{self.operand(node.high, SUM)}"
        return ("[" if node.low_included else "(") + ends + ("]" if node.high_included else ")")

    def comparison_range(self, node: ComparisonRange) -> str:
        return f"({node.operator} {self.operand(node.end, SUM)})"

    def path(self, node: Path) -> str:
        return f"{self.operand(node.source, VALUE)}.{node.name}"

    def filter(self, node: Filter) -> str:
        return f"{self.operand(node.source, VALUE)}[{self.text(node.condition)}]"

    def call(self, node: Call) -> str:
        return f"{self._callee(node.function)}({self._listed(node.arguments)})"

    def named_call(self, node: NamedCall) -> str:
        arguments = ", ".join(f"{name}: {self.text(argument)}" for name, argument in node.arguments)
        return f"{self._callee(node.function)}({arguments})"

    def _callee(self, node: Node) -> str:
        return self.operand(node, VALUE)

    def _listed(self, nodes: Sequence[Node]) -> str:
        return ", ".join(map(self.text, nodes))


def _rank(node: Node) -> int:
    """How tightly a node holds together. What ends in a whole expression, or in a type, takes in all that follows."""
    if isinstance(node, (Logic, Comparison)):
        return RANKS[node.operator]
    if isinstance(node, Chain):
        return RANKS[node.steps[0].operator]
    return _OTHER_RANKS.get(type(node), VALUE)


def _apart(left: str, right: str) -> str:
    """The left side of an `and`, in parentheses where both sides together would read as the name of one function."""
    text = f"{left} and {right}"
    joined = any(
        f"{name}(" in text and f"{name}(" not in left and f"{name}(" not in right for name in KEYWORD_FUNCTIONS
    )
    return f"({left})" if joined else left


def _parameters(parameters: tuple[tuple[str, FeelType | None], ...]) -> str:
    return ", ".join(f"{name}: {_type(of)}" if of else name for name, of in parameters)


def _type(of: FeelType) -> str:
    if of.fields:
        return f"{of.name}<{', '.join(f'{name}: {_type(inner)}' for name, inner in of.fields)}>"
    inner = ", ".join(map(_type, of.inner))
    if of.result:
        return f"{of.name}<{inner}> -> {_type(of.result)}"
    return f"{of.name}<{inner}>" if inner else "null" if of.name == "Null" else of.name


def _key(name: str) -> str:
    """The name of an entry, in quotation marks unless it consists of words."""
    try:
        tokens = tokenize(name)[:-1]
    except FeelSyntaxError:
        return quoted(name)
    words = bool(tokens) and tokens[0].sort == "name" and all(token.sort in ("name", "number") for token in tokens)
    return name if words and " ".join(token.text for token in tokens) == name else quoted(name)


def _literal(_: _Printer, node: Literal) -> str:
    value = node.value
    if type(value) is str:
        return quoted(value)
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    return _number(value)


def _number(value: Number) -> str:
    text = number_text(value)
    return text if len(text) <= _LONGEST_PLAIN_NUMBER else str(exact(value).normalize(DECIMAL))


_OTHER_RANKS: dict[type[Node], int] = {
    **dict.fromkeys((Conditional, For, Quantified, FunctionLiteral, ExternalFunction, InstanceOf), ANYTHING),
    **dict.fromkeys((Between, Membership), COMPARISON),
    Negation: NEGATION,
}
_WRITERS: dict[type[Node], Callable[[_Printer, Any], str]] = {
    Literal: _literal,
    AtLiteral: lambda _, node: f"@{quoted(node.text)}",
    Name: lambda _, node: node.name,
    Path: _Printer.path,
    Negation: _Printer.negation,
    Chain: _Printer.chain,
    Logic: _Printer.logic,
    Comparison: _Printer.comparison,
    Between: _Printer.between,
    OperatorTest: _Printer.operator_test,
    ValueTest: lambda printer, node: printer.text(node.expression),
    AnyTest: lambda _, node: "-",
    UnaryTests: _Printer.unary_tests,
    Membership: _Printer.membership,
    InstanceOf: _Printer.instance_of,
    Conditional: _Printer.conditional,
    Iterator: _Printer.iterator,
    For: _Printer.for_loop,
    Quantified: _Printer.quantified,
    Filter: _Printer.filter,
    ListLiteral: _Printer.list_literal,
    ContextLiteral: _Printer.context_literal,
    RangeLiteral: _Printer.range_literal,
    ComparisonRange: _Printer.comparison_range,
    FunctionLiteral: _Printer.function,
    ExternalFunction: _Printer.external_function,
    Call: _Printer.call,
    NamedCall: _Printer.named_call,
}
