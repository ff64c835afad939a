"""Our FEEL engine for the TCK's runner (`../shared/tck`): values in and out, everything else is the runner's."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.feel import Policy, evaluate, unary
from engine.feel.calls import call_value
from engine.feel.dates import DateTime, Time, parse_date, parse_date_time, parse_time
from engine.feel.durations import YearMonthDuration, parse_duration
from engine.feel.run import Run
from engine.feel.temporal_text import Temporal
from engine.feel.values import Function, from_host, kind
from engine.feel.zones import Zone

RUNNER = Path(__file__).resolve().parents[3] / "shared" / "tck"
_NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
_PARSERS: dict[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


class Engine:
    """What `runtime.Runtime` asks of a FEEL engine."""

    def eval(self, text: str, scope: Mapping[str, Any]) -> Any:
        return evaluate(text, scope, now=_NOW)

    def unary(self, text: str, value: Any, scope: Mapping[str, Any]) -> bool | None:
        return unary(text, value, scope, now=_NOW)

    def kind(self, value: Any) -> str:
        found = kind(from_host(value))
        return "duration" if found.endswith("duration") else found

    def is_ym(self, duration: Any) -> bool:
        return isinstance(duration, YearMonthDuration)

    def midnight(self, date: Any) -> DateTime:
        return DateTime(date, Time(0, 0, 0, zone=Zone()))

    def function(self, parameters: Sequence[str], function: Callable[..., Any]) -> Function:
        return Function(tuple(parameters), lambda run, values: function(*values))

    def call(self, function: Any, arguments: Sequence[Any]) -> Any:
        return call_value(function, Run(policy=Policy.NULL, now=_NOW), arguments, "", 0)

    def invoke(self, function: Any, named: Mapping[str, Any]) -> Any:
        if not isinstance(function, Function) or set(named) != set(function.parameters):
            return None
        return self.call(function, [named[parameter] for parameter in function.parameters])

    def from_neutral(self, value: Any) -> Any:
        if type(value).__name__ == "T":
            return _PARSERS[value.kind](value.v)
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else value
        if isinstance(value, list):
            return [self.from_neutral(item) for item in value]
        return {k: self.from_neutral(v) for k, v in value.items()} if isinstance(value, dict) else value

    def to_neutral(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.to_neutral(item) for item in value]
        if isinstance(value, dict):
            return {name: self.to_neutral(entry) for name, entry in value.items()}
        found = self.kind(value)
        if isinstance(value, Temporal):
            return _neutral(found, str(value))
        return _neutral(found, "") if found in ("function", "range") else from_host(value)


def _neutral(kind: str, text: str) -> Any:
    return import_module("cases").T(kind, text)


def make() -> Any:
    """The engine inside the runner's DMN layer; the runner is found beside the repository."""
    if str(RUNNER) not in sys.path:
        sys.path.insert(0, str(RUNNER))
    return import_module("runtime").Runtime(Engine())
