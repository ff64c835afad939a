"""The record of an evaluation as the history keeps it and REST answers it: what went in, which rules, what came out."""

from collections.abc import Mapping
from typing import Any

import orjson

from engine.dmn import Evaluation, Outcome, TableRecord
from engine.feel.json import to_json

_MAX_TABLES = 20  # of one decision, which may ask a knowledge model once for each item of a list
_MAX_RULES = 50  # of one table
_MAX_TEXT = 4_000  # characters of a value on the way; the value of the decision itself is kept whole


def recorded(outcome: Outcome, *, key: str, definition_id: str, version: int) -> dict[str, Any]:
    """The record as JSON: the decision and its version, its value, and every decision of the graph in order."""
    return {
        "decision": key,
        "definition": definition_id,
        "version": version,
        "value": to_json(outcome.value),
        "evaluations": [_evaluation(evaluation) for evaluation in outcome.evaluations],
    }


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "decision": evaluation.decision_id,
        "name": evaluation.name,
        "value": _cut(evaluation.value),
        "milliseconds": round(evaluation.seconds * 1000, 3),
        "tables": [_table(table) for table in evaluation.tables[-_MAX_TABLES:]],
    }


def _table(table: TableRecord) -> Mapping[str, Any]:
    return {
        "table": table.table_id,
        "inputs": [{"label": value.label or value.input_id, "value": _cut(value.value)} for value in table.inputs],
        "rules": [
            {
                "rule": rule.number,
                "id": rule.rule_id,
                "outputs": {name: _cut(value) for name, value in rule.outputs.items()},
            }
            for rule in table.matched[:_MAX_RULES]
        ],
    }


def _cut(value: Any) -> Any:
    """The value; of one that is very long the beginning of its JSON text."""
    if not isinstance(value, (str, list, dict)):
        return value
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return value if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"
