"""Draws small forms and fills them in, for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms import NO_SOURCES, FileInfo, Form, FormRefused, Sources, Submission, load
from forms.scope import Occasion, Scope
from tests.forms.feel import FEEL

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
"""Noon of 10 March 2026 in Shanghai."""


def drawn(*components: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The schema of a form with these components."""
    return {"type": "default", "id": "F", "components": list(components), **more}


def field(kind: str, key: str = "a", **attributes: Any) -> dict[str, Any]:
    """A keyed component whose id is its key."""
    return {"type": kind, "id": key, "key": key, **attributes}


def rows(*components: Mapping[str, Any], path: str = "rows", **attributes: Any) -> dict[str, Any]:
    """A list with these columns."""
    return {"type": "dynamiclist", "id": path, "path": path, "components": list(components), **attributes}


def form(*components: Mapping[str, Any], **more: Any) -> Form:
    """The loaded form."""
    return load(drawn(*components, **more), evaluate=FEEL)


def submit(
    filled: Form,
    submitted: Mapping[str, Any],
    initial: Mapping[str, Any] | None = None,
    files: Mapping[str, Sequence[FileInfo]] | None = None,
    sources: Sources = NO_SOURCES,
) -> Submission:
    """Submit from outside, in Shanghai at noon."""
    return filled.submit(initial or {}, submitted, files=files or {}, zone=SHANGHAI, now=NOON, sources=sources)


def codes(submission: Submission) -> list[str]:
    """The codes of all errors, in order."""
    return [error.code for error in submission.errors]


def answer(component: Mapping[str, Any], value: Any, initial: Mapping[str, Any] | None = None) -> Any:
    """What is kept of one answer to a form with that one field."""
    return submit(form(component), {component["key"]: value}, initial).data.get(component["key"])


def complaints(component: Mapping[str, Any], value: Any) -> list[str]:
    """What is wrong with one answer to a form with that one field."""
    return codes(submit(form(component), {component["key"]: value}))


def scope(data: Mapping[str, Any] | None = None) -> Scope:
    """What the top of a form sees."""
    occasion = Occasion(evaluate=FEEL, zone=SHANGHAI, now=NOON, initial=data or {})
    return Scope(occasion, data or {}, data or {}, None, [])


def refused(*components: Mapping[str, Any], **more: Any) -> list[str]:
    """The codes for which a form with these components is refused; none when it is not."""
    try:
        form(*components, **more)
    except FormRefused as refusal:
        return [finding.code for finding in refusal.findings]
    return []


def refined(kind: str, name: str, key: str = "a", /, **own: Any) -> dict[str, Any]:
    """A keyed component with a refinement."""
    return field(kind, key, bihuan={"as": name, **own})
