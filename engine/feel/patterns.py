"""Patterns of `matches`, `replace` and `split`, read into a tree: XML Schema regular expressions as XPath extends them.

Python's own syntax differs (`\\i`, `\\p{..}`, `[a-z-[aeiou]]`, what may be escaped), and a tree lets the matcher know
beforehand how much work a pattern can make (XPath and XQuery Functions and Operators 3.1, 5.6.1).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NoReturn

from engine.feel.record import Record

MAX_REPEATS = 1_000
MAX_LENGTH = 2_000
_MAX_DEPTH = 40

Test = Callable[[str], bool]


class PatternError(ValueError):
    """The text is not a pattern."""


class Characters(Record):
    """One character that passes a test; `python` is the same for Python's re, where that can say it."""

    test: Test
    python: str | None


class Edge(Record):
    """The start (`^`) or end (`$`) of the text, or of a line with the flag m."""

    start: bool


class Group(Record):
    inner: "Tree"
    number: int | None  # None: not captured


class BackReference(Record):
    number: int


class Repeat(Record):
    inner: "Tree"
    least: int
    most: int | None
    greedy: bool


class Sequence(Record):
    parts: tuple["Tree", ...]


class Choice(Record):
    branches: tuple["Tree", ...]


Tree = Characters | Edge | Group | BackReference | Repeat | Sequence | Choice


class Parsed(Record):
    """A pattern as a tree, and the number of its groups."""

    tree: Tree
    groups: int


def parse_pattern(pattern: str, flags: str) -> Parsed:
    """The tree of a pattern; raises PatternError. Flags: s m i x q, as XPath has them."""
    if set(flags) - set("smixq"):
        raise PatternError(f"the flags “{flags}” are not among s, m, i, x and q")
    if len(pattern) > MAX_LENGTH:
        raise PatternError(f"it is longer than {MAX_LENGTH} characters")
    if "q" in flags:
        return Parsed(Sequence(tuple(_literal(character, flags) for character in pattern)), 0)
    reader = _Reader(_without_space(pattern) if "x" in flags else pattern, flags)
    tree = reader.choice()
    if reader.index < len(reader.text):
        reader.fail("a bracket is closed that was not opened")
    return Parsed(tree, reader.groups)


def _without_space(pattern: str) -> str:
    return re.sub(r"[ \t\n\r]+(?![^\[]*\])", "", pattern)


def _literal(character: str, flags: str) -> Characters:
    return _folded(character.__eq__, re.escape(character), flags)


def _folded(test: Test, python: str | None, flags: str) -> Characters:
    """The test, regardless of upper and lower case under the flag i."""
    if "i" not in flags:
        return Characters(test, python)
    return Characters(lambda c: bool(test(c) or test(c.lower()) or test(c.upper())), python)


class _Reader:
    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.flags = flags
        self.index = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.depth = 0

    def fail(self, reason: str) -> NoReturn:
        raise PatternError(reason)

    def peek(self, count: int = 1) -> str:
        return self.text[self.index : self.index + count]

    def take(self) -> str:
        if self.index >= len(self.text):
            self.fail("it ends too early")
        self.index += 1
        return self.text[self.index - 1]

    def accept(self, text: str) -> bool:
        found = self.text.startswith(text, self.index)
        self.index += len(text) if found else 0
        return found

    # -- structure

    def choice(self) -> Tree:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.fail("it is nested too deeply")
        branches = [self.sequence()]
        while self.accept("|"):
            branches.append(self.sequence())
        self.depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Tree:
        parts: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self, inner: Tree) -> Tree:
        bounds = self.bounds()
        if bounds is None:
            return inner
        greedy = not self.accept("?")
        if self.bounds() is not None:
            self.fail("two quantifiers follow each other")
        return Repeat(inner, bounds[0], bounds[1], greedy)

    def bounds(self) -> tuple[int, int | None] | None:
        for sign, found in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.accept(sign):
                return found
        if self.peek() != "{":
            return None
        match = re.compile(r"\{([0-9]{1,6})(,([0-9]{1,6})?)?\}").match(self.text, self.index)
        if not match:
            self.fail("a quantifier in braces is not a number or two")
        self.index = match.end()
        least = int(match[1])
        most = int(match[3]) if match[3] else None if match[2] else least
        if least > MAX_REPEATS or (most is not None and (most > MAX_REPEATS or most < least)):
            self.fail(f"a quantifier is not between 0 and {MAX_REPEATS}")
        return least, most

    def atom(self) -> Tree:
        character = self.take()
        if character == "(":
            return self.group()
        if character == "[":
            return self.bracket()
        if character == "\\":
            return self.escape()
        if character in "^$":
            return Edge(character == "^")
        if character == ".":
            every = "s" in self.flags
            return Characters(lambda c: every or c not in "\n\r", r"[\s\S]" if every else r"[^\n\r]")
        if character in "*+?{}]":
            self.fail(f"“{character}” stands where it has no meaning")
        return _literal(character, self.flags)

    def group(self) -> Tree:
        number = None
        if self.accept("?"):
            if not self.accept(":"):
                self.fail("“(?” is followed by something other than “:”")
        else:
            self.groups += 1
            number = self.groups
        inner = self.choice()
        if not self.accept(")"):
            self.fail("a bracket is not closed")
        if number is not None:
            self.closed.add(number)
        return Group(inner, number)

    def escape(self) -> Tree:
        if self.peek().isdecimal():
            return self.back_reference()
        test, python = self.escaped()
        return _folded(test, python, self.flags)

    def back_reference(self) -> Tree:
        number = int(self.take())
        while self.peek().isdecimal() and number * 10 + int(self.peek()) <= self.groups:
            number = number * 10 + int(self.take())
        if number not in self.closed:
            self.fail(f"there is no group {number} before this place")
        return BackReference(number)

    # -- characters

    def escaped(self) -> tuple[Test, str | None]:
        """What follows a backslash, inside or outside of brackets."""
        character = self.take()
        if character in _ESCAPED:
            return _ESCAPED[character].__eq__, re.escape(_ESCAPED[character])
        if character in "pP":
            return self.category(positive=character == "p")
        if character in _CLASSES:
            return _CLASSES[character]
        if character.isalnum():
            self.fail(f"“\\{character}” has no meaning")
        return character.__eq__, re.escape(character)

    def category(self, *, positive: bool) -> tuple[Test, None]:
        match = re.compile(r"\{([A-Za-z0-9-]+)\}").match(self.text, self.index)
        if not match:
            self.fail("“\\p” needs a category in braces")
        self.index = match.end()
        name = match[1]
        if name in _BLOCKS:
            first, last = _BLOCKS[name]
            return lambda c: (first <= c <= last) is positive, None
        if name not in _CATEGORIES:
            self.fail(f"there is no category “{name}”")
        return lambda c: unicodedata.category(c).startswith(name) is positive, None

    def bracket(self) -> Tree:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.fail("it is nested too deeply")
        negated = self.accept("^")
        tests: list[Test] = []
        python: list[str | None] = []
        less: Characters | None = None
        while not self.accept("]"):
            if tests and self.accept("-["):
                inner = self.bracket()
                less = inner if isinstance(inner, Characters) else None
                if self.take() != "]":
                    self.fail("a subtraction is not the end of its brackets")
                break
            test, text = self.bracket_item()
            tests.append(test)
            python.append(text)
        if not tests:
            self.fail("brackets are empty")
        self.depth -= 1
        return _bracket(tests, python, less, negated=negated, flags=self.flags)

    def bracket_item(self) -> tuple[Test, str | None]:
        character = self.take()
        if character == "[":
            self.fail("“[” inside brackets needs a backslash")
        if character == "\\" and self.peek() not in _ESCAPED and (self.peek().isalnum() or not self.peek()):
            if self.peek().isdecimal():
                self.fail("a group cannot be meant inside brackets")
            return self.escaped()
        low = self.plain(character)
        if self.peek() != "-" or self.peek(2) in ("-]", "-["):
            return low.__eq__, re.escape(low)
        self.take()
        high = self.plain(self.take())
        if high < low:
            self.fail(f"“{low}-{high}” is not in order")
        return lambda c: low <= c <= high, f"{re.escape(low)}-{re.escape(high)}"

    def plain(self, character: str) -> str:
        """One character, which may be written with a backslash."""
        if character == "[":
            self.fail("“[” inside brackets needs a backslash")
        if character != "\\":
            return character
        escaped = self.take()
        if escaped not in _ESCAPED and escaped.isalnum():
            self.fail(f"“\\{escaped}” cannot be an end of a range")
        return _ESCAPED.get(escaped, escaped)


def _bracket(
    tests: list[Test], python: list[str | None], less: Characters | None, *, negated: bool, flags: str
) -> Characters:
    def test(character: str) -> bool:
        return any(check(character) for check in tests)

    within = _folded(test, None, flags).test
    without = less.test if less else None
    texts = [text for text in python if text is not None]
    text = f"[{'^' if negated else ''}{''.join(texts)}]" if len(texts) == len(python) else None
    if less is not None:
        text = f"(?:(?!{less.python}){text})" if text and less.python else None
    if without is None:
        return Characters(lambda c: within(c) is not negated, text)
    return Characters(lambda c: within(c) is not negated and not without(c), text)


def _is_name_start(character: str) -> bool:
    return character.isalpha() or character in "_:"


def _is_name_part(character: str) -> bool:
    return character.isalnum() or character in "_:-.·"


def _by_python(pattern: str) -> tuple[Test, str]:
    compiled = re.compile(pattern)
    return lambda c: compiled.match(c) is not None, pattern


_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_CLASSES: dict[str, tuple[Test, str | None]] = {
    **{letter: _by_python("\\" + letter) for letter in "sSdDwW"},
    "i": (_is_name_start, None),
    "I": (lambda c: not _is_name_start(c), None),
    "c": (_is_name_part, None),
    "C": (lambda c: not _is_name_part(c), None),
}
_CATEGORIES = frozenset(
    {
        *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe"),
        *("Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"),
    }
)
_BLOCKS = {
    "IsBasicLatin": ("\u0000", "\u007f"),
    "IsLatin-1Supplement": ("\u0080", "\u00ff"),
    "IsLatinExtended-A": ("\u0100", "\u017f"),
    "IsLatinExtended-B": ("\u0180", "\u024f"),
    "IsGreek": ("\u0370", "\u03ff"),
    "IsGreekandCoptic": ("\u0370", "\u03ff"),
    "IsCyrillic": ("\u0400", "\u04ff"),
    "IsHebrew": ("\u0590", "\u05ff"),
    "IsArabic": ("\u0600", "\u06ff"),
    "IsThai": ("\u0e00", "\u0e7f"),
    "IsHiragana": ("\u3040", "\u309f"),
    "IsKatakana": ("\u30a0", "\u30ff"),
    "IsHangulSyllables": ("\uac00", "\ud7af"),
    "IsCJKUnifiedIdeographs": ("\u4e00", "\u9fff"),
    "IsCurrencySymbols": ("\u20a0", "\u20cf"),
    "IsGeneralPunctuation": ("\u2000", "\u206f"),
}
