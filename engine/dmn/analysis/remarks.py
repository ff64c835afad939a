"""The remarks on a table, by its hit policy: a code, the element, and a concrete example."""

from collections.abc import Iterator
from itertools import islice

from engine.dmn.analysis.coverage import Coverage
from engine.dmn.analysis.grid import Grid, TooLarge, grid
from engine.dmn.errors import Problem
from engine.dmn.hit_policy import HitPolicy
from engine.dmn.table import Rule, Table

_MAX_OF_A_KIND = 5
_ONE_ANSWER = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST)


def examine(table: Table) -> list[Problem]:
    """What is odd about a table, at most a handful of each kind; nothing of it keeps the table from being used.

    Where a cell reads other variables or calls functions, its column is told as not analysed, and everything else is
    said only where it holds whatever that cell takes.
    """
    if not table.inputs or not table.rules:
        return []
    remarks: list[Problem] = []
    try:
        found = grid(table)
        remarks += _not_analysed(table, found)
        remarks += _of_rules(table, found, Coverage(found))
    except TooLarge:
        remarks.append(_remark("table-too-large", table.id, table.line, rules=len(table.rules)))
    return remarks


def _of_rules(table: Table, found: Grid, coverage: Coverage) -> Iterator[Problem]:
    yield from _empty(table, coverage)
    if table.hit_policy in _ONE_ANSWER and not any(output.default for output in table.outputs):
        yield from _gaps(table, found, coverage)
    if table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
        yield from islice(_overlaps(table, found, coverage), _MAX_OF_A_KIND)
    if table.hit_policy is HitPolicy.FIRST:
        yield from _masked(table, coverage)


def _remark(code: str, element_id: str, line: int, **params: object) -> Problem:
    return Problem(code=code, element_id=element_id, line=line, params=params)


def _not_analysed(table: Table, found: Grid) -> Iterator[Problem]:
    for column in found.columns:
        if column.opaque:
            rule, cell = column.opaque[0]
            params = {"label": column.input.label, "rule": rule.number, "text": cell.text[:200]}
            yield _remark("column-not-analysed", column.input.id or table.id, cell.line, **params)


def _empty(table: Table, coverage: Coverage) -> Iterator[Problem]:
    for place, rule in enumerate(table.rules):
        if coverage.is_empty(place):
            yield _remark("rule-matches-nothing", rule.id, table.line, rule=rule.number)


def _gaps(table: Table, found: Grid, coverage: Coverage) -> Iterator[Problem]:
    for kinds in islice(coverage.gaps(), _MAX_OF_A_KIND):
        yield _remark("table-gap", table.id, table.line, example=found.said(kinds))


def _overlaps(table: Table, found: Grid, coverage: Coverage) -> Iterator[Problem]:
    unique = table.hit_policy is HitPolicy.UNIQUE
    for earlier, later, kinds in coverage.overlaps():
        one, other = table.rules[earlier], table.rules[later]
        if unique or _outputs(one) != _outputs(other):
            params = {"rules": f"{one.number}, {other.number}", "example": found.said(kinds)}
            yield _remark("rules-overlap" if unique else "rules-contradict", other.id, table.line, **params)


def _outputs(rule: Rule) -> list[str]:
    return ["" if cell is None else " ".join(cell.text.split()) for cell in rule.outputs]


def _masked(table: Table, coverage: Coverage) -> Iterator[Problem]:
    for place, rule in enumerate(table.rules):
        if not coverage.is_empty(place) and place and coverage.is_masked(place):
            yield _remark("rule-unreachable", rule.id, table.line, rule=rule.number)
