"""Tells forms of other products apart, so that whoever brings one hears what it is instead of that it is none."""

from collections.abc import Callable, Mapping
from typing import Any

_FORMIO_TYPES = frozenset({"phoneNumber", "panel", "datagrid", "editgrid", "selectboxes", "survey"})


def code_of(written: Any) -> str | None:
    """The code of the finding for a form of another product; None when nobody knows what it is."""
    return next((code for code, fits in _PRODUCTS.items() if fits(written)), None)


def is_formio(written: Any) -> bool:
    """Its components have `input` beside their type; form-js has no such thing."""
    drawn = written.get("components") if isinstance(written, Mapping) else None
    components = [each for each in drawn if isinstance(each, Mapping)] if isinstance(drawn, list) else []
    if isinstance(written, Mapping) and written.get("display") in ("form", "wizard"):
        return True
    return any("input" in each or each.get("type") in _FORMIO_TYPES for each in components)


def _is_survey(written: Any) -> bool:
    pages = written.get("pages", [written]) if isinstance(written, Mapping) else []
    return any(isinstance(page, Mapping) and isinstance(page.get("elements"), list) for page in pages or ())


def _is_flowable(written: Any) -> bool:
    return isinstance(written, Mapping) and isinstance(written.get("fields") or written.get("rows"), list)


def _is_json_schema(written: Any) -> bool:
    if not isinstance(written, Mapping):
        return False
    return isinstance(written.get("properties"), Mapping) or "json-schema.org" in str(written.get("$schema", ""))


def _is_ui_schema(written: Any) -> bool:
    """What stands beside a JSON Schema and says how it is drawn: `ui:…`, however far down."""
    return isinstance(written, Mapping) and _names_ui(written, 6)


def _names_ui(written: Any, levels: int) -> bool:
    if not isinstance(written, Mapping) or not levels:
        return False
    return any(str(name).startswith("ui:") or _names_ui(value, levels - 1) for name, value in written.items())


def _is_markup(written: Any) -> bool:
    return isinstance(written, str) and "<" in written and ">" in written


_PRODUCTS: Mapping[str, Callable[[Any], bool]] = {
    "form-of-formio": is_formio,
    "form-of-surveyjs": _is_survey,
    "form-of-flowable": _is_flowable,
    "form-of-json-schema": _is_json_schema,
    "form-of-ui-schema": _is_ui_schema,
    "form-of-html": _is_markup,
}
