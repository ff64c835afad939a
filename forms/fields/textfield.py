"""A line of text."""

import re
from collections.abc import Mapping
from typing import Any

from forms.component import Component
from forms.fields.textarea import TextArea

_LINE_BREAKS = re.compile(r"[\r\n\t]")


class TextField(TextArea):
    """Text in which every line break and tab has become a space."""

    type = "textfield"
    texts = (*TextArea.texts, "appearance.prefixAdorner", "appearance.suffixAdorner")

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The text on one line."""
        return _LINE_BREAKS.sub(" ", super().sanitise(component, value, source))
