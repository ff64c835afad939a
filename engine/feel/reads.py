"""Which variables an expression reads, told from its tree alone."""

from dataclasses import dataclass, field

from engine.feel.tree import (
    Call,
    ContextLiteral,
    ExternalFunction,
    Filter,
    For,
    FunctionLiteral,
    InstanceOf,
    Iterator,
    Name,
    NamedCall,
    Node,
    Path,
    Quantified,
    children,
)
from engine.feel.types import FeelType


@dataclass(slots=True)
class Reads:
    """Dotted names. `certain` are variables for sure; `possible` may also be entries of the items of a filtered list.

    `called` are names in the place of a function, which are variables only when no built-in function has that name.
    """

    certain: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)


def reads(node: Node) -> Reads:
    """What the expression reads from outside itself."""
    found = Reads()
    _walk(node, frozenset(), False, found)
    return found


def reads_input(node: Node) -> bool:
    """Whether the expression mentions `?`, the value under test."""
    found = reads(node)
    return any(name.split(".")[0] == "?" for name in found.certain | found.possible)


def _walk(node: Node, bound: frozenset[str], filtered: bool, found: Reads) -> None:
    if isinstance(node, (Name, Path)):
        _walk_name(node, bound, filtered, found)
    elif isinstance(node, (Call, NamedCall)):
        _walk_call(node, bound, filtered, found)
    elif isinstance(node, (For, Quantified)):
        _walk_iteration(node, bound, filtered, found)
    elif isinstance(node, Filter):
        _walk(node.source, bound, filtered, found)
        _walk(node.condition, bound | {"item"}, True, found)
    elif isinstance(node, ContextLiteral):
        for name, entry in node.entries:
            _walk(entry, bound, filtered, found)
            bound |= {name}
    elif isinstance(node, FunctionLiteral):
        _walk(node.body, bound | {name for name, _ in node.parameters}, filtered, found)
    elif not isinstance(node, ExternalFunction):
        for child in children(node):
            _walk(child, bound, filtered, found)


def _walk_name(node: Name | Path, bound: frozenset[str], filtered: bool, found: Reads) -> None:
    path: list[str] = []
    source: Node = node
    while isinstance(source, Path):
        path.insert(0, source.name)
        source = source.source
    if not isinstance(source, Name):
        _walk(source, bound, filtered, found)
    elif source.name not in bound:
        (found.possible if filtered else found.certain).add(".".join([source.name, *path]))


def _walk_call(node: Call | NamedCall, bound: frozenset[str], filtered: bool, found: Reads) -> None:
    if not isinstance(node.function, Name):
        _walk(node.function, bound, filtered, found)
    elif node.function.name not in bound:
        found.called.add(node.function.name)
    for argument in node.arguments:
        _walk(argument if isinstance(argument, Node) else argument[1], bound, filtered, found)


def _walk_iteration(node: For | Quantified, bound: frozenset[str], filtered: bool, found: Reads) -> None:
    iterator: Iterator
    for iterator in node.iterators:
        inner = bound | {"partial"} if isinstance(node, For) else bound
        for child in children(iterator):
            _walk(child, inner, filtered, found)
        bound |= {iterator.name}
    if isinstance(node, For):
        _walk(node.body, bound | {"partial"}, filtered, found)
    else:
        _walk(node.condition, bound, filtered, found)


def type_names(node: Node) -> frozenset[str]:
    """The names of all types that the expression names."""
    found: set[str] = set()
    waiting: list[Node] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, InstanceOf):
            _names_of(node.type, found)
        elif isinstance(node, FunctionLiteral):
            for _, of in node.parameters:
                _names_of(of, found)
        waiting.extend(children(node))
    return frozenset(found)


def _names_of(of: FeelType | None, found: set[str]) -> None:
    if of is not None:
        found.add(of.name)
        for inner in (*of.inner, *(field for _, field in of.fields), of.result):
            _names_of(inner, found)
