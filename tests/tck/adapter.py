"""Our DMN layer for the runner of the TCK (`../shared/tck`): it reads the model file itself and decides."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from engine import dmn
from engine.feel import Policy
from engine.feel.dates import parse_date, parse_date_time, parse_time
from engine.feel.durations import parse_duration
from engine.feel.temporal_text import Temporal
from engine.feel.values import from_host, kind

RUNNER = Path(__file__).resolve().parents[3] / "shared" / "tck"
_NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
_PARSERS: dict[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


class Engine:
    """What the runner asks of an engine: to load the models of a case, and to decide."""

    def __init__(self) -> None:
        self._model: dmn.DecisionModel
        self._broken: frozenset[tuple[str, str]] = frozenset()

    def load(self, models: Any, path: str) -> None:
        """Read a model file, and those beside it for what it imports; the runner's own reading is not looked at.

        The kit has expressions that are wrong on purpose and expects null of them, so reading is tolerant.
        """
        file = Path(path)
        others = [other.read_bytes() for other in sorted(file.parent.glob("*.dmn")) if other.name != file.name]
        self._model = dmn.load(file.read_bytes(), others, tolerant=True)
        self._broken = frozenset((problem.code, problem.element_id) for problem in self._model.problems)

    def decide(self, kind: str, name: str, invocable: str | None, inputs: Mapping[str, Any]) -> tuple[Any, list[str]]:
        """The value of a result and what went wrong; an expression that is no FEEL counts as an exception."""
        given = {" ".join(name.split()): _from_neutral(value) for name, value in inputs.items()}
        outcome = self._outcome(kind, " ".join(name.split()), " ".join((invocable or "").split()), given)
        if outcome is None:
            return None, [f"nothing here is called {name}"]
        errors = [
            f"EXC {problem}" if (problem.code, problem.element_id) in self._broken else str(problem)
            for problem in outcome.problems
        ]
        return _to_neutral(outcome.value), errors

    def _outcome(self, kind: str, name: str, invocable: str, given: Mapping[str, Any]) -> dmn.Outcome | None:
        decision = next((each for each in self._model.decisions.values() if each.name == name), None)
        if kind == "decision" and decision is not None:
            known = {
                needed: given[self._model.graph.decisions[needed].name]
                for needed in self._model.graph.order[decision.key]
                if self._model.graph.decisions[needed].name in given
            }
            return self._model.decide(decision.id, given, known=known, now=_NOW, policy=Policy.NULL)
        wanted = name if kind == "decision" else invocable
        called = next((each for each in self._model.callables.values() if each.name == wanted), None)
        if called is None:
            return None
        outcome = self._model.call(called.id, given, now=_NOW, policy=Policy.NULL)
        if len(called.outputs) > 1 and type(outcome.value) is dict and kind != "decision":
            return dmn.Outcome(value=outcome.value.get(name), evaluations=(), problems=outcome.problems)
        return outcome


def _from_neutral(value: Any) -> Any:
    if type(value).__name__ == "T":
        return _PARSERS[value.kind](value.v)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, list):
        return [_from_neutral(item) for item in value]
    return {name: _from_neutral(entry) for name, entry in value.items()} if isinstance(value, dict) else value


def _to_neutral(value: Any) -> Any:
    value = from_host(value)
    if isinstance(value, list):
        return [_to_neutral(item) for item in value]
    if isinstance(value, dict):
        return {name: _to_neutral(entry) for name, entry in value.items()}
    found = kind(value)
    if isinstance(value, Temporal):
        return _neutral("duration" if found.endswith("duration") else found, str(value))
    return _neutral(found, "") if found in ("function", "range") else value


def _neutral(kind: str, text: str) -> Any:
    return import_module("cases").T(kind, text)


def make() -> Engine:
    """The engine; the runner's modules must be importable, as they are when it runs."""
    return Engine()
