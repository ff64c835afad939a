"""What a form's sources name must exist: the decisions and groups that options come from."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import forms
from engine import catalogue
from engine.errors import Finding


def check_public(schema: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields of a form for everybody whose sources offer nothing to somebody without a login."""
    for component in forms.load(schema, evaluate=catalogue.FORM_LANGUAGE).root.walk():
        if component.source is not None and component.source.kind != "decision":
            params = {"kind": component.source.kind}
            yield Finding(code="source-not-public", severity="warning", element_id=component.id, params=params)


def check(schema: Mapping[str, Any], decisions: Collection[str], groups: Collection[str]) -> Iterator[Finding]:
    """Every decision and group that a source of a sound form names and nobody has."""
    for component in forms.load(schema, evaluate=catalogue.FORM_LANGUAGE).root.walk():
        source = component.source
        if source is None:
            continue
        decision = source.parameters.get("decision")
        if source.kind == "decision" and decision not in decisions:
            yield Finding(
                code="decision-unknown", severity="error", element_id=component.id, params={"decision": str(decision)}
            )
        narrowed = source.parameters.get("groups")
        for group in narrowed if isinstance(narrowed, list) else ():
            if group not in groups:
                yield Finding(
                    code="group-unknown", severity="warning", element_id=component.id, params={"group": str(group)}
                )
