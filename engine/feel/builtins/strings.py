"""Functions of text (DMN 1.3, 10.3.4.3); characters are counted as Unicode counts them, from 1."""

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


def _pattern(pattern: Any, flags: Any, parameter: str = "pattern") -> Pattern:
    source = string(pattern, parameter)
    try:
        return compile_pattern(source, "" if flags is None else string(flags, "flags"))
    except PatternError as error:
        raise FunctionFailed(str(error), "invalid-pattern", pattern=source[:100]) from error


@builtin("matches", "input, pattern, [flags]")
def matches(run: Run, source: Any, pattern: Any, flags: Any = None) -> bool:
    """Whether a part of the text matches a pattern (XPath and XQuery Functions and Operators 3.1, 5.6)."""
    return _pattern(pattern, flags).search(string(source, "input"), run)


@builtin("replace", "input, pattern, replacement, [flags]")
def replace(run: Run, source: Any, pattern: Any, replacement: Any, flags: Any = None) -> str:
    """The text with every match replaced; `$1` stands for what the first group matched."""
    compiled = _pattern(pattern, flags)
    try:
        return compiled.replace(string(source, "input"), string(replacement, "replacement"), run)
    except PatternError as error:
        raise FunctionFailed(str(error), "invalid-pattern", pattern=str(replacement)[:100]) from error


@builtin("split", "string, delimiter")
def split(run: Run, source: Any, delimiter: Any) -> list[str]:
    """The parts of a text between the matches of a pattern."""
    return _pattern(delimiter, None, "delimiter").split(string(source, "string"), run)
