"""Functions of lists (DMN 1.3, 10.3.4.4)."""

import functools
from typing import Any

from engine.feel.builtins.arguments import function, index, integer, items, single, wrong
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equals, order
from engine.feel.run import Run
from engine.feel.values import Function, from_host, is_number


def _same(one: Any, other: Any, run: Run) -> bool:
    return equals(from_host(one), from_host(other), run) is True


@builtin("list contains", "list, element")
def contains(run: Run, values: Any, element: Any) -> bool:
    return any(_same(value, element, run) for value in items(values, "list"))


@builtin("sublist", "list, start position, [length]")
def sublist(run: Run, values: Any, start: Any, length: Any = None) -> list[Any]:
    found = items(values, "list")
    first = index(integer(start, "start position"), "start position", len(found))
    if length is None:
        return found[first:]
    wanted = integer(length, "length")
    if wanted < 1 or first + wanted > len(found):
        raise wrong("length", "number of items that are there", length)
    return found[first : first + wanted]


@builtin("append", "list, item", variadic=True, spread=False)
def append(run: Run, arguments: list[Any]) -> list[Any]:
    """The list with any number of items at its end."""
    return items(arguments[0], "list") + arguments[1:]


@builtin("concatenate", "list", variadic=True, spread=False)
def concatenate(run: Run, lists: list[Any]) -> list[Any]:
    made: list[Any] = []
    for values in lists:
        made.extend(items(values, "list"))
    return made


@builtin("union", "list", variadic=True, spread=False)
def union(run: Run, lists: list[Any]) -> list[Any]:
    return list(_groups(run, concatenate(run, lists)).values())


@builtin("insert before", "list, position, newItem")
def insert_before(run: Run, values: Any, position: Any, new_item: Any) -> list[Any]:
    found = list(items(values, "list"))
    found.insert(index(position, "position", len(found)), new_item)
    return found


@builtin("remove", "list, position")
def remove(run: Run, values: Any, position: Any) -> list[Any]:
    found = list(items(values, "list"))
    del found[index(position, "position", len(found))]
    return found


@builtin("list replace", "list, position, newItem", "list, match, newItem")
def replace(run: Run, values: Any, which: Any, new_item: Any) -> list[Any]:
    """The list with another item at a position, or wherever a function of item and new item says so."""
    found = list(items(values, "list"))
    if type(which) is not Function:
        found[index(integer(single(which), "position"), "position", len(found))] = new_item
        return found
    match = function(which, "match", 2)
    for place, item in enumerate(found):
        run.charge()
        matches = match.call(run, [from_host(item), new_item])
        if type(matches) is not bool:
            raise wrong("match", "function that gives true or false", which)
        if matches:
            found[place] = new_item
    return found


@builtin("reverse", "list")
def reverse(run: Run, values: Any) -> list[Any]:
    return items(values, "list")[::-1]


@builtin("index of", "list, match")
def index_of(run: Run, values: Any, match: Any) -> list[int]:
    """The positions of all items equal to a value."""
    return [place for place, value in enumerate(items(values, "list"), 1) if _same(value, match, run)]


@builtin("distinct values", "list")
def distinct(run: Run, values: Any) -> list[Any]:
    return list(_groups(run, items(values, "list")).values())


@builtin("duplicate values", "list")
def duplicates(run: Run, values: Any) -> list[Any]:
    """One of each value that is there more than once."""
    found = items(values, "list")
    groups = _groups(run, found)
    counts = dict.fromkeys(groups, 0)
    for value in found:
        counts[_key(run, value, groups)] += 1
    return [value for key, value in groups.items() if counts[key] > 1]


def _groups(run: Run, values: list[Any]) -> dict[Any, Any]:
    """The first of every set of equal values, in order."""
    groups: dict[Any, Any] = {}
    for value in values:
        groups.setdefault(_key(run, value, groups), value)
    return groups


def _key(run: Run, value: Any, groups: dict[Any, Any]) -> Any:
    """Simple values are their own key; the others are compared with every group that is there."""
    value = from_host(value)
    if value is None or type(value) is str or type(value) is bool or is_number(value):
        return (type(value) is bool, value)
    for key, known in groups.items():
        run.charge()
        if _same(value, known, run):
            return key
    return ("group", len(groups))


@builtin("flatten", "list")
def flatten(run: Run, values: Any) -> list[Any]:
    made: list[Any] = []
    waiting = [iter(items(values, "list"))]
    while waiting:
        for value in waiting[-1]:
            run.charge()
            if type(value) is list:
                waiting.append(iter(value))
                break
            made.append(value)
        else:
            waiting.pop()
    run.list(len(made))
    return made


@builtin("sort", "list, [precedes]")
def sort(run: Run, values: Any, precedes: Any = None) -> list[Any]:
    """The list in the order of a function that says whether one item comes before another; or smallest first."""
    found = items(values, "list")
    less = None if precedes is None else function(precedes, "precedes", 2)

    def before(one: Any, other: Any) -> bool:
        run.charge()
        if less is None:
            return order(from_host(one), from_host(other)) == -1
        return less.call(run, [from_host(one), from_host(other)]) is True

    def compare(one: Any, other: Any) -> int:
        return -1 if before(one, other) else int(before(other, one))

    return sorted(found, key=functools.cmp_to_key(compare))
