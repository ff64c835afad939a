"""What comes out when a form is submitted: the data that counts, and every error at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms import locales
from forms.paths import Path


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a rule has against one value: a code and what fills its message (see `forms.messages`)."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """A problem and where it is: the component that drew the field, and the path of the value in the data."""

    code: str
    params: Mapping[str, Any]
    component_id: str
    path: Path
    own_messages: Mapping[str, str] = field(default_factory=dict)
    """The form's own sentence for it, by locale; its base text stands in the parameter `message`."""

    @property
    def indexes(self) -> tuple[int, ...]:
        """The row indexes, from the outermost list inwards, of a field that stands in rows."""
        return tuple(step for step in self.path if isinstance(step, int))

    def own_message(self, locale: str) -> str | None:
        """The form's own sentence in that locale or a wider one, if it has one."""
        return next((self.own_messages[name] for name in locales.widening(locale) if name in self.own_messages), None)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The data of a submitted form and all that is wrong with it; the data counts only without errors."""

    data: dict[str, Any]
    errors: tuple[FieldError, ...]
