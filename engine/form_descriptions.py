"""What programs and translators ask about a form: the shape of its answers, and the texts a language lacks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

import forms
from engine import authz, catalogue
from engine.errors import NotFound
from engine.identity import Actor
from forms import Gap

_NEWEST = text("SELECT id FROM form_definition WHERE key = :key ORDER BY version DESC LIMIT 1")


def json_schema(session: Session, actor: Actor, key: str, locale: str) -> dict[str, Any]:
    """The JSON Schema of the answers to the newest version of a form, as it is drawn and before any step's rights."""
    return _newest(session, actor, key).json_schema(locale)


def missing_translations(session: Session, actor: Actor, key: str, locale: str) -> Sequence[Gap]:
    """Every text of the newest version of a form that a language lacks."""
    return _newest(session, actor, key).missing_translations(locale)


def _newest(session: Session, actor: Actor, key: str) -> forms.Form:
    authz.require_person(actor)
    found = session.execute(_NEWEST, {"key": key}).scalar()
    if found is None:
        raise NotFound(kind="form", id=key)
    return catalogue.form(session, found)
