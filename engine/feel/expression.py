"""An expression: text that was compiled, ready to be evaluated with any variables in any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.cache import Cache
from engine.feel.errors import FeelError, FeelLimit, FeelSyntaxError
from engine.feel.evaluator import build
from engine.feel.lexer import tokenize
from engine.feel.parser import parse, parse_unary
from engine.feel.reads import reads
from engine.feel.run import Code, Scope
from engine.feel.special_names import Candidates, candidates, in_scope
from engine.feel.tree import Node

_NO_NAMES: frozenset[str] = frozenset()
_INPUT = "?"


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled text. Its reading may depend on the names in scope; see `special_names`."""

    text: str
    is_unary: bool
    tree: Node
    code: Code
    candidates: Candidates

    def run(self, scope: Scope) -> Any:
        """The value in a scope, as part of a larger evaluation; FeelFailure under the strict policy, or FeelLimit."""
        try:
            return self.code(scope)
        except RecursionError:
            raise FeelLimit("too-deep") from None

    def names(self, *, certain: bool = False) -> frozenset[str]:
        """The variables it reads, dotted; with `certain`, without names that may be entries of a filtered list."""
        found = reads(self.tree)
        called = {name for name in found.called if name not in BUILTINS}
        every = found.certain | called | (set() if certain else found.possible)
        return frozenset(name for name in every if name != _INPUT and name not in BUILTINS)


_cache: Cache[Expression | FeelError] = Cache()


def compile_expression(text: str, names: frozenset[str] = _NO_NAMES) -> Expression:
    """The expression a text stands for, compiled once; `names` are the special names in scope. FeelSyntaxError."""
    return _compiled(text, names, is_unary=False)


def compile_unary(text: str, names: frozenset[str] = _NO_NAMES) -> Expression:
    """The unary tests a text stands for, compiled once. FeelSyntaxError."""
    return _compiled(text, names, is_unary=True)


def resolve(expression: Expression, variables: Mapping[str, Any]) -> Expression:
    """The expression as it reads among these variables, should one of them have a name like `e-mail`."""
    special = in_scope(expression.candidates, variables) if expression.candidates.any else None
    if not special:
        return expression
    compiled = compile_unary if expression.is_unary else compile_expression
    return compiled(expression.text, special)


def _compiled(text: str, names: frozenset[str], *, is_unary: bool) -> Expression:
    found = _cache.get((text, is_unary, names), len(text), lambda: _compile(text, names, is_unary))
    if isinstance(found, FeelError):
        raise found.with_traceback(None)
    return found


def _compile(text: str, names: frozenset[str], is_unary: bool) -> Expression | FeelError:
    """The expression, or the error that the text always gives."""
    try:
        found = candidates(tokenize(text))
        tree = parse_unary(text, names) if is_unary else parse(text, names)
        return Expression(text, is_unary, tree, build(tree), found)
    except FeelSyntaxError as error:
        return error
    except RecursionError:
        return FeelSyntaxError("nested-too-deeply", 0, limit=80)
