"""Evaluating a decision table: inputs, the rules that match them, and the outputs of those rules."""

from typing import Any

from engine.dmn.evaluator import Evaluator
from engine.dmn.hits import Hit, outcome_of
from engine.dmn.model import HitPolicy, Input, Output, Table, Text
from engine.dmn.outcome import InputValue, MatchedRule
from engine.feel.json import to_json
from engine.feel.run import Scope
from engine.feel.temporal_text import parse_temporal
from engine.feel.values import kind

_TEMPORAL = {
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "date and time": "date and time",
    "dayTimeDuration": "days and time duration",
    "days and time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "years and months duration": "years and months duration",
}


def evaluate_table(table: Table, evaluator: Evaluator) -> tuple[Any, tuple[InputValue, ...], tuple[MatchedRule, ...]]:
    """The value of a table, with what it looked at and which rules matched."""
    scopes = [_input_scope(column, evaluator) for column in table.inputs]
    inputs = tuple(
        InputValue(input_id=column.id, label=column.label, value=to_json(scope.bindings["?"]))
        for column, scope in zip(table.inputs, scopes, strict=True)
    )
    if not all(_is_allowed(column, scope, evaluator) for column, scope in zip(table.inputs, scopes, strict=True)):
        return None, inputs, ()
    hits = _hits(table, scopes, evaluator)
    return outcome_of(table, hits, evaluator), inputs, tuple(_matched(table, hit) for hit in hits)


def _input_scope(column: Input, evaluator: Evaluator) -> Scope:
    return evaluator.tested(typed(evaluator.value(column.expression), column.type_ref))


def typed(value: Any, type_ref: str) -> Any:
    """A text as the date, time or duration that its column declares, since JSON has none; other values themselves."""
    wanted = _TEMPORAL.get(type_ref.removeprefix("feel:"))
    if wanted is None or type(value) is not str:
        return value
    parsed = parse_temporal(value)
    return parsed if kind(parsed) == wanted else value


def _is_allowed(column: Input, scope: Scope, evaluator: Evaluator) -> bool:
    """Whether the value of an input is one that its column allows; null always is."""
    if scope.bindings["?"] is None or evaluator.passes(column.allowed, scope):
        return True
    evaluator.fail("input-not-allowed", column.id, label=column.label)
    return False


def _hits(table: Table, scopes: list[Scope], evaluator: Evaluator) -> list[Hit]:
    """The rules that match, in order, with their outputs; the first one only where no other can count."""
    hits = []
    for rule in table.rules:
        evaluator.run.charge()
        if all(evaluator.passes(test, scope) for test, scope in zip(rule.tests, scopes, strict=True)):
            pairs = zip(table.outputs, rule.outputs, strict=True)
            hits.append(Hit(rule, [_output(output, text, evaluator) for output, text in pairs]))
            if table.hit_policy is HitPolicy.FIRST:
                break
    return hits


def _output(output: Output, text: Text | None, evaluator: Evaluator) -> Any:
    return typed(evaluator.value(text), output.type_ref)


def _matched(table: Table, hit: Hit) -> MatchedRule:
    names = [output.name or output.id for output in table.outputs]
    outputs = {name: to_json(value) for name, value in zip(names, hit.outputs, strict=True)}
    return MatchedRule(rule_id=hit.rule.id, number=hit.rule.number, outputs=outputs)
