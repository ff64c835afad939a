"""Incidents as they come into being: one that is open already for the same work is not opened again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import clock
from engine.ids import new_id
from engine.json_text import dumps

LONGEST_MESSAGE = 2000

_INSERT = text(
    "INSERT INTO incident (id, instance_id, element_id, token_id, job_id, code, message, parameters, state, "
    "created_at) "
    "SELECT CAST(:id AS uuid), CAST(:instance_id AS uuid), CAST(:element_id AS text), CAST(:token_id AS text), "
    "CAST(:job_id AS uuid), CAST(:code AS text), CAST(:message AS text), CAST(:parameters AS jsonb), 'open', :now "
    "WHERE NOT EXISTS "
    "(SELECT 1 FROM incident WHERE instance_id = :instance_id AND token_id = CAST(:token_id AS text) "
    "AND job_id IS NOT DISTINCT FROM :job_id AND state = 'open')"
)


@dataclass(frozen=True, kw_only=True)
class NewIncident:
    """What is stuck and why: a stable code, a sentence without data of the customer, what fills it in any language."""

    instance_id: UUID
    element_id: str
    token_id: str
    code: str
    message: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    job_id: UUID | None = None


def create(session: Session, incidents: Sequence[NewIncident]) -> None:
    """Open the incidents."""
    if incidents:
        session.execute(_INSERT, [_row(incident) for incident in incidents])


def _row(incident: NewIncident) -> dict[str, Any]:
    return {
        "id": new_id(),
        "instance_id": incident.instance_id,
        "element_id": incident.element_id,
        "token_id": incident.token_id,
        "job_id": incident.job_id,
        "code": incident.code,
        "message": incident.message[:LONGEST_MESSAGE],
        "parameters": dumps(dict(incident.parameters)),
        "now": clock.now(),
    }
