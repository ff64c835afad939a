"""One box to tick."""

from collections.abc import Mapping
from typing import Any

from forms.component import Component
from forms.fields.field import Field
from forms.scope import Scope


class Checkbox(Field):
    """True or false; only a real true is true. When required, it must be ticked."""

    type = "checkbox"
    keyed = True

    def empty(self) -> Any:
        """Not ticked."""
        return False

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """True only for true itself."""
        return value is True

    def describe(self, component: Component) -> Mapping[str, Any]:
        """True or false."""
        return {"type": "boolean"}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Ticked."""
        return {"const": True}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """`Yes` or `No`, for the edge to translate (see `forms.messages`)."""
        return "Yes" if value is True else "No"
