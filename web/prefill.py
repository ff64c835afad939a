"""Answers that an address brings along: `?answer.decision=approve` fills a field, and nothing is done by looking."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson
from fastapi import Request

from engine.answers import OpenForm

PREFIX = "answer."
LONGEST = 2_000


def prefilled(form: OpenForm, request: Request) -> OpenForm:
    """The form with the answers of the address, for fields of the top level; a draft goes before."""
    if form.read_only or form.draft_rev:
        return form
    fields = set(_keys(form.schema))
    brought = {
        name.removeprefix(PREFIX): _value(text)
        for name, text in request.query_params.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) in fields and len(text) <= LONGEST
    }
    return replace(form, data={**form.data, **brought}) if brought else form


def _keys(schema: Mapping[str, Any]) -> Iterator[str]:
    for component in schema.get("components", ()):
        if component.get("type") == "group" and not component.get("path"):
            yield from _keys(component)
        elif component.get("key") and not component.get("readonly") and not component.get("disabled"):
            yield str(component["key"])


def _value(text: str) -> Any:
    """JSON where it is some (true, 3, ["a"]), else the text."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
