"""An instance in memory: the columns of its row, its definition, and its run."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine import bpmn
from engine.catalogue import Definition
from engine.errors import WrongState
from engine.expressions import InstanceExpressions
from engine.models import InstanceState


@dataclass(kw_only=True)
class LoadedInstance:
    """An instance with its run in memory; under its lock unless it was only read."""

    id: UUID
    definition: Definition
    state: InstanceState
    rev: int
    business_key: str
    receipt_code: str | None
    locale: str
    started_at: datetime
    started_by: UUID | None
    run: bpmn.Run
    expressions: InstanceExpressions
    before: tuple[bpmn.Wait, ...]

    def wait(self, token_id: str, *kinds: str) -> bpmn.Wait | None:
        """Where the token waits now, None when it is gone; with kinds, only if it waits for one of them."""
        wait = self.run.wait_of(token_id)
        return wait if wait is not None and (not kinds or wait.kind in kinds) else None

    def must_be(self, *states: InstanceState) -> None:
        """Refuse the command unless the instance is in one of these states."""
        if self.state not in states:
            raise WrongState(state=str(self.state))
