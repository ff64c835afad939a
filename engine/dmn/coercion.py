"""The conversions that DMN makes by itself between a value and its declared type (DMN 1.5, 10.3.2.9.4).

A list of one becomes its item and an item a list of one, a date becomes the midnight it begins with; what then still
does not fit is null and a note, or a failure where the caller is strict.
"""

from typing import Any

from engine.dmn.conformance import conforms
from engine.dmn.run import GraphRun
from engine.dmn.types import Type
from engine.feel.dates import DateTime, Time
from engine.feel.temporal_text import parse_temporal
from engine.feel.values import from_host, kind
from engine.feel.zones import Zone

_TEMPORAL = frozenset(
    ("date", "time", "date and time", "days and time duration", "years and months duration"),
)


def coerced(value: Any, of: Type | None, run: GraphRun, element_id: str) -> Any:
    """The value as one of a type; null when it is none, which is a failure under Policy.STRICT."""
    if of is None or value is None or conforms(value, of, run):
        return value
    if type(value) is list and len(value) == 1 and conforms(from_host(value[0]), of, run):
        return from_host(value[0])
    if type(value) is not list and conforms([value], of, run):
        return [value]
    if kind(value) == "date" and conforms(midnight := DateTime(value, Time(0, 0, 0, zone=Zone())), of, run):
        return midnight
    run.refuse("type-mismatch", element_id, wanted=of.name, kind=kind(value))
    return None


def typed(value: Any, of: Type | None) -> Any:
    """Texts as the dates, times and durations that a type declares, since JSON has none; other values themselves."""
    if of is None or value is None:
        return value
    if type(value) is str:
        return _temporal(value, of)
    if type(value) is list and of.collection:
        return [_typed_item(item, of) for item in value]
    return _typed_item(value, of)


def _typed_item(value: Any, of: Type) -> Any:
    if type(value) is str:
        return _temporal(value, of)
    if type(value) is dict and of.components:
        return {name: typed(entry, of.components.get(name)) for name, entry in value.items()}
    return typed(value, of.base)


def _temporal(value: str, of: Type) -> Any:
    wanted = of
    while wanted.base is not None:
        wanted = wanted.base
    if not wanted.kinds or not _TEMPORAL.issuperset(wanted.kinds):
        return value
    parsed = parse_temporal(value)
    return parsed if kind(parsed) in wanted.kinds else value
