"""Begins a run of one definition: its number, receipt code and title, and the first step."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import bpmn, catalogue, clock, interpreter
from engine.bpmn import Attributes
from engine.callees import DeployedProcesses
from engine.db import settings_of
from engine.errors import NotFound
from engine.expressions import InstanceExpressions
from engine.feel import FeelError
from engine.history import Fact
from engine.identity import Actor
from engine.ids import new_id
from engine.loaded import LoadedInstance
from engine.models import InstanceState
from engine.projection import NewTask

_NUMBER = text("SELECT nextval('case_number')")
_INSERT = text(
    "INSERT INTO process_instance (id, definition_id, definition_key, business_key, receipt_code, title, state, rev, "
    "snapshot, locale, started_at, started_by) VALUES (:id, :definition_id, :definition_key, :business_key, "
    ":receipt_code, :title, 'active', 0, ''::bytea, :locale, :started_at, :started_by)"
)

RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letters or digits that are mistaken for one another on the phone."""
RECEIPT_LENGTH = 12
"""30¹² codes: guessing one at the public rate limit takes longer than anybody lives."""


def begin(
    session: Session,
    actor: Actor,
    definition_id: UUID,
    variables: Mapping[str, Any],
    *,
    cause: Fact,
    business_key: str = "",
    locale: str = "",
    start_message: str | None = None,
    start_signal: str | None = None,
    start_element: str | None = None,
) -> tuple[LoadedInstance, Sequence[NewTask]]:
    """Begin a run of one definition with these variables, and tell its first user tasks; authorisation is the caller's.

    Every process is given `businessKey`, `receipt`, `startedAt`, `starter` and `locale` beside them.
    """
    definition = catalogue.definition(session, definition_id)
    case = _case(definition)
    now = clock.now()
    number = business_key or _business_key(session, case)
    receipt = _receipt() if case.get("receipt") == "true" else None
    given = {
        **variables,
        "businessKey": number,
        "receipt": receipt,
        "startedAt": now.astimezone(settings_of(session).zone).isoformat(timespec="seconds"),
        "starter": actor.login or None,
        **{named["variable"]: actor.login or None for named in definition.process.extension.get("initiator", ())},
        "locale": locale or actor.locale or settings_of(session).locale,
    }
    element = start_element or _start_element(definition, start_message, start_signal)
    instance = _insert(session, actor, definition, case, given, element)
    return instance, interpreter.save(session, instance, actor, cause)


def _start_element(definition: catalogue.Definition, message: str | None, signal: str | None) -> str | None:
    """The start event that this message or signal is for; None for a start by hand."""
    if message is None and signal is None:
        return None
    for start in definition.process.starts:
        if (message and start.message_name == message) or (signal and start.signal_name == signal):
            return start.element_id
    raise NotFound(kind="start event", id=message or signal)


def _case(definition: catalogue.Definition) -> Attributes:
    """The attributes of <bihuan:case>: number prefix, receipt, title."""
    found = definition.process.extension.get("case", ())
    return found[0] if found else {}


def _business_key(session: Session, case: Attributes) -> str:
    prefix = case.get("prefix")
    if not prefix:
        return ""
    number: int = session.execute(_NUMBER).scalar_one()
    return f"{prefix}-{clock.now().astimezone(settings_of(session).zone):%Y}-{number:06d}"


def _receipt() -> str:
    code = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))
    return "-".join(code[at : at + 4] for at in range(0, RECEIPT_LENGTH, 4))


def _insert(
    session: Session,
    actor: Actor,
    definition: catalogue.Definition,
    case: Attributes,
    given: dict[str, Any],
    start_element: str | None,
) -> LoadedInstance:
    expressions = InstanceExpressions(session, definition.deployment_id)
    started_at = clock.now()
    row = {
        "id": new_id(),
        "definition_id": definition.id,
        "definition_key": definition.key,
        "business_key": given["businessKey"],
        "receipt_code": given["receipt"],
        "title": _title(case, given, expressions),
        "locale": given["locale"],
        "started_at": started_at,
        "started_by": actor.person_id,
    }
    session.execute(_INSERT, row)
    callees = DeployedProcesses(session, definition.deployment_id)
    run = bpmn.start(definition.model, definition.key, given, expressions, start_element=start_element, callees=callees)
    return LoadedInstance(
        id=row["id"],
        definition=definition,
        state=InstanceState.ACTIVE,
        rev=0,
        business_key=given["businessKey"],
        receipt_code=given["receipt"],
        locale=given["locale"],
        started_at=started_at,
        started_by=actor.person_id,
        run=run,
        expressions=expressions,
        before=(),
    )


def _title(case: Attributes, given: Mapping[str, Any], expressions: InstanceExpressions) -> str:
    """What the inbox shows of an instance; a title that cannot be made never stops a start."""
    said = case.get("title", "")
    if not said.startswith("="):
        return said
    try:
        return str(expressions.evaluate(said[1:], given) or "")[:200]
    except FeelError:
        return ""
