"""A signature, drawn with finger or mouse."""

from forms.component import Component
from forms.fields.filepicker import FilePicker
from forms.scope import Scope


class Signature(FilePicker):
    """One picture in PNG, which is what the pad sends."""

    refinement = "signature"

    def most(self, component: Component, scope: Scope) -> int | None:
        """One, whatever `multiple` says."""
        return 1

    def accept(self, component: Component, scope: Scope) -> str:
        """PNG only."""
        return "image/png"
