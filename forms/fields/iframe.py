"""Another page in a frame; the viewer shows https addresses only, in a sandbox."""

from collections.abc import Iterator

from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding
from forms.scope import is_expression


class IFrame(Field):
    """Has no value."""

    type = "iframe"
    texts = ("label",)

    def advise(self, component: Component) -> Iterator[Finding]:
        """An address the viewer would not show deserves a word."""
        url = component.attributes.get("url")
        fixed = isinstance(url, str) and url != "" and not is_expression(url) and "{{" not in url
        if fixed and not str(url).lower().startswith("https://"):
            yield Finding(code="url-not-https", severity="warning", component_id=component.id)
