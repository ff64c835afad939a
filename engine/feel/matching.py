"""Matching text with patterns in bounded work.

Python's re goes wrong on patterns like `(a+)+b`: it may try exponentially many ways and cannot be stopped. So a pattern
whose work is small or grows only with the text, which its tree tells, runs on re; every other one runs on a machine
that tries each (place in the pattern, place in the text) once and pays for every step.
"""

import functools
import re
from collections.abc import Callable, Iterator

from engine.feel.pattern_machine import Machine
from engine.feel.patterns import (
    BackReference,
    Characters,
    Choice,
    Edge,
    Group,
    Parsed,
    PatternError,
    Repeat,
    Sequence,
    Tree,
    parse_pattern,
)
from engine.feel.run import Run

_SMALL = 10_000.0  # ways to try that re gets through in less than a millisecond
_WAYS_PER_STEP = 50
_REPLACEMENT = re.compile(r"\\(.?)|\$([0-9]*)", re.DOTALL)

Spans = tuple[tuple[int, int], ...]  # of the whole match and of each group; (-1, -1) for a group that took no part


class Pattern:
    """A compiled pattern. Immutable; may be used by many threads at once."""

    def __init__(self, parsed: Parsed, flags: str) -> None:
        self._tree = parsed.tree
        self._groups = parsed.groups
        self._size = _size(parsed.tree)
        self._anchored = "m" not in flags and _starts_with_edge(parsed.tree)
        self._literal = "q" in flags
        self._lines = "m" in flags
        text = _python(parsed.tree, lines=self._lines)
        self._python = None if text is None else re.compile(text, re.IGNORECASE if "i" in flags else 0)
        self._machine: Machine | None = None
        self._flags = flags

    def search(self, text: str, run: Run) -> bool:
        """Whether any part of the text matches."""
        return next(self._find(text, run), None) is not None

    def replace(self, text: str, replacement: str, run: Run) -> str:
        """The text with every match replaced; PatternError when nothing at all would match."""
        pieces = [replacement] if self._literal else self._pieces(replacement)
        self._refuse_empty(run)
        made: list[str] = []
        at = length = 0
        for spans in self._find(text, run):
            made.append(text[at : spans[0][0]])
            made.extend(piece if isinstance(piece, str) else _slice(text, spans, piece) for piece in pieces)
            length += sum(map(len, made[-len(pieces) - 1 :]))
            run.text(length)
            at = spans[0][1]
        return "".join(made) + text[at:]

    def split(self, text: str, run: Run) -> list[str]:
        """The parts between the matches; PatternError when nothing at all would match."""
        self._refuse_empty(run)
        made: list[str] = []
        at = 0
        for spans in self._find(text, run):
            made.append(text[at : spans[0][0]])
            run.list(len(made))
            at = spans[0][1]
        return [*made, text[at:]]

    def _refuse_empty(self, run: Run) -> None:
        if self.search("", run):
            raise PatternError("it matches where there is nothing")

    def _find(self, text: str, run: Run) -> Iterator[Spans]:
        """All matches from left to right."""
        ways = _ways(self._tree, len(text) + 1)
        work = ways * self._size * (1 if self._anchored else len(text) + 1)
        if self._python is not None and (work <= _SMALL or ways == 1.0):
            run.charge(int(work) // _WAYS_PER_STEP)
            return (_spans(match) for match in self._python.finditer(text))
        if self._machine is None:
            self._machine = Machine(self._tree, self._groups, self._flags)
        return self._machine.find_all(text, run)

    def _pieces(self, replacement: str) -> list[str | int]:
        """The replacement as texts and numbers of groups."""
        pieces: list[str | int] = []
        at = 0
        for match in _REPLACEMENT.finditer(replacement):
            pieces.append(replacement[at : match.start()])
            at = match.end()
            if match[1] is not None:
                if match[1] not in ("\\", "$"):
                    raise PatternError("a backslash stands before something other than a backslash or “$”")
                pieces.append(match[1])
            else:
                pieces.extend(self._group(match[2]))
        return [*pieces, replacement[at:]]

    def _group(self, digits: str) -> list[str | int]:
        """The group that `$digits` means: the longest number that is one; the rest is text."""
        if not digits:
            raise PatternError("“$” is not followed by the number of a group")
        used = len(digits)
        while used > 1 and int(digits[:used]) > self._groups:
            used -= 1
        number = int(digits[:used])
        return [number if number <= self._groups else "", digits[used:]]


@functools.lru_cache(512)
def compile_pattern(pattern: str, flags: str) -> Pattern:
    """The pattern, compiled once; raises PatternError."""
    return Pattern(parse_pattern(pattern, flags), flags)


def _spans(match: re.Match[str]) -> Spans:
    return tuple(match.span(number) for number in range((match.re.groups or 0) + 1))


def _slice(text: str, spans: Spans, group: int) -> str:
    start, end = spans[group]
    return text[start:end] if start >= 0 else ""


def _ways(tree: Tree, length: int) -> float:
    """At most how many ways a matcher may try at one place of a text of this length."""
    if isinstance(tree, Group):
        return _ways(tree.inner, length)
    if isinstance(tree, Sequence):
        return functools.reduce(lambda ways, part: min(ways * _ways(part, length), 1e30), tree.parts, 1.0)
    if isinstance(tree, Choice):
        return sum(_ways(branch, length) for branch in tree.branches)
    if isinstance(tree, Repeat):
        return _repeat_ways(tree, length)
    return 1.0


def _repeat_ways(tree: Repeat, length: int) -> float:
    inner = _ways(tree.inner, length)
    if inner == 1.0:
        most = length if tree.most is None else min(tree.most, length)
        return max(1.0, most - tree.least + 1.0)
    if tree.most is None:
        return 1e30
    ways = 1.0
    for _ in range(tree.most):
        ways = min(ways * (inner + 1), 1e30)
    return ways


def _size(tree: Tree) -> int:
    """How many characters a pattern looks at, where what repeats without end counts once."""
    if isinstance(tree, Group):
        return _size(tree.inner)
    if isinstance(tree, Repeat):
        return _size(tree.inner) * max(1, tree.most or tree.least)
    if isinstance(tree, (Sequence, Choice)):
        return sum(map(_size, tree.parts if isinstance(tree, Sequence) else tree.branches))
    return 1


def _starts_with_edge(tree: Tree) -> bool:
    first = tree.parts[0] if isinstance(tree, Sequence) and tree.parts else tree
    return isinstance(first, Edge) and first.start


def _python(tree: Tree, *, lines: bool) -> str | None:
    """The pattern as Python's re writes it; None when it cannot."""
    if isinstance(tree, Characters):
        return tree.python
    if isinstance(tree, Edge):
        return ("(?m:^)" if tree.start else "(?m:$)") if lines else (r"\A" if tree.start else r"\Z")
    if isinstance(tree, BackReference):
        return f"(?:\\{tree.number})"
    if isinstance(tree, Group):
        return _wrapped(tree.inner, "(" if tree.number is not None else "(?:", ")", lines=lines)
    if isinstance(tree, Repeat):
        most = "" if tree.most is None else str(tree.most)
        return _wrapped(tree.inner, "(?:", f"){{{tree.least},{most}}}{'' if tree.greedy else '?'}", lines=lines)
    parts = [_python(part, lines=lines) for part in (tree.parts if isinstance(tree, Sequence) else tree.branches)]
    texts = [part for part in parts if part is not None]
    joiner: Callable[[list[str]], str] = "".join if isinstance(tree, Sequence) else "|".join
    return f"(?:{joiner(texts)})" if len(texts) == len(parts) else None


def _wrapped(inner: Tree, opening: str, closing: str, *, lines: bool) -> str | None:
    text = _python(inner, lines=lines)
    return None if text is None else f"{opening}{text}{closing}"
