"""A number of stars."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import numbers, values
from forms.component import Component
from forms.fields.number import NumberField
from forms.findings import Finding
from forms.scope import Scope
from forms.submission import Problem

STEPS = 5
MOST_STEPS = 20


class Rating(NumberField):
    """A whole number from 1 to `bihuan.steps`, or null where nobody has rated yet."""

    refinement = "rating"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """A number, never text."""
        number = super().sanitise(component, value, source)
        return numbers.plain(numbers.parse(number)) if isinstance(number, str) else number

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """A whole one within the steps, then the rules every number has."""
        if values.is_number(value):
            if value != int(value):
                yield Problem(code="integer")
            elif value < 1:
                yield Problem(code="min", params={"limit": "1"})
            elif value > steps(component):
                yield Problem(code="max", params={"limit": str(steps(component))})
        yield from super().judge(component, value, own, scope)

    def describe(self, component: Component) -> Mapping[str, Any]:
        """A whole number within the steps."""
        return {"type": ["integer", "null"], "minimum": 1, "maximum": steps(component)}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not null."""
        return {"type": "integer"}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """`4 / 5`."""
        return f"{values.text_of(value)} / {steps(component)}" if values.is_number(value) else ""

    def examine(self, component: Component) -> Iterator[Finding]:
        """The number of steps must be one."""
        yield from super().examine(component)
        drawn = component.own.get("steps", STEPS)
        if not isinstance(drawn, int) or isinstance(drawn, bool) or not 2 <= drawn <= MOST_STEPS:
            params = {"steps": values.text_of(drawn), "limit": str(MOST_STEPS)}
            yield Finding(code="steps-invalid", component_id=component.id, params=params)


def steps(component: Component) -> int:
    """The highest rating."""
    return int(component.own.get("steps", STEPS))
