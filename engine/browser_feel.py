"""What browsers evaluate in another way than the server: the constructs of FEEL that forms had better not use.

The server decides when a form is sent in, but until then people see what the browser makes of it (feelin 8.2.0). Which
expressions differ is recorded in tests/agreement/differences.json and compared with the real thing; those here can be
told from the text. Others depend on the values and stand in the modeller's handbook only.
"""

from collections.abc import Iterator
from decimal import Decimal

from engine.feel import Expression
from engine.feel.durations import parse_duration
from engine.feel.lexer import tokenize
from engine.feel.tree import (
    AtLiteral,
    Call,
    Chain,
    Comparison,
    ComparisonRange,
    Filter,
    InstanceOf,
    Literal,
    Name,
    NamedCall,
    Negation,
    Node,
    OperatorTest,
    Path,
    RangeLiteral,
    UnaryTests,
    ValueTest,
    children,
)

MISSING_FUNCTIONS = frozenset(
    {
        *("coincides", "duplicate values", "during", "finished by", "finishes", "is defined", "overlaps after"),
        *("overlaps before", "range", "started by", "starts"),
    }
)
"""Functions that browsers do not have: null there."""

_OF_DATES = ("hour", "minute", "second", "time offset", "timezone")


def differences(expression: Expression) -> list[str]:
    """The constructs of an expression that differ, each once, as a sample of how they are written."""
    found = [*_of_tokens(expression.text)]
    if isinstance(expression.tree, UnaryTests):
        found += _of_condition(expression.tree)
    waiting = [expression.tree]
    while waiting:
        node = waiting.pop()
        found += _of_node(node)
        waiting.extend(children(node))
    return list(dict.fromkeys(found))


def _of_tokens(text: str) -> Iterator[str]:
    for token in tokenize(text):
        if token.sort == "number" and "e" in token.text.lower():
            yield "1e3"


def _of_condition(tests: UnaryTests) -> Iterator[str]:
    """A condition of a form has no value under test, so a test that wants one is hardly what was meant."""
    if any(isinstance(test, OperatorTest) for test in tests.tests):
        yield "> 5"
    for test in tests.tests:
        if isinstance(test, ValueTest) and (test.reads_input or isinstance(test.expression, RangeLiteral)):
            yield "?" if test.reads_input else "[1..5]"


def _of_node(node: Node) -> Iterator[str]:
    if isinstance(node, (Call, NamedCall)):
        yield from _of_call(node)
    elif isinstance(node, Comparison):
        if node.operator in ("=", "!=") and (_is_fraction(node.left) or _is_fraction(node.right)):
            yield f"a / b {node.operator} c"
    elif isinstance(node, Chain):
        yield from _of_chain(node)
    elif isinstance(node, Negation) and _is_duration(node.operand):
        yield '-duration("P1D")'
    elif isinstance(node, ComparisonRange):
        yield f"({node.operator} 10)"
    elif isinstance(node, InstanceOf) and node.type.name == "range":
        yield "instance of range"
    elif isinstance(node, Filter) and _text_of(node.condition) is not None:
        yield 'context["name"]'
    elif isinstance(node, Path) and node.name in _OF_DATES and _called(node.source) == "date":
        yield f"date(a).{node.name}"


def _of_call(node: Call | NamedCall) -> Iterator[str]:
    name = _called(node)
    if name in MISSING_FUNCTIONS:
        yield f"{name}()"
    first = _arguments(node)[0] if node.arguments else None
    if first is None:
        return
    if len(node.arguments) == 1 and name in ("sort", "number"):
        yield f"{name}(a)"
    elif name == "string" and _is_fraction(first):
        yield "string(a / b)"
    elif name == "duration" and _mixes_months_with_days(_text_of(first) or ""):
        yield 'duration("P1Y1D")'


def _of_chain(node: Chain) -> Iterator[str]:
    operators = {step.operator for step in node.steps}
    parts = (node.first, *(step.operand for step in node.steps))
    if any(_is_duration(part) for part in parts):
        for operator in sorted(operators & {"*", "/"}):
            yield f'duration("P1D") {operator} 2'
        if any(_called(part) == "date" for part in parts) and any(map(_has_hours, parts)):
            yield 'date(a) + duration("PT1H")'


def _is_fraction(node: Node) -> bool:
    """Whether a value is calculated with something that binary numbers only come near to."""
    if not isinstance(node, Chain):
        return False
    parts = (node.first, *(step.operand for step in node.steps))
    divided = any(step.operator in ("/", "**") for step in node.steps)
    return divided or any(isinstance(part, Literal) and type(part.value) is Decimal for part in parts)


def _is_duration(node: Node) -> bool:
    if isinstance(node, AtLiteral):
        return parse_duration(node.text) is not None
    return _called(node) in ("duration", "years and months duration")


def _mixes_months_with_days(text: str) -> bool:
    return text.startswith(("P", "-P")) and parse_duration(text) is None


def _has_hours(node: Node) -> bool:
    arguments = _arguments(node) if isinstance(node, (Call, NamedCall)) else ()
    text = node.text if isinstance(node, AtLiteral) else _text_of(arguments[0]) if arguments else None
    return _is_duration(node) and text is not None and "T" in text


def _called(node: Node) -> str:
    """The name of the function that a node calls; empty where it calls none by name."""
    if isinstance(node, (Call, NamedCall)) and isinstance(node.function, Name):
        return node.function.name
    return ""


def _arguments(node: Call | NamedCall) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Call) else tuple(argument for _, argument in node.arguments)


def _text_of(node: Node) -> str | None:
    return node.value if isinstance(node, Literal) and type(node.value) is str else None
