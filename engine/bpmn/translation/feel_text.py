"""FEEL text that is put together from parts: literals, names, and operators with just the brackets they need."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.lexer import KEYWORDS

OR, AND, COMPARISON, SUM, PRODUCT, UNARY, ATOM = range(1, 8)
LOOSE = 0  # if, for, some, every: bracketed wherever they stand inside something else


class Untranslatable(ValueError):
    """The text has no FEEL equivalent of exactly the same meaning; `reason` says what is in the way.

    `because` is what a finding keeps of it: the English reason, and the template and parameters that it was made of.
    """

    def __init__(self, template: str, /, **params: str) -> None:
        self.reason = template.format_map(params)
        super().__init__(self.reason)
        self.because = {"reason": self.reason, "cause": {"template": template, "params": params}}


@dataclass(frozen=True)
class Piece:
    """A FEEL expression and how tightly it is bound."""

    text: str
    level: int = ATOM

    def within(self, level: int) -> str:
        """The text, bracketed where something of this level would tear it apart."""
        return self.text if self.level >= level else f"({self.text})"


def literal(value: Any) -> Piece:
    """A JSON value as FEEL writes it."""
    if value is None or isinstance(value, bool | str):
        return Piece(json.dumps(value, ensure_ascii=False))
    if isinstance(value, int | float):
        return Piece(str(value), ATOM if value >= 0 else UNARY)
    if isinstance(value, Mapping):
        return context((str(key), literal(entry)) for key, entry in value.items())
    return items(literal(item) for item in value)


def context(entries: Iterable[tuple[str, Piece]]) -> Piece:
    """A FEEL context."""
    return Piece(
        "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {value.text}" for key, value in entries) + "}"
    )


def items(pieces: Iterable[Piece]) -> Piece:
    """A FEEL list."""
    return Piece("[" + ", ".join(piece.text for piece in pieces) + "]")


def name(text: str) -> Piece:
    """A variable or property; Untranslatable when FEEL keeps the word for itself."""
    return Piece(plain_name(text))


def plain_name(text: str) -> str:
    if text in KEYWORDS or not text.isidentifier():
        raise Untranslatable("“{name}” cannot be the name of a variable in FEEL", name=text)
    return text


def binary(level: int, left: Piece, operator: str, right: Piece) -> Piece:
    """Left-associative: the right side is bracketed at its own level too. Comparisons are never chained."""
    inner = level + 1 if level == COMPARISON else level
    outer = level if level in (OR, AND) else level + 1
    return Piece(f"{left.within(inner)} {operator} {right.within(outer)}", level)


def call(function: str, *arguments: Piece) -> Piece:
    """A call of a built-in function."""
    return Piece(f"{function}({', '.join(argument.text for argument in arguments)})")


def negated(piece: Piece) -> Piece:
    """Logical not."""
    return call("not", piece)


def choice(condition: Piece, then: Piece, otherwise: Piece) -> Piece:
    """if … then … else …"""
    text = f"if {condition.text} then {then.within(OR)} else {otherwise.text}"
    return Piece(text, LOOSE)


def member(piece: Piece, key: str) -> Piece:
    """An entry of a context, by a key that is known."""
    if key.isidentifier() and key not in KEYWORDS:
        return Piece(f"{piece.within(ATOM)}.{key}")
    return call("get value", piece, literal(key))


def at(piece: Piece, position: int) -> Piece:
    """An item of a list, counted from zero; negative numbers count from the end, as in FEEL itself."""
    return Piece(f"{piece.within(ATOM)}[{position if position < 0 else position + 1}]")


def element(piece: Piece, key: Piece) -> Piece:
    """An item or entry by a key that is only known when it runs: numbers count from zero, anything else is a name."""
    counted = key.text.removesuffix(" - 1") if key.text.endswith(" - 1") else binary(SUM, key, "+", Piece("1")).text
    item = Piece(f"{piece.within(ATOM)}[{counted}]")
    if key.level in (SUM, PRODUCT, UNARY):
        return item
    return choice(_is(key, "number"), item, call("get value", piece, key))


def contains(container: Piece, wanted: Piece) -> Piece:
    """Whether a text holds a text, or a list an item."""
    if container.text.startswith(("[", '"')) and container.level == ATOM:
        return call("list contains" if container.text[0] == "[" else "contains", container, wanted)
    return choice(
        _is(container, "string"), call("contains", container, wanted), call("list contains", container, wanted)
    )


def size(piece: Piece) -> Piece:
    """The length of a text or a list."""
    return choice(_is(piece, "string"), call("string length", piece), call("count", piece))


def _is(piece: Piece, kind: str) -> Piece:
    return Piece(f"{piece.within(ATOM)} instance of {kind}", COMPARISON)


def joined(pieces: Iterable[Piece]) -> Piece:
    """Texts put together: `"a-" + string(x)`; what is no text literal is written out as one."""
    parts = [piece if piece.text.startswith('"') else call("string", piece) for piece in pieces]
    return Piece(" + ".join(part.within(SUM) for part in parts), SUM if len(parts) > 1 else ATOM)
