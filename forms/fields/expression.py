"""A value that FEEL computes and nobody types."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding


class Expression(Field):
    """Computed on every change, or once before submission (`computeOn`); `forms.settling` says when."""

    type = "expression"
    keyed = True
    shown = False
    texts = ()

    def defaults(self, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Computed on change."""
        return {"computeOn": "change"}

    def owned(self, component: Component) -> bool:
        """Always: what the browser computed is never taken."""
        return True

    def describe(self, component: Component) -> Mapping[str, Any]:
        """Whatever it computes; nothing that is sent counts."""
        return {"description": "Computed by the server."}

    def advise(self, component: Component) -> Iterator[Finding]:
        """There must be something to compute."""
        if not component.attributes.get("expression"):
            yield Finding(code="expression-missing", severity="warning", component_id=component.id)
