"""The record of an evaluation: what went in, which rules matched, what came out. All values are plain JSON."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValue:
    """What an input column had as its value."""

    input_id: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRule:
    """A rule that matched; its outputs by the names of the output columns."""

    rule_id: str
    number: int
    outputs: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One decision of the requirement graph: a table with inputs and rules, or an expression without."""

    decision_id: str
    name: str
    value: Any
    inputs: tuple[InputValue, ...] = ()
    matched: tuple[MatchedRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision decided. `value` is a FEEL value; `evaluations` are in order, the decision itself comes last."""

    value: Any
    evaluations: tuple[Evaluation, ...]

    @property
    def decided(self) -> Evaluation:
        """The evaluation of the decision itself."""
        return self.evaluations[-1]

    @property
    def inputs(self) -> tuple[InputValue, ...]:
        return self.decided.inputs

    @property
    def matched(self) -> tuple[MatchedRule, ...]:
        return self.decided.matched
