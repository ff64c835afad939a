"""Going through lists as closures: for, some, every and filters (DMN 1.3, 10.3.2.5 and 10.3.2.13)."""

from collections.abc import Callable, Iterator
from typing import Any

from engine.feel.arithmetic import add, subtract
from engine.feel.dates import Date
from engine.feel.numbers import whole
from engine.feel.run import Code, Run, Scope
from engine.feel.tree import Filter, For, FunctionLiteral, Node, Quantified, children
from engine.feel.tree import Iterator as IteratorNode
from engine.feel.values import Range, from_host, is_number, kind

_Visit = Callable[[Scope], bool]  # false ends the iteration


class _NothingToGoThrough(Exception):
    """An iterator has no list; the loop as a whole is null."""


def for_loop(node: For, build: Any) -> Code:
    """`for … return …`; the body sees what was made so far as `partial`."""
    sources = [_Source(iterator, build) for iterator in node.iterators]
    body = build(node.body)

    def run_for(scope: Scope) -> list[Any] | None:
        made: list[Any] = []
        run = scope.run

        def visit(inner: Scope) -> bool:
            made.append(body(inner))
            run.list(len(made))
            return True

        try:
            _nest(sources, 0, Scope({"partial": made}, scope, run), visit)
        except _NothingToGoThrough:
            return None
        return made

    return run_for


def quantified(node: Quantified, build: Any) -> Code:
    """`some` or `every`; null when no item decides and one of the conditions is unknown."""
    sources = [_Source(iterator, build) for iterator in node.iterators]
    condition = build(node.condition)
    decisive = node.quantifier == "some"

    def run_quantified(scope: Scope) -> bool | None:
        unknown = False

        def visit(inner: Scope) -> bool:
            nonlocal unknown
            value = condition(inner)
            unknown = unknown or type(value) is not bool
            return value is not decisive

        try:
            completed = _nest(sources, 0, scope, visit)
        except _NothingToGoThrough:
            return None
        return decisive if not completed else None if unknown else not decisive

    return run_quantified


class _Source:
    """One iterator of a loop, compiled."""

    __slots__ = ("end", "name", "position", "source")

    def __init__(self, node: IteratorNode, build: Any) -> None:
        self.name = node.name
        self.position = node.position
        self.source: Code = build(node.source)
        self.end: Code | None = build(node.end) if node.end else None

    def items(self, scope: Scope) -> Iterator[Any]:
        """The values to go through; raises _NothingToGoThrough when there is no list."""
        value = self.source(scope)
        if self.end is not None:
            found = _steps(value, self.end(scope), scope.run)
        elif type(value) is Range:
            found = steps_of(value, scope.run)
        else:
            found = None if value is None else iter(value) if type(value) is list else iter([value])
        if found is None:
            scope.run.fail("cannot-iterate", self.position, kind=kind(value))
            raise _NothingToGoThrough
        return found


def _nest(sources: list[_Source], level: int, scope: Scope, visit: _Visit) -> bool:
    """Visit every combination, the last iterator fastest; false when a visit ended it."""
    source = sources[level]
    innermost = level == len(sources) - 1
    run = scope.run
    for item in source.items(scope):
        run.charge(2)
        inner = Scope({source.name: from_host(item)}, scope, run)
        if not (visit(inner) if innermost else _nest(sources, level + 1, inner, visit)):
            return False
    return True


def _steps(first: Any, last: Any, run: Run) -> Iterator[Any] | None:
    """Whole numbers or days from one to the other, upwards or downwards."""
    if type(first) is Date and type(last) is Date:
        return _days(_numbers(first.number, last.number), run)
    low = whole(first) if is_number(first) else None
    high = whole(last) if is_number(last) else None
    return None if low is None or high is None else iter(_numbers(low, high))


def steps_of(interval: Range, run: Run) -> Iterator[Any] | None:
    """What lies in a range of whole numbers or days; a range does not go downwards."""
    if interval.low is None or interval.high is None or interval.comparison:
        return None
    low, high = interval.low, interval.high
    if type(low) is Date and type(high) is Date:
        first, last = low.number + (not interval.low_included), high.number - (not interval.high_included)
        return None if low > high else _days(range(first, last + 1), run)
    if not (is_number(low) and is_number(high)):
        return None
    low = low if interval.low_included else add(low, 1, run)
    high = high if interval.high_included else subtract(high, 1, run)
    return None if interval.low > interval.high else iter(()) if low > high else _steps(low, high, run)


def _days(numbers: range, run: Run) -> Iterator[Date]:
    for number in numbers:
        run.charge(3)
        yield Date.from_number(number)


def _numbers(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def filtered(node: Filter, build: Any) -> Code:
    """`list[condition]`: the items that pass, or the item at a position."""
    source, condition, position = build(node.source), build(node.condition), node.position
    reuse = not _makes_functions(node.condition)

    def run_filter(scope: Scope) -> Any:
        value = source(scope)
        if value is None or type(value) is Range:
            return None if value is None else scope.run.fail("cannot-iterate", position, kind="range")
        items = value if type(value) is list else [value]
        scope.run.charge(len(items))
        made: list[Any] = []
        for item, inner in _item_scopes(items, scope, reuse=reuse):
            result = condition(inner)
            if result is True:
                made.append(item)
            elif result is not False and result is not None:
                return _selected(items, result, scope, position)
        return made if items else _of_nothing(condition, scope)

    return run_filter


def _item_scopes(items: list[Any], scope: Scope, *, reuse: bool) -> Iterator[tuple[Any, Scope]]:
    """Each item with a scope of `item` and its entries; one scope for all of them, unless a function may keep it."""
    run = scope.run
    bindings: dict[str, Any] = {}
    plain = Scope(bindings, scope, run)
    row = Scope(bindings, plain, run)
    for entry in items:
        item = from_host(entry)
        if not reuse:
            bindings = {}
            plain = Scope(bindings, scope, run)
            row = Scope(bindings, plain, run)
        bindings["item"] = item
        if type(item) is dict:
            row.bindings = item
            yield item, row
        else:
            yield item, plain


def _selected(items: list[Any], number: Any, scope: Scope, position: int) -> Any:
    """The item at a position counted from 1, or from -1 backwards."""
    if not is_number(number):
        return scope.run.fail("filter-not-boolean", position, kind=kind(number))
    index = whole(number)
    if index is None or index == 0 or abs(index) > len(items):
        return scope.run.fail("no-such-position", position, index=str(number), length=len(items))
    return from_host(items[index - 1 if index > 0 else index])


def _of_nothing(condition: Code, scope: Scope) -> Any:
    """A filter of an empty list: nothing, and null for a position; the condition has no item and may fail."""
    run = scope.run
    strict, run.strict = run.strict, False
    try:
        return None if is_number(condition(Scope({"item": None}, scope, run))) else []
    finally:
        run.strict = strict


def _makes_functions(node: Node) -> bool:
    """Whether a function is made inside, which keeps its scope for later."""
    return isinstance(node, FunctionLiteral) or any(map(_makes_functions, children(node)))
