"""Reads ECMAScript regular expressions (no flags, with the leniencies of ECMA-262 annex B) into a small tree.

Everything is counted in UTF-16 code units, as browsers count without the `u` flag. Whether the text is a regular
expression at all has been asked of `regress` before; what is read here is therefore well formed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forms import numbers

Ranges = tuple[tuple[int, int], ...]

LAST_UNIT = 0xFFFF


class NotSupported(ValueError):
    """A construct that is valid but not run here."""


def utf16(text: str) -> list[int]:
    """The UTF-16 code units of the text."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return [low | high << 8 for low, high in zip(encoded[::2], encoded[1::2], strict=True)]


@dataclass(frozen=True, slots=True)
class Units:
    """One code unit out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Assertion:
    """A place: `^`, `$`, `b` (word boundary) or `B` (none)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    branches: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same again, `most` times at most (None: without end); `lazy` ones prefer to stop."""

    item: "Node"
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group and its number."""

    item: "Node"
    number: int


@dataclass(frozen=True, slots=True)
class Look:
    """A look ahead or behind, positive or negative."""

    item: "Node"
    ahead: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """What a group has captured, once more."""

    number: int


Node = Units | Assertion | Sequence | Choice | Repeat | Group | Look | Reference


def _set(characters: str) -> Ranges:
    return tuple((ord(character), ord(character)) for character in characters)


def _inverted(ranges: Iterable[tuple[int, int]]) -> Ranges:
    outside, following = [], 0
    for first, last in sorted(ranges):
        if first > following:
            outside.append((following, first - 1))
        following = max(following, last + 1)
    return (*outside, (following, LAST_UNIT)) if following <= LAST_UNIT else tuple(outside)


DIGITS: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE = _set(numbers.WHITE_SPACE)
_LINE_ENDS = _set("\n\r\u2028\u2029")
_CLASSES: dict[str, Ranges] = {
    "d": DIGITS,
    "D": _inverted(DIGITS),
    "w": WORD,
    "W": _inverted(WORD),
    "s": _SPACE,
    "S": _inverted(_SPACE),
}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_LOOKS = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}
_HEX = "0123456789abcdefABCDEF"
_OCTAL = "01234567"


@dataclass
class Reader:
    """Reads one pattern from left to right."""

    text: str
    at: int = 0
    opened: int = 0
    groups: int = 0
    references: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def read(self) -> Node:
        """The tree of the whole pattern."""
        self._count_groups()
        tree = self._choice()
        if self.at < len(self.text):
            raise NotSupported(f"character {self.at + 1}")
        return tree

    def _count_groups(self) -> None:
        """References may stand before their group, so groups are numbered first."""
        at, in_class = 0, False
        while at < len(self.text):
            character = self.text[at]
            if character == "\\":
                at += 1
            elif in_class:
                in_class = character != "]"
            elif character == "[":
                in_class = True
            elif character == "(":
                self._count_group(at)
            at += 1

    def _count_group(self, at: int) -> None:
        named = self.text.startswith("(?<", at) and self.text[at + 3 : at + 4] not in ("=", "!")
        if named or not self.text.startswith("(?", at):
            self.groups += 1
        if named:
            self.names[self.text[at + 3 : self.text.index(">", at)]] = self.groups

    def _take(self, *wanted: str) -> str:
        """The first of the wanted texts that comes next, and step over it; empty when none does."""
        for text in wanted:
            if self.text.startswith(text, self.at):
                self.at += len(text)
                return text
        return ""

    def _choice(self) -> Node:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Node:
        items: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            items.append(self._quantified(self._atom()))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _quantified(self, item: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return item
        return Repeat(item, *bounds, lazy=bool(self._take("?")))

    def _bounds(self) -> tuple[int, int | None] | None:
        mark = self._take("*", "+", "?")
        if mark:
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
        braces = numbers_in_braces(self.text, self.at)
        if braces is None:
            return None
        self.at = braces[2]
        return braces[:2]

    def _atom(self) -> Node:
        if look := self._take(*_LOOKS):
            return Look(self._closed(), *_LOOKS[look])
        if mark := self._take("^", "$", "\\b", "\\B"):
            return Assertion(mark[-1])
        if self._take("(?:"):
            return self._closed()
        if self._take("(?<"):
            self.at = self.text.index(">", self.at) + 1
            return self._captured()
        if self.text.startswith("(?", self.at):
            raise NotSupported("modifiers")
        if self._take("("):
            return self._captured()
        return self._units()

    def _captured(self) -> Node:
        self.opened += 1
        number = self.opened
        return Group(self._closed(), number)

    def _closed(self) -> Node:
        inner = self._choice()
        self._take(")")
        return inner

    def _units(self) -> Node:
        if self._take("."):
            return Units(_inverted(_LINE_ENDS))
        if self._take("["):
            return self._class()
        if self._take("\\"):
            return self._escape()
        self.at += 1
        units = [Units(((unit, unit),)) for unit in utf16(self.text[self.at - 1])]
        if len(units) == 2:  # a quantifier behind it is for its second half only, as in browsers
            return Sequence((units[0], self._quantified(units[1])))
        return units[0]

    def _escape(self) -> Node:
        character = self.text[self.at]
        if character in _CLASSES:
            self.at += 1
            return Units(_CLASSES[character])
        if character == "k" and self.names:
            name = self.text[self.at + 2 : self.text.index(">", self.at)]
            self.at += len(name) + 3
            return self._reference(self.names[name])
        digits = _run(self.text, self.at, "0123456789", 3)
        if character != "0" and digits and int(digits) <= self.groups:
            self.at += len(digits)
            return self._reference(int(digits))
        unit = self._unit_escape()
        return Units(((unit, unit),))

    def _reference(self, number: int) -> Node:
        self.references += 1
        return Reference(number)

    def _unit_escape(self) -> int:
        character = self.text[self.at]
        self.at += 1
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "c":
            return self._control()
        if character in "xu":
            return self._hexadecimal(character)
        if character in _OCTAL:
            octal = _run(self.text, self.at - 1, _OCTAL, 3 if character in "0123" else 2)
            self.at += len(octal) - 1
            return int(octal, 8)
        return utf16(character)[0]

    def _control(self) -> int:
        letter = self.text[self.at : self.at + 1]
        if letter.isascii() and letter.isalpha():
            self.at += 1
            return ord(letter) % 32
        self.at -= 1  # annex B: without a letter the backslash stands for itself and the c is read again
        return ord("\\")

    def _hexadecimal(self, mark: str) -> int:
        length = 2 if mark == "x" else 4
        digits = _run(self.text, self.at, _HEX, length)
        if len(digits) < length:
            return ord(mark)
        self.at += length
        return int(digits, 16)

    def _class(self) -> Node:
        negated = bool(self._take("^"))
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            first = self._class_item()
            if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                ranges += _span(first, self._class_item())
            else:
                ranges += first
        return Units(_inverted(ranges) if negated else tuple(sorted(ranges)))

    def _class_item(self) -> Ranges:
        if not self._take("\\"):
            self.at += 1
            return tuple((unit, unit) for unit in utf16(self.text[self.at - 1]))
        character = self.text[self.at]
        if character in _CLASSES:
            self.at += 1
            return _CLASSES[character]
        if character == "b":
            self.at += 1
            return ((8, 8),)
        unit = self._unit_escape()
        return ((unit, unit),)


def _span(first: Ranges, last: Ranges) -> Ranges:
    """From one to the other; with a whole class on either side the dash stands for itself."""
    if first[-1][0] == first[-1][1] and len(first) <= 2 and last[0][0] == last[0][1] and len(last) <= 2:
        return (*first[:-1], (first[-1][0], last[0][0]), *last[1:])
    return (*first, *_set("-"), *last)


def _run(text: str, at: int, alphabet: str, most: int) -> str:
    end = at
    while end < min(len(text), at + most) and text[end] in alphabet:
        end += 1
    return text[at:end]


def numbers_in_braces(text: str, at: int) -> tuple[int, int | None, int] | None:
    """The bounds of `{2}`, `{2,}` or `{2,3}` and where it ends; None when the brace only stands for itself."""
    end = text.find("}", at)
    least, comma, most = text[at + 1 : end].partition(",")
    if not text.startswith("{", at) or end < 0 or not _is_count(least) or not (most == "" or _is_count(most)):
        return None
    top = int(least) if not comma else int(most) if most else None
    return int(least), top, end + 1


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit()
