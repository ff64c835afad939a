"""FEEL, the expression language of DMN: compiled once, evaluated within limits; needs nothing else of this project.

    evaluate("amount * 2", {"amount": 21})                       # 42
    evaluate("amount * 2", {}, policy=Policy.STRICT)             # raises FeelFailure unknown-variable
    unary("> 1000", 1500, {})                                    # True
    canonical("(a+b) *c")                                    # "(a + b) * c"
    names("amount > limit and customer.class = \\"A\\"")           # {"amount", "limit", "customer.class"}

Variables are plain JSON values. Results are FEEL values: int and Decimal for numbers, `Date`, `DateTime`, … for dates;
`engine.feel.json.to_json` makes them plain. The language is that of DMN 1.3 to 1.5, chapter 10.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.errors import MESSAGES, SIMILAR_MESSAGES, FeelError, FeelFailure, FeelLimit, FeelSyntaxError
from engine.feel.expression import Expression, compile_expression, compile_text, compile_unary
from engine.feel.printer import print_expression
from engine.feel.run import DEFAULT_LIMITS, Limits, Policy, Run, Scope
from engine.feel.suggestions import closest


def evaluate(
    text: str,
    variables: Mapping[str, Any],
    *,
    policy: Policy = Policy.NULL,
    limits: Limits = DEFAULT_LIMITS,
    now: datetime | None = None,
) -> Any:
    """The value of an expression.

    `now` is what `now()` and `today()` answer, in the zone the caller works in; without it they fail. Raises
    FeelSyntaxError and FeelLimit always, FeelFailure under Policy.STRICT.
    """
    expression = compile_text(text, variables, is_unary=False)
    return expression.run(Scope(variables, None, Run(policy=policy, limits=limits, now=now)))


def unary(
    text: str,
    value: Any,
    variables: Mapping[str, Any],
    *,
    policy: Policy = Policy.NULL,
    limits: Limits = DEFAULT_LIMITS,
    now: datetime | None = None,
) -> bool | None:
    """Whether a value passes unary tests, as in a cell of a decision table; None when unknown. Raises as `evaluate`."""
    expression = compile_text(text, variables, is_unary=True)
    scope = Scope(variables, None, Run(policy=policy, limits=limits, now=now))
    result = expression.run(Scope({"?": value}, scope, scope.run))
    return result if type(result) is bool else None


def names(text: str, *, certain: bool = False) -> frozenset[str]:
    """The variables an expression reads, dotted: `amount`, `customer.class`.

    With `certain`, names inside filters are left out, which may as well be entries of the list's items.
    """
    return compile_expression(text).names(certain=certain)


def canonical(text: str, variables: Mapping[str, Any] | None = None) -> str:
    """The one spelling of an expression: spaces and parentheses as they should be, no comments. FeelSyntaxError."""
    expression = compile_expression(text, variables)
    return print_expression(expression.tree, expression.special)


__all__ = [
    "BUILTINS",
    "DEFAULT_LIMITS",
    "MESSAGES",
    "SIMILAR_MESSAGES",
    "Expression",
    "FeelError",
    "FeelFailure",
    "FeelLimit",
    "FeelSyntaxError",
    "Limits",
    "Policy",
    "canonical",
    "closest",
    "compile_expression",
    "compile_unary",
    "evaluate",
    "names",
    "unary",
]
