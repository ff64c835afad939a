"""The record of an evaluation as the history keeps it and REST answers it: what went in, which rules, what came out."""

from collections.abc import Mapping
from typing import Any

from engine.dmn import Evaluation, Outcome, TableRecord
from engine.feel.json import to_json

_MAX_TABLES = 20  # of one decision, which may ask a knowledge model once for each item of a list
_MAX_RULES = 50  # of one table


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
        "value": evaluation.value,
        "milliseconds": round(evaluation.seconds * 1000, 3),
        "tables": [_table(table) for table in evaluation.tables[-_MAX_TABLES:]],
    }


def _table(table: TableRecord) -> Mapping[str, Any]:
    return {
        "table": table.table_id,
        "inputs": [{"label": value.label or value.input_id, "value": value.value} for value in table.inputs],
        "rules": [
            {"rule": rule.number, "id": rule.rule_id, "outputs": rule.outputs} for rule in table.matched[:_MAX_RULES]
        ],
    }
