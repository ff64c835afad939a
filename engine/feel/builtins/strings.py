"""Functions of text (DMN 1.3, 10.3.4.3); characters are counted as Unicode counts them, from 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.feel.builtins.arguments import integer, items, string, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.matching import Pattern, compile_pattern
from engine.feel.patterns import PatternError
from engine.feel.run import Run
from engine.feel.values import from_host


@builtin("substring", "string, start position, [length]")
def substring(run: Run, source: Any, start: Any, length: Any = None) -> str:
    value, first = string(source, "string"), integer(start, "start position")
    if first == 0 or abs(first) > len(value):
        raise FunctionFailed(f"there is no character {first}")
    first = first - 1 if first > 0 else len(value) + first
    if length is None:
        return value[first:]
    wanted = integer(length, "length")
    if wanted < 1:
        raise wrong("length", "positive number", length)
    return value[first : first + wanted]


@builtin("string length", "string")
def string_length(run: Run, source: Any) -> int:
    return len(string(source, "string"))


@builtin("upper case", "string")
def upper_case(run: Run, source: Any) -> str:
    return string(source, "string").upper()


@builtin("lower case", "string")
def lower_case(run: Run, source: Any) -> str:
    return string(source, "string").lower()


@builtin("substring before", "string, match")
def substring_before(run: Run, source: Any, match: Any) -> str:
    """What stands before the first match; nothing when there is none."""
    value, wanted = string(source, "string"), string(match, "match")
    return value.partition(wanted)[0] if wanted and wanted in value else ""


@builtin("substring after", "string, match")
def substring_after(run: Run, source: Any, match: Any) -> str:
    """What stands after the first match; nothing when there is none."""
    value, wanted = string(source, "string"), string(match, "match")
    return value.partition(wanted)[2] if wanted else value


@builtin("contains", "string, match")
def contains(run: Run, source: Any, match: Any) -> bool:
    return string(match, "match") in string(source, "string")


@builtin("starts with", "string, match")
def starts_with(run: Run, source: Any, match: Any) -> bool:
    return string(source, "string").startswith(string(match, "match"))


@builtin("ends with", "string, match")
def ends_with(run: Run, source: Any, match: Any) -> bool:
    return string(source, "string").endswith(string(match, "match"))


@builtin("string join", "list, [delimiter]")
def string_join(run: Run, values: Any, delimiter: Any = None) -> str:
    """The texts of a list one after the other; null among them is left out."""
    between = "" if delimiter is None else string(delimiter, "delimiter")
    texts = [from_host(value) for value in items(values, "list") if value is not None]
    if not all(type(text) is str for text in texts):
        raise wrong("list", "list<string>", values)
    run.text(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


@contextmanager
def _failing_as_function(pattern: str) -> Iterator[None]:
    """What is wrong with a pattern as the failure of the function that uses it."""
    try:
        yield
    except PatternError as error:
        raise FunctionFailed(str(error), "invalid-pattern", pattern=pattern[:100]) from error


def _pattern(pattern: str, flags: Any) -> Pattern:
    return compile_pattern(pattern, "" if flags is None else string(flags, "flags"))


@builtin("matches", "input, pattern, [flags]")
def matches(run: Run, source: Any, pattern: Any, flags: Any = None) -> bool:
    """Whether a part of the text matches a pattern (XPath and XQuery Functions and Operators 3.1, 5.6)."""
    value, wanted = string(source, "input"), string(pattern, "pattern")
    with _failing_as_function(wanted):
        return _pattern(wanted, flags).search(value, run)


@builtin("replace", "input, pattern, replacement, [flags]")
def replace(run: Run, source: Any, pattern: Any, replacement: Any, flags: Any = None) -> str:
    """The text with every match replaced; `$1` stands for what the first group matched."""
    value, wanted = string(source, "input"), string(pattern, "pattern")
    with _failing_as_function(wanted):
        return _pattern(wanted, flags).replace(value, string(replacement, "replacement"), run)


@builtin("split", "string, delimiter")
def split(run: Run, source: Any, delimiter: Any) -> list[str]:
    """The parts of a text between the matches of a pattern."""
    value, wanted = string(source, "string"), string(delimiter, "delimiter")
    with _failing_as_function(wanted):
        return _pattern(wanted, None).split(value, run)
