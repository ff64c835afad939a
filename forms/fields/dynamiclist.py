"""A list of rows, each with the same fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import row_rules, values
from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding

MOST_ROWS = 1_000
"""Rows of one list; more are refused, so that one submission cannot keep the server busy."""


class DynamicList(Field):
    """Repeats its children once for each object of the list under its `path`."""

    type = "dynamiclist"
    pathed = True
    texts = ("label",)

    def defaults(self, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
        """One row to begin with, which people may add to and remove."""
        return {"isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 1}

    def examine(self, component: Component) -> Iterator[Finding]:
        """A number of rows to begin with must be whole and within bounds; for anything else the viewer takes one."""
        repetitions = component.attributes.get("defaultRepetitions")
        if values.is_number(repetitions) and not (0 <= repetitions <= MOST_ROWS and repetitions == int(repetitions)):
            written = values.text_of(repetitions)
            yield Finding(code="repetitions-invalid", component_id=component.id, params={"value": written})
        yield from row_rules.examine(component)
