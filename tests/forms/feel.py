"""The project's FEEL as forms are handed it."""

from collections.abc import Mapping
from typing import Any

from engine.feel import FeelError, FeelSyntaxError, compile_expression, compile_unary, evaluate, names, unary
from engine.feel.json import to_json
from forms import CheckedExpression


class Feel:
    """Errors make null, except for text that is no FEEL and for evaluations that ask for too much."""

    def evaluate(self, text: str, variables: Mapping[str, Any], /) -> Any:
        try:
            return to_json(evaluate(text, variables))
        except FeelError as error:
            raise ValueError(error.code) from error

    def unary(self, text: str, variables: Mapping[str, Any], /) -> Any:
        try:
            return unary(text, None, variables)
        except FeelError as error:
            raise ValueError(error.code) from error


FEEL = Feel()


def check_expression(text: str, *, unary: bool) -> CheckedExpression:
    """What FEEL says of a text without evaluating it."""
    try:
        (compile_unary if unary else compile_expression)(text)
        return CheckedExpression(names=names(text) if not unary else compile_unary(text).names())
    except FeelSyntaxError as error:
        return CheckedExpression(problem={"position": error.position, "reason": error.code})
