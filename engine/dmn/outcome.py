"""The record of an evaluation: what went in, which rules matched, what came out. All values are plain JSON."""

from dataclasses import dataclass
from typing import Any

from engine.dmn.errors import Problem


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
class TableRecord:
    """One look into a decision table."""

    table_id: str
    inputs: tuple[InputValue, ...]
    matched: tuple[MatchedRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One decision of the requirement graph: its value, how long it took (seconds), and the tables it looked into.

    With `is_table` the decision is a table itself, which stands last in `tables`; the others are those of knowledge
    models that it called.
    """

    decision_id: str
    name: str
    value: Any
    seconds: float = 0.0
    tables: tuple[TableRecord, ...] = ()
    is_table: bool = False

    @property
    def inputs(self) -> tuple[InputValue, ...]:
        """What the decision's own table looked at."""
        return self.tables[-1].inputs if self.is_table and self.tables else ()

    @property
    def matched(self) -> tuple[MatchedRule, ...]:
        """The rules of the decision's own table that matched."""
        return self.tables[-1].matched if self.is_table and self.tables else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision decided. `value` is a FEEL value; `evaluations` are in order, the decision itself comes last.

    `problems` says why something became null; there are none under Policy.STRICT, which raises instead.
    """

    value: Any
    evaluations: tuple[Evaluation, ...]
    problems: tuple[Problem, ...] = ()

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
