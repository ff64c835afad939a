"""A table as sets: for each column the kinds of values it tells apart, for each cell those that pass it.

A set is an int with a bit for each kind. What a cell that cannot be analysed takes is known only from both sides:
nothing for certain, anything possibly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.dmn.analysis.domain import examples
from engine.dmn.analysis.points import NotAnalysed, Points, points
from engine.dmn.logic import Text
from engine.dmn.run import GraphRun
from engine.dmn.table import Input, Rule, Table
from engine.feel import DEFAULT_LIMITS, Policy
from engine.feel.text import text

_MAX_ASKED = 40_000  # values times rules, for each column
_WHOLE = frozenset(("integer", "long"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An input with an example of each kind of its values; none where the column as a whole is not analysed.

    `expected` is the set of values that some rule should take, which is all of them but null.
    """

    input: Input
    examples: tuple[Any, ...]
    expected: int
    opaque: tuple[tuple[Rule, Text], ...]  # the cells that are not analysed

    @property
    def everything(self) -> int:
        """All values."""
        return (1 << len(self.examples)) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The sets of a table: by rule and column what a cell takes for certain, and what it possibly takes."""

    columns: tuple[Column, ...]
    certain: tuple[tuple[int, ...], ...]
    possible: tuple[tuple[int, ...], ...]

    def said(self, kinds: Sequence[int]) -> str:
        """A combination of values in words: `amount = 15, class = "B"`."""
        pairs = [
            (column.input.label or column.input.id, column.examples[kind])
            for column, kind in zip(self.columns, kinds, strict=True)
        ]
        told = [f"{label} = {_said(value)}" for label, value in pairs if value is not _ANYTHING]
        return ", ".join(told or [f"{label}: -" for label, _ in pairs])


class _Anything:
    """The only kind of value of a column that tells nothing apart."""


_ANYTHING = _Anything()


class TooLarge(Exception):
    """The table has more cells, values or combinations than are looked at."""


def grid(table: Table) -> Grid:
    """The sets of a table; TooLarge."""
    run = GraphRun({}, policy=Policy.NULL, limits=DEFAULT_LIMITS, now=None)
    columns, certain, possible = [], [], []
    for place, column in enumerate(table.inputs):
        made = _column(table, place, column, run)
        if len(made.examples) * len(table.rules) > _MAX_ASKED:
            raise TooLarge
        columns.append(made)
        unknown = {rule.number for rule, _ in made.opaque}
        sure = [0 if rule.number in unknown else _taken(made, rule.tests[place], run) for rule in table.rules]
        certain.append(sure)
        possible.append(
            [
                made.everything if rule.number in unknown else taken
                for rule, taken in zip(table.rules, sure, strict=True)
            ]
        )
    return Grid(
        columns=tuple(columns), certain=tuple(zip(*certain, strict=True)), possible=tuple(zip(*possible, strict=True))
    )


def _column(table: Table, place: int, column: Input, run: GraphRun) -> Column:
    found, opaque = _points(table, place)
    try:
        declared = _points_of(column.allowed) if column.allowed is not None else Points()
    except NotAnalysed:
        declared = Points()
    ordered = declared.ordered or any(each.ordered for each in found)
    values = [value for each in (declared, *found) for value in each.values]
    whole = column.type is not None and column.type.name in _WHOLE
    try:
        made = examples(values, ordered=ordered, whole=whole)
    except NotAnalysed:
        cells = [(rule, test) for rule in table.rules if (test := rule.tests[place]) is not None]
        return Column(input=column, examples=(_ANYTHING,), expected=1, opaque=tuple(cells))
    if column.allowed is not None:
        made = [value for value in made if run.passes(column.allowed, value)]
    made = made or [_ANYTHING]
    expected = (1 << len(made)) - 1
    nulls = [None] if None in values and made != [_ANYTHING] else []
    return Column(input=column, examples=(*made, *nulls), expected=expected, opaque=tuple(opaque))


def _points(table: Table, place: int) -> tuple[list[Points], list[tuple[Rule, Text]]]:
    """The points of the cells of a column, and the cells that have none to tell."""
    found: list[Points] = []
    opaque: list[tuple[Rule, Text]] = []
    for rule in table.rules:
        test = rule.tests[place]
        if test is None:
            continue
        try:
            found.append(_points_of(test))
        except NotAnalysed:
            opaque.append((rule, test))
    return found, opaque


def _points_of(test: Text) -> Points:
    if test.expression is None:
        raise NotAnalysed
    return points(test.expression.tree)


def _taken(column: Column, test: Text | None, run: GraphRun) -> int:
    """The set of values that pass a cell, found by asking it."""
    if test is None:
        return column.everything
    taken = 0
    for kind, value in enumerate(column.examples):
        if value is _ANYTHING or run.passes(test, value):
            taken |= 1 << kind
    return taken


def _said(value: Any) -> str:
    run = GraphRun({}, policy=Policy.NULL, limits=DEFAULT_LIMITS, now=None)
    return text([value], run)[1:-1]  # as an item of a list, where a text has its quotation marks
