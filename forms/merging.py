"""Brings two edits of the same answers together, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.paths import MISSING


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A field that both have changed since they last agreed, and not to the same; None says that it was emptied."""

    path: tuple[str, ...]
    mine: Any
    theirs: Any


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The answers of both. Where `conflicts` names a field, the answers have what they say, and mine waits there."""

    answers: dict[str, Any]
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What both have made of `base`: a field that one side has changed is taken as that side has it.

    Objects are compared inside, lists as wholes: nothing says which row of two lists is the same one. A field that is
    missing, null or empty is the same: forms send what nobody has filled in either way.
    """
    conflicts: list[Conflict] = []
    return Merged(answers=_merged((), base, mine, theirs, conflicts), conflicts=tuple(conflicts))


def _merged(
    path: tuple[str, ...],
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    conflicts: list[Conflict],
) -> dict[str, Any]:
    answers = {}
    for key in dict.fromkeys((*theirs, *mine)):
        was, here, there = (side.get(key, MISSING) for side in (base, mine, theirs))
        if same(there, was):
            value = here
        elif same(here, was) or same(here, there):
            value = there
        elif isinstance(here, Mapping) and isinstance(there, Mapping):
            value = _merged((*path, key), was if isinstance(was, Mapping) else {}, here, there, conflicts)
        else:
            conflicts.append(Conflict(path=(*path, key), mine=_or_null(here), theirs=_or_null(there)))
            value = there
        if value is not MISSING:
            answers[key] = value
    return answers


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What is above, and below it what it says nothing of; objects are laid over one another, lists replaced."""
    laid = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], Mapping) and isinstance(above[key], Mapping):
            laid[key] = laid_over(below[key], above[key])
    return laid


def same(left: Any, right: Any) -> bool:
    """Whether both are the same JSON; all that is blank is the same."""
    if _is_blank(left) or _is_blank(right):
        return _is_blank(left) and _is_blank(right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return all(same(left.get(key), right.get(key)) for key in {*left, *right})
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) is isinstance(right, bool) and bool(left == right)


def _is_blank(value: Any) -> bool:
    return all(map(_is_blank, value.values())) if isinstance(value, Mapping) else value in (MISSING, None, "", [])


def _or_null(value: Any) -> Any:
    return None if value is MISSING else value
