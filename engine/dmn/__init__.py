"""DMN decisions: files are read and compiled once, then decide as often as asked, in any thread.

    model = load(xml)
    outcome = model.decide("dish", {"season": "Winter", "guests": 8})
    outcome.value, outcome.matched, outcome.evaluations

Everything of DMN 1.1 to 1.5 but functions in other languages; needs `engine.feel` and lxml, nothing else of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn.analysis import examine
from engine.dmn.errors import MESSAGES, DecisionFailed, DecisionRefused, DecisionUnknown, DmnError, Problem
from engine.dmn.evaluation import Round
from engine.dmn.graph import Callable, Decision, Graph
from engine.dmn.outcome import Evaluation, InputValue, MatchedRule, Outcome, TableRecord
from engine.dmn.reader import read
from engine.dmn.run import GraphRun
from engine.dmn.table import Table
from engine.dmn.texts import Translate, untranslated
from engine.feel import DEFAULT_LIMITS, FeelError, Limits, Policy
from engine.feel.calls import call_value


@dataclass(frozen=True, slots=True, eq=False)
class DecisionModel:
    """The decisions of one file by id, and what of it can be called: knowledge models and decision services.

    `imported` are the files it was read with, `problems` what a tolerant reader let pass. Immutable, for any number of
    threads.
    """

    decisions: Mapping[str, Decision]
    callables: Mapping[str, Callable]
    tables: tuple[Table, ...]
    imported: tuple[bytes, ...]
    problems: tuple[Problem, ...]
    graph: Graph

    def examine(self) -> list[Problem]:
        """Remarks on the tables of the file: gaps and overlaps, each with an example, and rules that never count."""
        return [remark for table in self.tables for remark in examine(table)]

    def decide(
        self,
        decision_id: str,
        variables: Mapping[str, Any],
        *,
        known: Mapping[str, Any] | None = None,
        now: datetime | None = None,
        policy: Policy = Policy.STRICT,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Outcome:
        """The outcome of a decision and of all it requires; one budget counts for the whole graph.

        `known` are results of required decisions by id, which are then not made. Raises DecisionUnknown or
        DecisionFailed.
        """
        if decision_id not in self.decisions:
            raise DecisionUnknown(decision_id)
        run = GraphRun(variables, policy=policy, limits=limits, now=now)
        [value] = Round(self.graph, variables, known or {}, run).decide(decision_id)
        return Outcome(value=value, evaluations=tuple(run.evaluations), problems=tuple(run.problems))

    def call(
        self,
        callable_id: str,
        arguments: Mapping[str, Any],
        *,
        now: datetime | None = None,
        policy: Policy = Policy.STRICT,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Outcome:
        """The outcome of a decision service or knowledge model; what is not given is null. Raises as `decide`."""
        called = self.callables.get(callable_id)
        if called is None:
            raise DecisionUnknown(callable_id)
        run = GraphRun({}, policy=policy, limits=limits, now=now)
        run.decision_id = callable_id
        try:
            value = call_value(
                called.function, run, [arguments.get(name) for name in called.parameters], called.name, 0
            )
        except FeelError as error:
            run.give_up(error)
        return Outcome(value=value, evaluations=tuple(run.evaluations), problems=tuple(run.problems))


def load(
    xml: bytes, others: Sequence[bytes] = (), *, tolerant: bool = False, translate: Translate = untranslated
) -> DecisionModel:
    """The model of a DMN file; the models it imports are found among `others`.

    Raises DecisionRefused with every problem and the element it is about. With `tolerant`, for tools that look at
    unfinished models, what is wrong is null when it is evaluated. `translate` makes FEEL of other languages.
    """
    found = read(xml, others, tolerant=tolerant, translate=translate)
    return DecisionModel(found.decisions, found.callables, found.tables, found.imported, found.problems, found.graph)


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
    "TableRecord",
    "load",
]
