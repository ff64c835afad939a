"""Personal answers among the variables of an instance: without the right “personal” nobody reads them there either."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from engine import catalogue
from engine.catalogue import Definition
from engine.identity import Actor

_NEWEST = text("SELECT DISTINCT ON (key) id FROM form_definition WHERE key = ANY(:keys) ORDER BY key, version DESC")


def shown(session: Session, actor: Actor, definition: Definition, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables without what the forms of the process call personal, unless the actor may read that."""
    left = dict(variables)
    if actor.may("personal"):
        return left
    activities = (each for process in definition.model.processes.values() for each in process.activities.values())
    keys = sorted({activity.form.id for activity in activities if activity.form is not None})
    for form_id in session.execute(_NEWEST, {"keys": keys}).scalars() if keys else ():
        left = catalogue.form(session, form_id).without_personal_answers(left)
    return left
