"""An expression: text that was compiled, ready to be evaluated with any variables in any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.cache import Cache
from engine.feel.errors import FeelLimit, FeelSyntaxError
from engine.feel.evaluator import build
from engine.feel.lexer import tokenize
from engine.feel.parser import parse, parse_unary
from engine.feel.reads import reads, type_names
from engine.feel.run import Code, Scope
from engine.feel.special_names import Candidates, candidates, in_scope
from engine.feel.tokens import MAX_DEPTH
from engine.feel.tree import Node
from engine.feel.types import SIMPLE_TYPES

_NO_NAMES: frozenset[str] = frozenset()
_INPUT = "?"


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled text, as it reads where the names in `special` are in scope."""

    text: str
    is_unary: bool
    special: frozenset[str]
    candidates: Candidates
    tree: Node
    code: Code

    def run(self, scope: Scope) -> Any:
        """The value in a scope, as part of a larger evaluation; FeelFailure under the strict policy, or FeelLimit."""
        try:
            return self.code(scope)
        except RecursionError:
            raise FeelLimit("too-deep") from None

    def among(self, variables: Mapping[str, Any]) -> "Expression":
        """The expression as it reads among these variables, should one of them have a name like `e-mail`."""
        if not self.candidates.any:
            return self
        special = in_scope(self.candidates, variables)
        return self if special <= self.special else _compiled(self.text, special | self.special, self.is_unary)

    def names(self, *, certain: bool = False) -> frozenset[str]:
        """The variables it reads, dotted; with `certain`, without names that may be entries of a filtered list."""
        found = reads(self.tree)
        called = {name for name in found.called if name not in BUILTINS}
        every = found.certain | called | (set() if certain else found.possible)
        return frozenset(name for name in every if name != _INPUT and name not in BUILTINS)

    def type_names(self) -> frozenset[str]:
        """The types it names that FEEL does not bring along, as in `x instance of tPerson`."""
        return type_names(self.tree) - SIMPLE_TYPES

    def functions(self) -> frozenset[str]:
        """The names it calls that are no built-in functions; `names` has them too, since variables may be functions."""
        return frozenset(reads(self.tree).called - BUILTINS.keys())


@dataclass(frozen=True, slots=True)
class _Broken:
    """A text that is not FEEL, unless names that its candidates allow are in scope."""

    error: FeelSyntaxError
    candidates: Candidates


_cache: Cache[Expression | _Broken] = Cache()


def compile_expression(text: str, variables: Mapping[str, Any] | None = None) -> Expression:
    """The expression a text stands for among variables, compiled once. FeelSyntaxError."""
    return compile_text(text, variables or {}, is_unary=False)


def compile_unary(text: str, variables: Mapping[str, Any] | None = None) -> Expression:
    """The unary tests a text stands for among variables, compiled once. FeelSyntaxError."""
    return compile_text(text, variables or {}, is_unary=True)


def forget() -> None:
    """Empty the memory of compiled texts, as in a process that has just begun."""
    _cache.clear()


def compile_text(text: str, variables: Mapping[str, Any], *, is_unary: bool) -> Expression:
    """The compiled text. Only its names are looked at in the variables, and only where the text could mean one."""
    found = _cached(text, _NO_NAMES, is_unary)
    if isinstance(found, Expression):
        return found.among(variables) if variables else found
    special = in_scope(found.candidates, variables)
    if special:
        return _compiled(text, special, is_unary)
    raise found.error.with_traceback(None)


def _compiled(text: str, special: frozenset[str], is_unary: bool) -> Expression:
    found = _cached(text, special, is_unary)
    if isinstance(found, _Broken):
        raise found.error.with_traceback(None)
    return found


def _cached(text: str, special: frozenset[str], is_unary: bool) -> Expression | _Broken:
    return _cache.get((text, is_unary, special), len(text), lambda: _compile(text, special, is_unary))


def _compile(text: str, special: frozenset[str], is_unary: bool) -> Expression | _Broken:
    found = candidates(tokenize(text))
    try:
        tree = parse_unary(text, special) if is_unary else parse(text, special)
        return Expression(text, is_unary, special, found, tree, build(tree))
    except FeelSyntaxError as error:
        return _Broken(error, found)
    except RecursionError:  # the caller's stack is nearly used up: not the fault of the text, so nothing to remember
        raise FeelSyntaxError("nested-too-deeply", 0, limit=MAX_DEPTH) from None
