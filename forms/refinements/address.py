"""A postal address: a group whose fields are its parts."""

from collections.abc import Iterator

from forms.component import Component
from forms.fields.group import Group
from forms.findings import Finding

PARTS = ("province", "city", "district", "street", "postcode")


class Address(Group):
    """Nests fields whose keys are parts of an address; read in one line."""

    refinement = "address"

    def examine(self, component: Component) -> Iterator[Finding]:
        """Some part must be there, or nobody could tell what is one."""
        if not any(below.template and below.template[-1] in PARTS for below in component.walk()):
            yield Finding(code="address-without-parts", component_id=component.id, params={"parts": ", ".join(PARTS)})
