"""Pictures, taken with the camera of a phone or chosen from what is there."""

from forms.component import Component
from forms.fields.filepicker import FilePicker
from forms.scope import Scope


class Photo(FilePicker):
    """Files that are pictures; `accept` may ask for certain kinds of them."""

    refinement = "photo"

    def accept(self, component: Component, scope: Scope) -> str:
        """What the form asks for, else any picture."""
        return super().accept(component, scope) or "image/*"
