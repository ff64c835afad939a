"""Names that only the variables in scope can tell from operators: `e-mail`, `profit + loss`, `price in euro`.

DMN 1.3, 10.3.1.4, lets names hold spaces, operators and keywords. Two words side by side are always one name (`loan
amount`), so most texts mean the same whatever the variables are and are compiled once. A text that could hold a special
name says so in its `Candidates`; only then are variables looked at.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.feel.lexer import KEYWORDS, Token, tokenize
from engine.feel.record import Record

_SYMBOLS = frozenset("-+*/'")
_MAX_TOKENS = 9  # of one special name
_MAX_VISITED = 2_000  # values looked at when the place of a name is not known
_OPENERS = frozenset(("[", "{", "for", "some", "every", "function"))


class Candidates(Record):
    """Spellings of names that a text may hold: `top` of variables, `under` of entries behind a known path,
    `anywhere` of entries whose place only the evaluation knows."""

    top: frozenset[str]
    under: tuple[tuple[tuple[str, ...], frozenset[str]], ...]
    anywhere: frozenset[str]
    any: bool


def candidates(tokens: tuple[Token, ...]) -> Candidates:
    """What a tokenized text could mean beyond its plain reading."""
    top: set[str] = set()
    anywhere: set[str] = set()
    under: list[tuple[tuple[str, ...], frozenset[str]]] = []
    inside = False  # of something that brings names of its own
    for start, token in enumerate(tokens):
        inside = inside or token.text in _OPENERS
        if token.sort != "name":
            continue
        spellings = _spellings(tokens, start)
        if not spellings:
            continue
        path = _path_before(tokens, start)
        if path:
            under.append((path, spellings))
        elif path is not None:
            top |= spellings
        if inside or path is None:
            anywhere |= spellings
    return Candidates(frozenset(top), tuple(under), frozenset(anywhere), bool(top or under or anywhere))


def _spellings(tokens: tuple[Token, ...], start: int) -> frozenset[str]:
    """All names that begin at a token, stretch over a symbol or keyword, and end with a word or number."""
    found: set[str] = set()
    written = tight = spaced = tokens[start].text
    special = tokens[start].text in KEYWORDS
    for index in range(start + 1, min(start + _MAX_TOKENS, len(tokens))):
        token, before = tokens[index], tokens[index - 1]
        symbol = token.text in _SYMBOLS
        if not (symbol or token.sort == "name" or token.sort == "number"):
            break
        between_words = not symbol and before.text not in _SYMBOLS
        written += (" " if token.start > before.end else "") + token.text
        tight += (" " if between_words else "") + token.text
        spaced += " " + token.text
        special = special or symbol or token.text in KEYWORDS
        if special and not symbol:
            found |= {written, tight, spaced}
    return frozenset(found)


def _path_before(tokens: tuple[Token, ...], start: int) -> tuple[str, ...] | None:
    """The plain path in front of a name: () when there is none, None when it is more than plain names."""
    path: list[str] = []
    index = start - 1
    while index >= 0 and tokens[index].text == ".":
        if index == 0 or tokens[index - 1].sort != "name":
            return None
        words = [tokens[index - 1].text]
        index -= 2
        while index >= 0 and tokens[index].sort == "name" and tokens[index].text not in KEYWORDS:
            words.insert(0, tokens[index].text)
            index -= 1
        path.insert(0, " ".join(words))
    return tuple(path)


def in_scope(found: Candidates, variables: Mapping[str, Any]) -> frozenset[str]:
    """The candidates that are indeed names of variables or of what variables hold; nearly always none."""
    names: set[str] = set()
    if found.top and not variables.keys().isdisjoint(found.top):
        names.update(found.top & variables.keys())
    for path, spellings in found.under:
        names.update(spellings & _keys(_follow(variables, path)))
    if found.anywhere:
        names.update(_search(found.anywhere, variables))
    return frozenset(names)


def _follow(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = _first(value)
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _keys(value: Any) -> Any:
    value = _first(value)
    return value.keys() if isinstance(value, Mapping) else frozenset()


def _first(value: Any) -> Any:
    """What stands for a list: its first item, since the items of one list have the same entries."""
    return value[0] if isinstance(value, list) and value else value


def _search(spellings: frozenset[str], variables: Mapping[str, Any]) -> set[str]:
    names: set[str] = set()
    waiting: list[Any] = [variables]
    for _ in range(_MAX_VISITED):
        if not waiting:
            break
        value = _first(waiting.pop())
        if isinstance(value, Mapping):
            names.update(spellings & value.keys())
            waiting.extend(entry for entry in value.values() if isinstance(entry, (dict, list)))
    return names


class Spellings:
    """Names by the texts of their tokens, as the parser looks for them at a place of a text. Immutable."""

    __slots__ = ("_lengths", "_names")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {spelling: name for name in names if (spelling := spelling_of(name))}
        self._lengths: dict[str, tuple[int, ...]] = {}  # by the first token, longest first
        for spelling in self._names:
            known = {*self._lengths.get(spelling[0], ()), len(spelling)}
            self._lengths[spelling[0]] = tuple(sorted(known, reverse=True))

    def at(self, tokens: tuple[Token, ...], index: int) -> tuple[str, int] | None:
        """The longest name that is written at a place, and the number of its tokens."""
        for length in self._lengths.get(tokens[index].text, ()):
            name = self._names.get(tuple(token.text for token in tokens[index : index + length]))
            if name is not None:
                return name, length
        return None

    def and_also(self, name: str) -> "Spellings":
        """These names and one more."""
        spelling = spelling_of(name)
        if spelling in self._names:
            return self
        more = Spellings(())
        known = {*self._lengths.get(spelling[0], ()), len(spelling)}
        more._names = {**self._names, spelling: name}
        more._lengths = {**self._lengths, spelling[0]: tuple(sorted(known, reverse=True))}
        return more


def spelling_of(name: str) -> tuple[str, ...]:
    """The texts of the tokens of a name."""
    return tuple(token.text for token in tokenize(name)[:-1])
