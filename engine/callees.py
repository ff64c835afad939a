"""Finds the processes that call activities ask for, among those in service."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from engine import catalogue
from engine.bpmn import CalledProcess, Callee
from engine.expressions import InstanceExpressions

_FIND = {
    "latest": text(
        "SELECT id FROM process_definition WHERE key = :key AND state = 'active' ORDER BY version DESC LIMIT 1"
    ),
    "deployment": text("SELECT id FROM process_definition WHERE key = :key AND deployment_id = :deployment LIMIT 1"),
    "versionTag": text(
        "SELECT id FROM process_definition WHERE key = :key AND version_tag = :tag ORDER BY version DESC LIMIT 1"
    ),
    "version": text("SELECT id FROM process_definition WHERE key = :key AND CAST(version AS text) = :version"),
}


class DeployedProcesses:
    """Called processes by their binding; a reference is the id of the definition that was called."""

    def __init__(self, session: Session, deployment_id: UUID) -> None:
        self._session = session
        self._deployment_id = deployment_id

    def callee(self, process_id: str, called: CalledProcess) -> Callee | None:
        """The definition to call now; None when none is in service."""
        given = {
            "key": process_id,
            "deployment": self._deployment_id,
            "tag": called.version_tag or "",
            "version": str(called.version or ""),
        }
        found = self._session.execute(_FIND[called.binding], given).scalar()
        return None if found is None else self.found(str(found))

    def found(self, reference: str) -> Callee | None:
        """The definition that an instance called earlier."""
        definition = catalogue.definition(self._session, UUID(reference))
        language = InstanceExpressions(self._session, definition.deployment_id)
        return Callee(model=definition.model, reference=reference, expressions=language)
