"""The state of one evaluation of a requirement graph: what failed where, and the record of what was decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

from engine.dmn.conformance import conforms
from engine.dmn.errors import DecisionFailed, Problem
from engine.dmn.outcome import Evaluation, TableRecord
from engine.dmn.types import Test, Type
from engine.feel import FeelError, FeelLimit, Limits, Policy
from engine.feel.json import to_json
from engine.feel.run import Run, Scope

_MAX_KEPT = 200  # problems, tables and evaluations that a record holds; an evaluation may make many more


class Place(Protocol):
    """Something that stands in a file, and the types of the file that it names."""

    @property
    def element_id(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def types(self) -> Mapping[str, Type]: ...


@dataclass(frozen=True)
class _Nowhere:
    element_id: str = ""
    line: int = 0
    types: Mapping[str, Type] = field(default_factory=dict)


_NOWHERE = _Nowhere()


class GraphRun(Run):
    """One budget, one policy and one record for a decision and all that it needs. It belongs to one thread."""

    __slots__ = ("_recording", "at", "decision_id", "evaluations", "problems", "tables", "variables")

    def __init__(self, variables: Mapping[str, Any], *, policy: Policy, limits: Limits, now: Any) -> None:
        super().__init__(policy=policy, limits=limits, now=now)
        self.variables = variables
        self.decision_id = ""
        self.at: Place = _NOWHERE  # the expression that is being evaluated
        self.problems: list[Problem] = []
        self.tables: list[TableRecord] = []
        self.evaluations: list[Evaluation] = []
        self._recording: Run | None = None  # the record has a budget of its own, one for the whole graph

    def fail(self, code: str, position: int, /, **params: Any) -> Any:
        """What an expression calls when it has no sound answer: null with a note, or an exception when strict."""
        if not self.strict:
            self.note(code, self.at.element_id, self.at.line, position=position, **params)
        return super().fail(code, position, **params)

    def declared(self, name: str) -> Callable[[Any], bool] | None:
        """What an expression asks about a type of its file: `x instance of tPerson`."""
        of = self.at.types.get(name)
        return None if of is None else lambda value: conforms(value, of, self)

    def passes(self, test: Test, value: Any) -> bool:
        """Whether a value passes unary tests; it does not pass a test that has no sound answer."""
        strict, noted = self.strict, len(self.problems)
        self.strict = False
        try:
            return test.value(Scope({"?": value}, None, self)) is True
        finally:
            self.strict = strict
            del self.problems[noted:]

    def refuse(self, code: str, element_id: str, line: int = 0, /, **params: Any) -> None:
        """The same for what is no expression: DecisionFailed when strict, otherwise a note."""
        if self.strict:
            raise DecisionFailed(self.decision_id, Problem(code=code, element_id=element_id, line=line, params=params))
        self.note(code, element_id, line, **params)

    def note(self, code: str, element_id: str, line: int = 0, /, **params: Any) -> None:
        """Keep a problem for the record."""
        if len(self.problems) < _MAX_KEPT:
            self.problems.append(Problem(code=code, element_id=element_id, line=line, params=params))

    def give_up(self, error: FeelError) -> NoReturn:
        """An expression cannot be evaluated: strict, or over its limits."""
        params = {**error.params, "position": error.position}
        problem = Problem(code=error.code, element_id=self.at.element_id, line=self.at.line, params=params)
        raise DecisionFailed(self.decision_id, problem, limit=isinstance(error, FeelLimit)) from error

    def plain(self, value: Any) -> Any:
        """A value as the record keeps it; FeelLimit when the record as a whole becomes too large."""
        if self._recording is None:
            self._recording = Run(limits=self.limits)
        return to_json(value, run=self._recording)

    def keep_table(self, record: TableRecord) -> None:
        """Keep what a table looked at; the last one, which may be the decision itself, in any case."""
        if len(self.tables) >= _MAX_KEPT:
            self.tables.pop()
        self.tables.append(record)

    def keep_evaluation(self, evaluation: Evaluation) -> None:
        """Keep what a decision decided; the one that was asked for comes last and is kept in any case."""
        if len(self.evaluations) >= _MAX_KEPT:
            self.evaluations.pop()
        self.evaluations.append(evaluation)


def run_of(scope: Scope) -> GraphRun:
    """The run of a scope; all scopes of decisions are made with a GraphRun."""
    run = scope.run
    assert isinstance(run, GraphRun)  # noqa: S101 - says it to the type checker, at the price of a look
    return run
