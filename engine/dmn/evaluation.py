"""Evaluating a decision: first what it requires, then its table or expression, with a record of each."""

from collections import ChainMap
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.dmn.evaluator import Evaluator
from engine.dmn.model import Decision, Text
from engine.dmn.outcome import Evaluation, Outcome
from engine.dmn.table import evaluate_table
from engine.feel import Limits, Policy
from engine.feel.json import to_json
from engine.feel.run import Run


def decide(
    decisions: Mapping[str, Decision],
    decision: Decision,
    variables: Mapping[str, Any],
    *,
    policy: Policy,
    limits: Limits,
    now: datetime | None,
) -> Outcome:
    """The outcome of a decision; raises DecisionFailed. One budget of steps counts for the whole graph."""
    run = Run(policy=policy, limits=limits, now=now)
    results: dict[str, Any] = {}
    known: Mapping[str, Any] = ChainMap(results, dict(variables)) if decision.required else variables
    evaluations = []
    value: Any = None
    for current in [*(decisions[id] for id in decision.required), decision]:
        value, evaluation = _evaluate(Evaluator(current, known, run))
        evaluations.append(evaluation)
        for name in (current.variable, current.name, current.id):
            results.setdefault(name, value)
    return Outcome(value=value, evaluations=tuple(evaluations))


def _evaluate(evaluator: Evaluator) -> tuple[Any, Evaluation]:
    decision = evaluator.decision
    if isinstance(decision.logic, Text):
        value = evaluator.value(decision.logic)
        return value, Evaluation(decision_id=decision.id, name=decision.name, value=to_json(value))
    value, inputs, matched = evaluate_table(decision.logic, evaluator)
    evaluation = Evaluation(
        decision_id=decision.id, name=decision.name, value=to_json(value), inputs=inputs, matched=matched
    )
    return value, evaluation
