"""FEEL text to syntax tree, by climbing the ranks of the operators (DMN 1.3, 10.3.1.2)."""

import decimal
from collections.abc import Callable
from typing import cast

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import unquote
from engine.feel.numbers import parse_number
from engine.feel.ranks import AND, COMPARISON, OR, RANKS
from engine.feel.reads import reads_input
from engine.feel.tokens import TokenReader
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
    Step,
    UnaryTests,
    ValueTest,
)
from engine.feel.type_parser import parse_type
from engine.feel.types import FeelType

_COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_VALUES = {"true": True, "false": False, "null": None}
# After `[` these show that it closed a range (`[1..10[`) instead of opening a filter.
_AFTER_RANGE = frozenset(
    ("", ".", ")", "]", "}", ",", ":", "..", "=", "!=", "<", "<=", ">", ">=", "and", "or", "then", "else", "return")
) | {"satisfies", "in", "between", "instance"}


def parse(text: str, names: frozenset[str] = frozenset()) -> Node:
    """The tree of an expression. `names` are the special names in scope; raises FeelSyntaxError."""
    reader = _Parser(text, names)
    return reader.complete(reader.expression())


def parse_unary(text: str, names: frozenset[str] = frozenset()) -> UnaryTests:
    """The tree of unary tests, as in a cell of a decision table; raises FeelSyntaxError."""
    reader = _Parser(text, names)
    return cast(UnaryTests, reader.complete(reader.unary_tests()))


class _Parser(TokenReader):
    def complete(self, node: Node) -> Node:
        if self.token.sort != "end":
            self.fail("unexpected")
        return node

    # -- operators

    def expression(self, above: int = 0, *, ends_range: bool = False) -> Node:
        """An expression whose operators all rank higher than `above`."""
        depth = self.depth
        self.deeper()
        node = self.continued(self.prefix(), above, ends_range=ends_range)
        self.depth = depth
        return node

    def continued(self, first: Node, above: int, *, ends_range: bool = False) -> Node:
        """What begins with a value that was just read, up to an operator that does not rank above `above`."""
        left = self.postfix(first, ends_range=ends_range)
        while RANKS.get(self.token.text, 0) > above:
            left = self.infix(left, RANKS[self.token.text])
        return left

    def infix(self, left: Node, rank: int) -> Node:
        if rank == COMPARISON:
            self.deeper()  # comparisons of comparisons are trees, not chains; expression() restores the depth
            return self.comparison(left)
        if rank in (AND, OR):
            return self.logic(left, rank)
        return self.chain(left, rank)

    def logic(self, left: Node, rank: int) -> Node:
        operator = self.token
        operands = [left]
        while self.accept(operator.text):
            operands.append(self.expression(rank))
        return Logic(operator.start, operator.text, tuple(operands))

    def chain(self, left: Node, rank: int) -> Node:
        start = self.token.start
        steps = []
        while RANKS.get(self.token.text) == rank:
            operator = self.advance()
            steps.append(Step(operator.start, operator.text, self.expression(rank)))
        return Chain(start, left, tuple(steps))

    def comparison(self, left: Node) -> Node:
        operator = self.advance()
        if operator.text == "between":
            low = self.expression(COMPARISON)
            self.expect("and")
            return Between(operator.start, left, low, self.expression(COMPARISON))
        if operator.text == "in":
            return Membership(operator.start, left, self.membership_tests())
        if operator.text == "instance":
            self.expect("of")
            return InstanceOf(operator.start, left, parse_type(self))
        return Comparison(operator.start, operator.text, left, self.expression(COMPARISON))

    # -- unary tests

    def unary_tests(self) -> UnaryTests:
        if self.at("-") and self.peek().sort == "end":
            return UnaryTests(0, (AnyTest(self.advance().start),), negated=False)
        if self.at("not") and self.peek().text == "(":
            return self.negated_or_called()
        return UnaryTests(self.token.start, self.tests(), negated=False)

    def negated_or_called(self) -> UnaryTests:
        """What begins with `not(`: the negation of all tests when it ends with them, otherwise a call of `not`."""
        index, depth, specials = self.index, self.depth, self.specials
        try:
            start = self.advance(2).start
            negated = UnaryTests(start, self.tests(), negated=True)
            self.expect(")")
            self.complete(negated)
        except FeelSyntaxError as error:
            self.index, self.depth, self.specials = index, depth, specials
            self.token = self.tokens[index]
            return self.called(error)
        return negated

    def called(self, earlier: FeelSyntaxError) -> UnaryTests:
        """Tests of which the first is a call; when they cannot be read either, the error farther on is told."""
        try:
            return UnaryTests(self.token.start, self.tests(), negated=False)
        except FeelSyntaxError as error:
            raise max(earlier, error, key=lambda each: each.position) from None

    def tests(self) -> tuple[Node, ...]:
        found = [self.test(0)]
        while self.accept(","):
            found.append(self.test(0))
        return tuple(found)

    def test(self, above: int) -> OperatorTest | ValueTest:
        operator = self.accept(*_COMPARISONS)
        if operator:
            return OperatorTest(operator.start, operator.text, self.expression(COMPARISON))
        return _value_test(self.expression(above))

    def membership_tests(self) -> UnaryTests:
        """What follows `in`: one test, or several in parentheses."""
        start = self.token.start
        if not self.at("("):
            return UnaryTests(start, (self.test(COMPARISON),), negated=False)
        self.advance()
        first = self.test(0)
        if isinstance(first, OperatorTest) or self.at(","):
            tests = (first, *(self.tests() if self.accept(",") else ()))
            self.expect(")")
            return UnaryTests(start, tests, negated=False)
        node = self.continued(self.parenthesised(start, first.expression), COMPARISON)
        return UnaryTests(start, (_value_test(node),), negated=False)

    # -- what an expression begins with

    def prefix(self) -> Node:
        token = self.token
        if token.sort == "number":
            return self.number()
        if token.sort == "string":
            return Literal(token.start, unquote(self.advance().text))
        if not (token.text in _PREFIXES and not self.at_special()):
            return self.named()
        return _PREFIXES[token.text](self)

    def number(self) -> Node:
        token = self.advance()
        try:
            return Literal(token.start, parse_number(token.text))
        except decimal.DecimalException:
            raise FeelSyntaxError("unexpected", token.start, found=token.text) from None

    def named(self) -> Node:
        start = self.token.start
        name = self.name()
        if name is None:
            self.fail("expected-expression")
        return Name(start, name)

    def constant(self) -> Node:
        token = self.advance()
        return Literal(token.start, _VALUES[token.text])

    def at_literal(self) -> Node:
        start = self.advance().start
        if self.token.sort != "string":
            self.fail("unexpected")
        return AtLiteral(start, unquote(self.advance().text))

    def minus(self) -> Node:
        start = self.advance().start
        self.deeper()
        operand = self.postfix(self.prefix())
        self.depth -= 1
        return Negation(start, operand)

    def conditional(self) -> Node:
        start = self.advance().start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return Conditional(start, condition, then, self.expression())

    def iteration(self) -> Node:
        keyword = self.advance()
        specials = self.specials
        iterators = [self.iterator()]
        while self.accept(","):
            iterators.append(self.iterator())
        self.expect("return" if keyword.text == "for" else "satisfies")
        body = self.expression()
        self.specials = specials
        if keyword.text == "for":
            return For(keyword.start, tuple(iterators), body)
        return Quantified(keyword.start, keyword.text, tuple(iterators), body)

    def iterator(self) -> Iterator:
        start = self.token.start
        name = self.free_name("in", ":")
        if self.accept(":"):
            parse_type(self)  # DMN 1.5 allows a type here; the values are what they are
        self.expect("in")
        source = self.expression()
        end = self.expression() if self.accept("..") else None
        self.declare(name)
        return Iterator(start, name, source, end)

    # -- brackets

    def parenthesis(self) -> Node:
        start = self.advance().start
        operator = self.accept(*_COMPARISONS)
        if operator:
            end = self.expression(COMPARISON)
            self.expect(")")
            return ComparisonRange(start, operator.text, end)
        return self.parenthesised(start, self.expression())

    def parenthesised(self, start: int, inner: Node) -> Node:
        """What follows the first expression in parentheses: their end, or the end of a range."""
        if self.accept(".."):
            return self.range_end(start, inner, low_included=False)
        self.expect(")")
        return inner

    def bracket(self) -> Node:
        opening = self.advance()
        if opening.text == "[" and self.accept("]"):
            return ListLiteral(opening.start, ())
        first = self.expression()
        if self.accept(".."):
            return self.range_end(opening.start, first, low_included=opening.text == "[")
        if opening.text == "]":
            self.fail("expected", wanted="..")
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return ListLiteral(opening.start, tuple(items))

    def range_end(self, start: int, low: Node, *, low_included: bool) -> Node:
        high = self.expression(COMPARISON, ends_range=True)
        closing = self.accept("]", ")", "[")
        if not closing:
            self.fail("expected", wanted="]")
        return RangeLiteral(start, low, high, low_included, closing.text == "]")

    def context(self) -> Node:
        start = self.advance().start
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            if entries:
                self.expect(",")
            quoted = self.token.sort == "string"
            key = unquote(self.advance().text) if quoted else self.free_name(":")
            self.expect(":")
            entries.append((key, self.expression()))
            self.declare(key)  # stays known after the context, for `{e-mail: …}.e-mail`
        self.expect("}")
        return ContextLiteral(start, tuple(entries))

    def function(self) -> Node:
        start = self.advance().start
        specials = self.specials
        self.expect("(")
        parameters: list[tuple[str, FeelType | None]] = []
        while not self.at(")"):
            if parameters:
                self.expect(",")
            name = self.free_name(":", ",", ")")
            parameters.append((name, parse_type(self) if self.accept(":") else None))
            self.declare(name)
        self.expect(")")
        external = self.at("external") and self.peek().text == "{"
        if external:
            self.advance()
        body = self.expression()
        self.specials = specials
        made = ExternalFunction if external else FunctionLiteral
        return made(start, tuple(parameters), body)

    # -- what may follow a value

    def postfix(self, node: Node, *, ends_range: bool = False) -> Node:
        depth = self.depth
        while self.at(".", "[", "("):
            if ends_range and self.at("[") and self.peek().text in _AFTER_RANGE:
                break
            self.deeper()
            node = self.path(node) if self.at(".") else self.filter(node) if self.at("[") else self.call(node)
        self.depth = depth
        return node

    def path(self, source: Node) -> Node:
        self.advance()
        start = self.token.start
        name = self.name(after_dot=True)
        if name is None:
            self.fail("expected-name")
        return Path(start, source, name)

    def filter(self, source: Node) -> Node:
        start = self.advance().start
        condition = self.expression()
        self.expect("]")
        return Filter(start, source, condition)

    def call(self, function: Node) -> Node:
        start = self.advance().start
        named: list[tuple[str, Node]] = []
        arguments: list[Node] = []
        by_name = self.named_argument_follows()
        while not self.at(")"):
            if named or arguments:
                self.expect(",")
            if by_name:
                name = self.free_name(":")
                self.expect(":")
                named.append((name, self.expression()))
            else:
                arguments.append(self.expression())
        self.expect(")")
        return NamedCall(start, function, tuple(named)) if by_name else Call(start, function, tuple(arguments))


def _value_test(node: Node) -> ValueTest:
    return ValueTest(node.position, node, reads_input=reads_input(node))


_PREFIXES: dict[str, Callable[[_Parser], Node]] = {
    **dict.fromkeys(_VALUES, _Parser.constant),
    "@": _Parser.at_literal,
    "-": _Parser.minus,
    "if": _Parser.conditional,
    **dict.fromkeys(("for", "some", "every"), _Parser.iteration),
    "(": _Parser.parenthesis,
    "[": _Parser.bracket,
    "]": _Parser.bracket,
    "{": _Parser.context,
    "function": _Parser.function,
}
