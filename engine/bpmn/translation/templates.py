"""Texts with `${…}` or `#{…}` in them: cut apart, so that each expression is seen whole and the rest stays literal."""

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation import juel
from engine.bpmn.translation.feel_text import Piece, Untranslatable

MARKS = ("${", "#{")


def is_template(text: str) -> bool:
    """Whether the text is, or holds, an expression of JUEL."""
    return any(mark in text for mark in MARKS)


def translate(text: str) -> str:
    """The text with a leading "=" and FEEL instead of JUEL; Untranslatable when FEEL cannot say the same."""
    parts = [juel.expression(part) if inside else feel.literal(part) for part, inside in _parts(text)]
    return "=" + (parts[0] if len(parts) == 1 else feel.joined(parts)).text


def expressions(text: str) -> list[Piece]:
    """Each expression of the text on its own."""
    return [juel.expression(part) for part, inside in _parts(text) if inside]


def _parts(text: str) -> list[tuple[str, bool]]:
    """(what is written, whether it is an expression), in order and without empty literals."""
    parts, at = [], 0
    while at < len(text):
        start = min((found for mark in MARKS if (found := text.find(mark, at)) >= 0), default=len(text))
        if start > at:
            parts.append((text[at:start], False))
        if start < len(text):
            end = _end(text, start + 2)
            parts.append((text[start + 2 : end], True))
            at = end + 1
        else:
            at = start
    return parts


def _end(text: str, at: int) -> int:
    """Where the expression that begins here is closed; a brace inside a string does not count."""
    quote, depth = "", 0
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise Untranslatable("the closing brace is missing")
