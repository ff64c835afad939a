"""What can go wrong with an expression: codes with a position and parameters, and their English sentences.

    FeelError
    ├── FeelSyntaxError     the text is not FEEL
    ├── FeelFailure         an evaluation has no sound answer (raised under Policy.STRICT only)
    └── FeelLimit           an evaluation asked for more than it may have

`MESSAGES` maps every code to its English template; another language translates the templates, never the sentences.
`template` chooses the one for an error: where a name was probably mistyped, its parameters hold a `suggestion`.
"""

from collections.abc import Mapping
from typing import Any

MESSAGES: dict[str, str] = {
    # the text
    "text-too-long": "The expression has {length} characters; at most {limit} are allowed.",
    "unexpected": "“{found}” is not expected here.",
    "expected": "“{wanted}” is expected here, not “{found}”.",
    "expected-expression": "A value is expected here, not “{found}”.",
    "expected-name": "A name is expected here, not “{found}”.",
    "expected-type": "A type is expected here, not “{found}”.",
    "unterminated-string": "The text that begins here has no closing quotation mark.",
    "nested-too-deeply": "The expression is nested more than {limit} levels deep.",
    # names and values
    "unknown-variable": "There is no variable “{name}”.",
    "unknown-property": "There is no “{name}” in this {kind}.",
    "unknown-function": "There is no function “{name}”.",
    "unknown-parameter": "The function “{name}” has no parameter “{parameter}”.",
    "not-a-temporal": "“{text}” is not a date, time or duration.",
    "no-clock": "The present moment is not available here.",
    # operators
    "cannot-calculate": "“{operator}” cannot be applied to {left} and {right}.",
    "cannot-negate": "A minus sign cannot stand before {kind}.",
    "division-by-zero": "A number is divided by zero.",
    "cannot-compare": "{left} and {right} cannot be compared with “{operator}”.",
    "not-boolean": "“{operator}” needs true or false, not {kind}.",
    "condition-not-boolean": "The condition is neither true nor false but {kind}.",
    "cannot-iterate": "There is nothing to go through in {kind}.",
    "filter-not-boolean": "A filter needs true, false or a position, not {kind}.",
    "no-such-position": "The list has {length} items; there is no item {index}.",
    "invalid-range": "{left} and {right} are not the ends of a range.",
    "duplicate-key": "The entry “{name}” is given twice.",
    "unknown-type": "There is no type “{name}”.",
    # functions
    "not-a-function": "“{name}” is not a function but {kind}.",
    "wrong-arguments": "The function “{name}” does not take these arguments: {given}.",
    "wrong-parameter-type": "The function “{name}” needs {wanted} for “{parameter}”, not {kind}.",
    "function-failed": "The function “{name}” has no result for these arguments: {reason}.",
    "external-function": "Functions written in another language (Java, PMML) cannot be called.",
    "invalid-pattern": "“{pattern}” is not a valid pattern: {reason}.",
    # limits
    "too-many-steps": "The expression takes more than {limit} steps.",
    "too-much-time": "The expression takes more than {limit} seconds.",
    "too-deep": "The expression calls itself or nests values too deeply.",
    "text-value-too-long": "The expression makes a text of more than {limit} characters.",
    "list-too-long": "The expression makes a list of more than {limit} items.",
}

SIMILAR_MESSAGES: dict[str, str] = {
    "unknown-variable": "There is no variable “{name}”. Did you mean “{suggestion}”?",
    "unknown-property": "There is no “{name}” in this {kind}. Did you mean “{suggestion}”?",
    "unknown-function": "There is no function “{name}”. Did you mean “{suggestion}”?",
    "unknown-parameter": "The function “{name}” has no parameter “{parameter}”. Did you mean “{suggestion}”?",
}
"""The same where the parameters hold a `suggestion`."""


def template(code: str, params: Mapping[str, Any]) -> str:
    """The English template of an error's message."""
    return SIMILAR_MESSAGES[code] if "suggestion" in params and code in SIMILAR_MESSAGES else MESSAGES[code]


class FeelError(Exception):
    """An expression is wrong: a code, the position in its text (counted from 0) and what fills the message."""

    def __init__(self, code: str, position: int = 0, /, **params: Any) -> None:
        super().__init__(f"{template(code, params).format_map(_Blank(params))} (position {position + 1})")
        self.code = code
        self.position = position
        self.params = params


class FeelSyntaxError(FeelError):
    """The text is not FEEL."""


class FeelFailure(FeelError):
    """An evaluation has no sound answer; only the strict policy raises this, the other answers null."""


class FeelLimit(FeelError):
    """An evaluation asked for more steps, time, depth or memory than it may have; raised under every policy."""


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
