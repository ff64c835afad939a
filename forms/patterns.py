"""Patterns of text fields: ECMAScript regular expressions as the browser runs them, without its runaways."""

from functools import lru_cache

import regress

from forms import pattern_program, pattern_syntax
from forms.pattern_program import Program, Search, TooSlow
from forms.pattern_syntax import NotSupported

LONGEST_PATTERN = 1_000
LONGEST_TEXT = 10_000

__all__ = ["LONGEST_PATTERN", "LONGEST_TEXT", "PatternInvalid", "TooSlow", "compiled", "matches"]


class PatternInvalid(ValueError):
    """The pattern is no ECMAScript regular expression, or one that we do not run."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Program:
    """The compiled pattern; raises PatternInvalid."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternInvalid("too long")
    try:
        regress.Regex(pattern)
    except (regress.RegressError, UnicodeEncodeError) as error:  # half a character is no text to compile
        raise PatternInvalid(str(error)) from error
    reader = pattern_syntax.Reader(pattern)
    try:
        tree = reader.read()
        return pattern_program.compiled(tree, 2 * reader.groups if reader.references else 0)
    except (NotSupported, RecursionError) as error:
        raise PatternInvalid(f"not supported: {error}") from error


def matches(pattern: str, text: str) -> bool:
    """Does the pattern occur in the text (unanchored, without flags)? Raises TooSlow rather than taking long."""
    return Search(pattern_syntax.utf16(text)).occurs(compiled(pattern))
