"""JUEL, the expression language of Camunda 7, Operaton, Flowable and Activiti, becomes FEEL of the same meaning.

Only what FEEL says exactly so is translated. Calls of beans and of Java methods are Untranslatable, apart from a few
whose meaning does not depend on any Java object.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation.feel_text import Piece, Untranslatable
from engine.bpmn.translation.juel_calls import function_call, method_call, variable

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[lLfFdD]?(?![\w.])"
    r"|(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<operator>===|!==|&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]]))",
    re.DOTALL,
)
_WORDS = {
    "and": "&&", "or": "||", "not": "!", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
    "div": "/", "mod": "%", "empty": "empty",
}  # fmt: skip
_BINARY: Sequence[tuple[int, dict[str, str]]] = (
    (feel.OR, {"||": "or"}),
    (feel.AND, {"&&": "and"}),
    (feel.COMPARISON, {"==": "=", "!=": "!=", "===": "=", "!==": "!="}),
    (feel.COMPARISON, {"<": "<", ">": ">", "<=": "<=", ">=": ">="}),
    (feel.SUM, {"+": "+", "-": "-"}),
    (feel.PRODUCT, {"*": "*", "/": "/", "%": "%"}),
)
_LITERALS = {"true": True, "false": False, "null": None}
_EMPTY = feel.literal([None, "", [], {}])
_MAX_LENGTH = 10_000
_MAX_DEPTH = 50


class Token(NamedTuple):
    """A token and its sort: number, string, name, operator or end."""

    sort: str
    text: str


def expression(text: str) -> Piece:
    """The FEEL of what stands between `${` and `}`."""
    parser = _Parser(_tokens(text))
    piece = parser.ternary()
    if parser.token.sort != "end":
        raise Untranslatable("“{found}” is not expected here", found=parser.token.text)
    return piece


def _tokens(text: str) -> list[Token]:
    if len(text) > _MAX_LENGTH:
        raise Untranslatable("the expression is too long")
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise Untranslatable("“{text}” is not understood", text=text[at:].strip()[:20])
        sort = match.lastgroup or ""
        tokens.append(_token(sort, match[sort]))
        at = match.end()
    return [*tokens, Token("end", "")]


def _token(sort: str, text: str) -> Token:
    return Token("operator", _WORDS[text]) if sort == "name" and text in _WORDS else Token(sort, text)


class _Parser:
    """Recursive descent, as the grammar of the specification."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, operator: str) -> bool:
        if self.token == ("operator", operator):
            self.at += 1
            return True
        return False

    def expect(self, operator: str) -> None:
        if not self.take(operator):
            raise Untranslatable("“{wanted}” is missing", wanted=operator)

    def ternary(self) -> Piece:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Untranslatable("the expression is nested too deeply")
        piece = self.binary(0)
        if self.take("?"):
            then = self.ternary()
            self.expect(":")
            piece = feel.choice(piece, then, self.ternary())
        self.depth -= 1
        return piece

    def binary(self, rank: int) -> Piece:
        if rank == len(_BINARY):
            return self.unary()
        level, operators = _BINARY[rank]
        left = self.binary(rank + 1)
        while self.token.sort == "operator" and self.token.text in operators:
            operator = self.token.text
            self.at += 1
            right = self.binary(rank + 1)
            left = _combined(level, left, operators[operator], right)
        return left

    def unary(self) -> Piece:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Untranslatable("the expression is nested too deeply")
        if self.take("!"):
            piece = feel.negated(self.unary())
        elif self.take("-"):
            piece = Piece(f"-{self.unary().within(feel.ATOM)}", feel.UNARY)
        elif self.take("empty"):
            piece = feel.call("list contains", _EMPTY, self.unary())
        else:
            piece = self.postfix()
        self.depth -= 1
        return piece

    def postfix(self) -> Piece:
        piece = self.primary()
        while True:
            if self.take("."):
                piece = self.member(piece)
            elif self.take("["):
                piece = self.subscript(piece)
            else:
                return piece

    def primary(self) -> Piece:
        token = self.token
        self.at += 1
        if token.sort == "number":
            return Piece(token.text)
        if token.sort == "string":
            return feel.literal(re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL))
        if token.sort == "name" and token.text in _LITERALS:
            return feel.literal(_LITERALS[token.text])
        if token.sort == "name":
            return self.name(token.text)
        if token == ("operator", "("):
            piece = self.ternary()
            self.expect(")")
            return piece
        if token.text:
            raise Untranslatable("“{found}” is not expected here", found=token.text)
        raise Untranslatable("the expression is not whole")

    def name(self, name: str) -> Piece:
        if self.token == ("operator", ":") and self.tokens[self.at + 1].sort == "name" and self._is_prefixed():
            raise Untranslatable("the functions of “{name}:” belong to another engine", name=name)
        if self.take("("):
            return function_call(name, self.arguments())
        return variable(name)

    def _is_prefixed(self) -> bool:
        return self.tokens[self.at + 2] == ("operator", "(")

    def member(self, piece: Piece) -> Piece:
        token = self.token
        if token.sort != "name" and token.text not in _WORDS.values():
            raise Untranslatable("a name is missing after the dot")
        self.at += 1
        if self.take("("):
            return method_call(piece, token.text, self.arguments())
        if piece.text == "execution" and token.text in ("processBusinessKey", "businessKey"):
            return feel.name("businessKey")
        return feel.member(_object(piece), token.text)

    def arguments(self) -> list[Piece]:
        found: list[Piece] = []
        if self.take(")"):
            return found
        found.append(self.ternary())
        while self.take(","):
            found.append(self.ternary())
        self.expect(")")
        return found

    def subscript(self, piece: Piece) -> Piece:
        token, after = self.token, self.tokens[self.at + 1]
        key = self.ternary()
        self.expect("]")
        if after == ("operator", "]") and token.sort == "number" and token.text.isdecimal():
            return feel.at(_object(piece), int(token.text))
        if after == ("operator", "]") and token.sort == "string":
            return feel.member(_object(piece), token.text[1:-1])
        return feel.element(_object(piece), key)


def _object(piece: Piece) -> Piece:
    """What properties are read from; the engine's own objects have none here."""
    if piece.text in ("execution", "task"):
        raise Untranslatable("the object “{name}” belongs to another engine", name=piece.text)
    return piece


def _combined(level: int, left: Piece, operator: str, right: Piece) -> Piece:
    if operator == "%":
        return _remainder(left, right)
    if operator in ("=", "!="):
        # JUEL takes the text 'true' for the truth value when the other side is one.
        left, right = _truth(left, right), _truth(right, left)
    return feel.binary(level, left, operator, right)


def _truth(piece: Piece, other: Piece) -> Piece:
    is_literal = piece.text.startswith('"')
    return feel.call("string", piece) if other.text in ('"true"', '"false"') and not is_literal else piece


def _remainder(left: Piece, right: Piece) -> Piece:
    """Java's remainder has the sign of the left side, FEEL's modulo that of the right."""
    divisor = right if right.text.isdecimal() else feel.call("abs", right)
    if left.text.isdecimal():
        return feel.call("modulo", left, divisor)
    sign = feel.choice(feel.binary(feel.COMPARISON, left, "<", Piece("0")), Piece("-1", feel.UNARY), Piece("1"))
    return feel.binary(feel.PRODUCT, sign, "*", feel.call("modulo", feel.call("abs", left), divisor))
