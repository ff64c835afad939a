"""What decisions decided and why, as the history shows it: their values, what their tables looked at, the rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

MOST_SHOWN = 200
"""How many characters of a value are shown."""


@dataclass(frozen=True, kw_only=True)
class RuleShown:
    """A rule that matched: its number, and its outputs in the order of the table's columns."""

    number: int
    outputs: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TableShown:
    """What a decision table looked at, and the rules that matched."""

    inputs: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rules: Sequence[RuleShown]


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """One decision with its value, the version it was made by, and its tables."""

    name: str
    value: str
    version: int
    tables: Sequence[TableShown]


def shown(records: Sequence[Mapping[str, Any]]) -> list[DecisionShown]:
    """The decisions of records in the order they were made; what an earlier release wrote is left out."""
    return [decision for record in records for decision in _decisions(record)]


def _decisions(record: Mapping[str, Any]) -> Iterator[DecisionShown]:
    for evaluation in record.get("evaluations", ()):
        yield DecisionShown(
            name=evaluation["name"],
            value=_value(evaluation["value"]),
            version=record["version"],
            tables=[_table(table) for table in evaluation["tables"]],
        )


def _table(table: Mapping[str, Any]) -> TableShown:
    rules = table["rules"]
    return TableShown(
        inputs=[(each["label"], _value(each["value"])) for each in table["inputs"]],
        columns=list(rules[0]["outputs"]) if rules else [],
        rules=[
            RuleShown(number=rule["rule"], outputs=[_value(value) for value in rule["outputs"].values()])
            for rule in rules
        ],
    )


def _value(value: Any) -> str:
    """A value as people read it: lists and contexts without signs of programs; not endlessly much of it."""
    text = _plain(value, nested=False)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


def _plain(value: Any, *, nested: bool = True) -> str:
    if isinstance(value, Mapping) and value:
        text = "; ".join(f"{name}: {_plain(entry)}" for name, entry in value.items())
        return f"({text})" if nested else text
    if isinstance(value, list) and value:
        text = ", ".join(_plain(item) for item in value)
        return f"[{text}]" if nested else text
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
