"""Walking through tokens: what comes next, what must come next, and which of them make up a name."""

import re
from typing import NoReturn

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import KEYWORDS, Token, tokenize
from engine.feel.special_names import Spellings

MAX_DEPTH = 80

_SPACES = re.compile(r"\s+")
KEYWORD_FUNCTIONS = ("date and time", "years and months duration")  # names of functions that hold a keyword
_KEYWORD_FUNCTIONS = Spellings(KEYWORD_FUNCTIONS)
_NAME_SYMBOLS = frozenset("-+*/'.")


class TokenReader:
    """A place in the tokens of a text, and the special names that are known there."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.token = self.tokens[0]
        self.specials = Spellings(names)
        self.depth = 0

    # -- moving

    def advance(self, count: int = 1) -> Token:
        """Step over tokens; returns the first of them."""
        token = self.token
        self.index += count
        self.token = self.tokens[self.index]
        return token

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.sort != "end"

    def accept(self, *texts: str) -> Token | None:
        return self.advance() if self.at(*texts) else None

    def expect(self, text: str) -> Token:
        if not self.at(text):
            self.fail("expected", wanted=text)
        return self.advance()

    def fail(self, code: str, **params: str) -> NoReturn:
        """Refuse the text at the present token."""
        if self.token.text == '"':
            raise FeelSyntaxError("unterminated-string", self.token.start)
        raise FeelSyntaxError(code, self.token.start, found=self.token.text or "…", **params)

    def deeper(self) -> None:
        """Go one level down; the caller restores `depth`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FeelSyntaxError("nested-too-deeply", self.token.start, limit=MAX_DEPTH)

    # -- names

    def name(self, *, after_dot: bool = False) -> str | None:
        """The name that begins here: the longest special one, otherwise all words side by side; None without one."""
        special = self._special()
        if special is not None:
            return special
        if self.token.sort != "name" or (self.token.text in KEYWORDS and not after_dot):
            return None
        words = [self.advance().text]
        while (self.token.sort == "name" and self.token.text not in KEYWORDS) or self.token.sort == "number":
            words.append(self.advance().text)
        return " ".join(words)

    def _special(self) -> str | None:
        found = self.specials.at(self.tokens, self.index)
        if found is None and self.token.sort == "name":
            found = _KEYWORD_FUNCTIONS.at(self.tokens, self.index)
            if found is not None and self.peek(found[1]).text != "(":
                found = None
        if found is None:
            return None
        self.advance(found[1])
        return found[0]

    def at_special(self) -> bool:
        """Whether a special name begins here, which goes before a keyword it begins with."""
        return self.specials.at(self.tokens, self.index) is not None

    def free_name(self, *stops: str) -> str:
        """A name being declared: everything up to one of the stops."""
        start = self.token.start
        end = start
        while not self.at(*stops):
            if self.token.sort not in ("name", "number", "other") and self.token.text not in _NAME_SYMBOLS:
                break
            end = self.advance().end
        if end == start:
            self.fail("expected-name")
        if not self.at(*stops):
            self.fail("expected", wanted=stops[0])
        return _SPACES.sub(" ", self.text[start:end])

    def named_argument_follows(self) -> bool:
        """Whether `name:` comes next."""
        ahead = self.index
        while self.tokens[ahead].sort in ("name", "number") or self.tokens[ahead].text in _NAME_SYMBOLS:
            ahead += 1
        return ahead > self.index and self.tokens[ahead].text == ":"

    def declare(self, name: str) -> None:
        """From here on this name is known, even if it holds symbols."""
        tokens = tokenize(name)[:-1]
        if not all(token.sort in ("name", "number") and token.text not in KEYWORDS for token in tokens):
            self.specials = self.specials.and_also(name)
