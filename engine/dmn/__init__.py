"""DMN decisions: a file is read and compiled once, then decides as often as asked, in any thread.

model = load(xml)
outcome = model.decide("dish", {"season": "Winter", "guests": 8})
outcome.value, outcome.matched, outcome.inputs
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn.errors import MESSAGES, DecisionFailed, DecisionRefused, DecisionUnknown, DmnError, Problem
from engine.dmn.evaluation import decide
from engine.dmn.model import Decision
from engine.dmn.outcome import Evaluation, InputValue, MatchedRule, Outcome
from engine.dmn.reader import read
from engine.feel import DEFAULT_LIMITS, Limits, Policy


@dataclass(frozen=True, slots=True, eq=False)
class DecisionModel:
    """The decisions of one file by id. Immutable."""

    decisions: Mapping[str, Decision]

    def decide(
        self,
        decision_id: str,
        variables: Mapping[str, Any],
        *,
        now: datetime | None = None,
        policy: Policy = Policy.STRICT,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Outcome:
        """The outcome of a decision and of all it requires; raises DecisionUnknown or DecisionFailed."""
        decision = self.decisions.get(decision_id)
        if decision is None:
            raise DecisionUnknown(decision_id)
        return decide(self.decisions, decision, variables, policy=policy, limits=limits, now=now)


def load(xml: bytes) -> DecisionModel:
    """The model of a DMN file; raises DecisionRefused with every problem and the element it is about."""
    return DecisionModel(read(xml))


__all__ = [
    "MESSAGES",
    "Decision",
    "DecisionFailed",
    "DecisionModel",
    "DecisionRefused",
    "DecisionUnknown",
    "DmnError",
    "Evaluation",
    "InputValue",
    "MatchedRule",
    "Outcome",
    "Problem",
    "load",
]
