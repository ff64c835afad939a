"""Patterns of text fields: ECMAScript regular expressions, as the browser runs them, without its runaways."""

from functools import lru_cache

from regress import Regex, RegressError

LONGEST_PATTERN = 500
LONGEST_TEXT = 10_000


class PatternInvalid(ValueError):
    """The pattern is no ECMAScript regular expression, or longer than we run."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Regex:
    """The compiled pattern; raises PatternInvalid."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternInvalid("too long")
    try:
        return Regex(pattern)
    except RegressError as error:
        raise PatternInvalid(str(error)) from error


def matches(pattern: str, text: str) -> bool:
    """Does the pattern occur in the text (unanchored, without flags)?"""
    return compiled(pattern).find(text) is not None
