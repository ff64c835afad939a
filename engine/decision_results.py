"""The answer of a decision in the shape a Camunda 7 diagram asks for: an entry, a row, a column or all rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


class ResultMisshapen(ValueError):
    """The decision has more rows or columns than its caller can take."""

    code = "decision-result-misshapen"


def shaped(shape: str, value: Any, matched: Rows) -> Any:
    """`value` is what DMN says, `matched` the outputs of each matched rule; a decision without rules is one row."""
    shapes: Mapping[str, Callable[[Rows], Any]] = {
        "singleEntry": _single_entry,
        "singleResult": _single_result,
        "collectEntries": lambda rows: [_entry(row) for row in rows],
        "resultList": lambda rows: [dict(row) for row in rows],
    }
    if shape == "outputs":
        return value if isinstance(value, dict) else _single_result(_rows(value, matched))
    return shapes[shape](_rows(value, matched)) if shape in shapes else value


def _rows(value: Any, matched: Rows) -> Rows:
    if not matched:
        return [] if value in (None, []) else [value if isinstance(value, dict) else {"": value}]
    if len(matched) > 1 and not isinstance(value, list):
        # Several rules made one value: it was aggregated, or the first of them counts.
        return [value if isinstance(value, dict) else {next(iter(matched[0])): value}]
    return matched


def _single_entry(rows: Rows) -> Any:
    row = _single_result(rows)
    return None if row is None else _entry(row)


def _single_result(rows: Rows) -> Any:
    if len(rows) > 1:
        raise ResultMisshapen(f"{len(rows)} rules matched where one is expected")
    return dict(rows[0]) if rows else None


def _entry(row: Mapping[str, Any]) -> Any:
    if len(row) > 1:
        raise ResultMisshapen(f"the answer has {len(row)} columns where one is expected")
    return next(iter(row.values()), None)
