"""Checks one file by itself: a model, a decision or a form, told apart by name and content."""

from collections.abc import Sequence
from pathlib import PurePath

import orjson

from engine import decision_files, deployments
from engine.bpmn import reader
from engine.errors import Finding

_FORMS = frozenset({".form", ".json"})


def check(name: str, data: bytes, beside: Sequence[bytes] = ()) -> list[Finding]:
    """Everything that is wrong with a file. Whatever it holds becomes findings, never an exception.

    `beside` are the decision files that it may import.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _FORMS:
        return _form(data)
    if suffix.startswith(".dmn") or (reader.BPMN.encode() not in data and b"/DMN/" in data):
        return decision_files.check(data, beside)
    return deployments.check_model(data)


def _form(data: bytes) -> list[Finding]:
    try:
        schema = orjson.loads(data)
    except orjson.JSONDecodeError:
        schema = data.decode("utf-8-sig", "replace")  # forms of other products are HTML or XML, and are told as such
    return deployments.check_form(schema)
