"""FEEL text as tokens; which of them make up a name is the parser's question (DMN 1.3, 10.3.1)."""

import re
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError

MAX_LENGTH = 20_000
KEYWORDS = frozenset(
    {
        *("and", "or", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between"),
        *("instance", "function", "true", "false", "null"),
    }
)

_NAME_START = (
    r"?A-Z_a-z\u00aa\u00b5\u00ba\u00c0-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_PART = _NAME_START + r"0-9\u00b7\u0300-\u036f\u203f\u2040"
_SPACE = (
    r"(?:[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+|//[^\n\r]*|/\*(?s:.*?)\*/)+"
)
_TOKEN = re.compile(
    rf"(?P<space>{_SPACE})"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|(?<!\.)\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<string>"(?:[^"\\]|\\(?s:.))*")'
    rf"|(?P<name>[{_NAME_START}][{_NAME_PART}]*)"
    r"|(?P<operator>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{},:.@])"
    r"|(?P<other>(?s:.))"
)


class Token(NamedTuple):
    """A piece of the text: its sort (number, string, name, operator, other, end), what it says and where it stands."""

    sort: str
    text: str
    start: int
    end: int


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text without its white space and comments; the last one is of the sort “end”."""
    if len(text) > MAX_LENGTH:
        raise FeelSyntaxError("text-too-long", 0, length=len(text), limit=MAX_LENGTH)
    tokens = []
    for match in _TOKEN.finditer(text):
        sort = match.lastgroup or ""
        if sort != "space":
            tokens.append(Token(sort, match[0], match.start(), match.end()))
    tokens.append(Token("end", "", len(text), len(text)))
    return tuple(tokens)


_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def unquote(literal: str) -> str:
    """The text that a string literal stands for; an escape FEEL does not know stays as it is written."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    plain = _ESCAPE.sub(_unescape, body)
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")  # two halves of one character become it
    except UnicodeError:
        return plain


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return _ESCAPED.get(code, match[0])
    point = int(code[1:], 16)
    return chr(point) if point <= 0x10FFFF else match[0]
