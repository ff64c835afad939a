"""What a field type is: its value, its rules and how it reads, each apart and each with a sensible default."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from forms import rules, values
from forms.component import Component
from forms.findings import Finding
from forms.scope import Occasion, Scope, is_expression
from forms.sources import Source
from forms.submission import Problem


class Field:
    """One field type. A keyed type has a value under its `key`; a pathed type nests its children under its `path`."""

    type: ClassVar[str]
    keyed: ClassVar[bool] = False
    pathed: ClassVar[bool] = False
    shown: ClassVar[bool] = True
    refinement: ClassVar[str] = ""
    """The name under which `bihuan.as` asks for it; empty for the types of form-js themselves."""
    texts: ClassVar[tuple[str, ...]] = ("label", "description")
    """The properties people read, which therefore have translations; dots lead into nested blocks."""

    def defaults(self, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the viewer assumes for attributes that are not drawn."""
        return {}

    def source(self, own: Mapping[str, Any]) -> Source | None:
        """Where the options come from, by the component's `bihuan` block; None for a type that has no options."""
        return None

    def empty(self) -> Any:
        """The value of a field nobody has filled in."""
        return None

    def owned(self, component: Component) -> bool:
        """Is the value the server's alone, so that nothing is taken from the browser?"""
        readonly = component.attributes.get("readonly")
        return component.disabled or (bool(readonly) and not is_expression(readonly))

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The value as the field can hold it; `source` is the data the form was opened with."""
        return value

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """The value as the field rewrites it once it is shown; `own` is what the server itself holds."""
        return value

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """Everything that is wrong with the value."""
        return rules.judge(component, value, scope)

    def finish(self, component: Component, value: Any, occasion: Occasion) -> Any:
        """The value as it is kept after submission."""
        return value

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The value as people read it."""
        return values.text_of(value)

    def markup(self, value: Any) -> str:
        """The value as harmless HTML, for the few types whose text has more than words; else nothing."""
        return ""

    def describe(self, component: Component) -> Mapping[str, Any]:
        """The JSON Schema of the values it takes from a program (see `forms.json_schema`)."""
        return {}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """What changes in that schema when there must be an answer."""
        return {}

    def examine(self, component: Component) -> Iterator[Finding]:
        """What makes the component as it is drawn unusable; errors refuse the form whenever it is loaded."""
        return iter(())

    def advise(self, component: Component) -> Iterator[Finding]:
        """What its author should hear at publishing, apart from expressions (see `forms.checking`)."""
        return iter(())
