"""Text of several lines."""

import re
from collections.abc import Mapping
from typing import Any

from forms import values
from forms.component import Component
from forms.fields.field import Field

_HALVES = re.compile("[\ud800-\udfff]")


class TextArea(Field):
    """Text; numbers and booleans become text, lists and objects become nothing."""

    type = "textarea"
    keyed = True
    texts = (*Field.texts, "validate.patternErrorMessage")

    def empty(self) -> Any:
        """The empty text."""
        return ""

    def describe(self, component: Component) -> Mapping[str, Any]:
        """Text."""
        return {"type": "string"}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not the empty one."""
        return {"minLength": 1}

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The text of the value, without what no database keeps: NUL, and halves of emoji."""
        text = values.text_of(value)
        return text if text.isascii() and "\x00" not in text else _HALVES.sub("\ufffd", text.replace("\x00", ""))
