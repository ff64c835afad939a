"""What must hold for every text, whoever made it: declared errors only, and the printed tree reads the same."""

import re
from typing import Any

from engine.feel import MESSAGES, FeelError, FeelSyntaxError, Limits, Policy, evaluate, names, unary
from engine.feel.json import to_json
from engine.feel.parser import parse, parse_unary
from engine.feel.printer import print_expression
from engine.feel.tree import Node

VARIABLES: dict[str, Any] = {
    "a": 1,
    "b": [1, {"b c": "d", "year": 2}, None],
    "x y": [1, {"b": "c"}],
    "e-mail": "ann@example.com",
    "customer": {"a": 2.5, "e-mail": None},
    "金额": 19.99,
}
SPECIAL = frozenset({"e-mail"})
LIMITS = Limits(steps=20_000, seconds=1.0)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def check(text: str, *, is_unary: bool) -> None:
    """Raises AssertionError, or whatever the language should never raise."""
    check_evaluation(text, is_unary=is_unary)
    check_printing(text, is_unary=is_unary)


def check_evaluation(text: str, *, is_unary: bool) -> None:
    """Evaluating gives a value of the language or a declared error, whose message is whole and points into the text."""
    for policy in Policy:
        error = _evaluated(text, policy, is_unary=is_unary)
        if error is not None:
            assert 0 <= error.position <= len(text), (error.position, text)
            assert set(_PLACEHOLDER.findall(MESSAGES[error.code])) <= set(error.params), (error.code, text)


def _evaluated(text: str, policy: Policy, *, is_unary: bool) -> FeelError | None:
    try:
        if is_unary:
            assert unary(text, 5, VARIABLES, policy=policy, limits=LIMITS) in (True, False, None)
        else:
            to_json(evaluate(text, VARIABLES, policy=policy, limits=LIMITS))
    except FeelError as error:
        return error
    return None


def check_printing(text: str, *, is_unary: bool) -> None:
    read = parse_unary if is_unary else parse
    try:
        tree = read(text, SPECIAL)
        printed = print_expression(tree, SPECIAL)
        again = read(printed, SPECIAL)
    except FeelSyntaxError as error:
        if error.code in ("nested-too-deeply", "text-too-long"):
            return  # the printed text may have a pair of parentheses too many
        try:
            read(text, SPECIAL)
        except FeelSyntaxError:
            return
        raise
    assert without_positions(again) == without_positions(tree), (text, printed)
    assert print_expression(again, SPECIAL) == printed
    if not is_unary:
        names(printed)


def without_positions(value: Any) -> Any:
    """A tree as nested tuples that say all but where things stood."""
    if isinstance(value, Node):
        held = [held for name, held in vars(value).items() if name != "position"]
        return (type(value).__name__, *map(without_positions, held))
    if isinstance(value, tuple):
        return tuple(map(without_positions, value))
    return (type(value).__name__, value) if isinstance(value, bool) else value
