"""What the token game asks for while it runs: values by FEEL, answers by decisions, and the time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from engine import catalogue, clock, feel
from engine.bpmn import CalledDecision
from engine.db import settings_of
from engine.decision_records import recorded
from engine.decision_results import shaped
from engine.errors import NotFound
from engine.feel.json import to_json

_DECISION = {
    "latest": text("SELECT id, version FROM decision_definition WHERE key = :key ORDER BY version DESC LIMIT 1"),
    "deployment": text(
        "SELECT id, version FROM decision_definition WHERE key = :key AND deployment_id = :deployment LIMIT 1"
    ),
    "versionTag": text(
        "SELECT id, version FROM decision_definition WHERE key = :key AND version_tag = :tag "
        "ORDER BY version DESC LIMIT 1"
    ),
}


class InstanceExpressions:
    """Expressions of one instance: strict, so that a mistake in a model is an incident and never a wrong turn."""

    def __init__(self, session: Session, deployment_id: UUID) -> None:
        self._session = session
        self._deployment_id = deployment_id
        self.decided: list[dict[str, Any]] = []

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The value of a FEEL text as JSON."""
        return to_json(feel.evaluate(text, variables, policy=feel.Policy.STRICT, now=self._local_now()))

    def decide(self, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
        """The answer of a decision; what was asked and which rules matched is kept for the history."""
        found = self._session.execute(
            _DECISION[decision.binding],
            {"key": decision.id, "deployment": self._deployment_id, "tag": decision.version_tag or ""},
        ).first()
        if found is None:
            raise NotFound(kind="decision", id=decision.id)
        outcome = catalogue.decision(self._session, found.id).decide(decision.id, variables, now=self._local_now())
        self.decided.append(recorded(outcome, key=decision.id, definition_id=str(found.id), version=found.version))
        return shaped(decision.shape, to_json(outcome.value), to_json([rule.outputs for rule in outcome.matched]))

    def now(self) -> datetime:
        """The time timers start from."""
        return clock.now()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the installation: what `now()` shows and what moments without a zone are in."""
        return settings_of(self._session).zone

    def _local_now(self) -> datetime:
        # Whole seconds: what people read in a variable or a mail.
        return clock.now().astimezone(self.zone).replace(microsecond=0)
