"""A day, a time of day, or both."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from forms import rules, times
from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding
from forms.scope import Scope
from forms.submission import Problem

_SUBTYPES = ("date", "time", "datetime")
_PATTERNS = {"date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "datetime": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"}


class DateTime(Field):
    """Text: `YYYY-MM-DD`, `hh:mm`, or both with a T, in the time zone and style the component asks for."""

    type = "datetime"
    keyed = True
    texts = ("label", "dateLabel", "timeLabel", "description")

    def defaults(self, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
        """A day without time."""
        return {"subtype": "date"}

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """Text that can be read at all; the exact form comes when the field settles."""
        if not isinstance(value, str) or not value:
            return None
        readable = {"date": _looks_like_date, "time": _is_time, "datetime": _is_moment}
        return value if readable[component.attributes["subtype"]](value) else None

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """The same day or time as the viewer would write it; null when it is none."""
        if not isinstance(value, str):
            return value
        zone, style = scope.occasion.zone, component.attributes.get("timeSerializingFormat")
        match component.attributes["subtype"]:
            case "date":
                return value if times.parse_date(value) else None
            case "time":
                ahead = times.offset_at(scope.occasion.now, zone)
                minutes = times.parse_time(value, ahead)
                return None if minutes is None else times.write_time(minutes, ahead, style)
            case "datetime":
                moment = times.parse_moment(value, zone)
                return None if moment is None else times.write_moment(moment, zone, style)
        return value

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """What the viewer's calendar would not have let a person pick, then the rules every field has."""
        if scope.occasion.strict and isinstance(value, str) and value != own:
            yield from self._not_to_be_picked(component, value, scope)
        yield from rules.judge(component, value, scope)

    def _not_to_be_picked(self, component: Component, value: str, scope: Scope) -> Iterator[Problem]:
        day = times.parse_date(value[:10])
        if day is None:
            return
        if day < times.EARLIEST_PICKED:
            yield Problem(code="date-too-early", params={"earliest": times.EARLIEST_PICKED.isoformat()})
        elif component.attributes.get("disallowPassedDates"):
            today = scope.occasion.now.astimezone(scope.occasion.zone).date()
            if day < today:
                yield Problem(code="date-passed", params={"earliest": today.isoformat()})

    def examine(self, component: Component) -> Iterator[Finding]:
        """The kind must be one of the three."""
        if component.attributes["subtype"] not in _SUBTYPES:
            params = {"subtype": str(component.attributes["subtype"])}
            yield Finding(code="subtype-unknown", component_id=component.id, params=params)

    def describe(self, component: Component) -> Mapping[str, Any]:
        """Text in the style of the subtype, or null."""
        pattern = _PATTERNS.get(str(component.attributes["subtype"]), "")
        return {"type": ["string", "null"], **({"pattern": pattern} if pattern else {})}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not null."""
        return {"type": "string"}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """Day and time with a space between; the edge may write the locale's way instead."""
        return value.replace("T", " ") if isinstance(value, str) else ""


def _looks_like_date(text: str) -> bool:
    return "T" not in text and text.count("-") == 2 and text[0].isdigit()


def _is_time(text: str) -> bool:
    return times.parse_time(text, 0) is not None


def _is_moment(text: str) -> bool:
    return times.parse_moment(text, UTC) is not None
