"""What a connector is: the software that a service task calls, and the two ways in which it can say no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel

from engine.db import Database


class ConnectorFailed(Exception):
    """The call failed for a technical reason; `permanent` means that trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class BusinessOutcome(Exception):
    """The call succeeded in finding out that the answer is no: a BPMN error that a boundary event may catch.

    `passing` means that the answer may be another one later: where no event catches it, the call is tried again.
    """

    def __init__(
        self, code: str, message: str = "", variables: Mapping[str, Any] | None = None, *, passing: bool = False
    ) -> None:
        super().__init__(message or code)
        self.code = code
        self.variables = dict(variables or {})
        self.passing = passing


class Deliver(Protocol):
    """Hands a message to the one instance that waits for it, or to the process it starts, in its own transaction.

    Raises what `messages.correlate` raises. However often it is called for one job, the message arrives once.
    """

    def __call__(self, name: str, correlation_key: str, variables: Mapping[str, Any]) -> UUID:
        """The instance that took the message."""


def _no_post(name: str, correlation_key: str, variables: Mapping[str, Any]) -> UUID:
    raise ConnectorFailed("no messages are delivered here", permanent=True)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One attempt: the job's id is the idempotency key, the same at every attempt. No transaction is open.

    headers: the fixed parameters of the task's connector as drawn; texts: the package's texts by language;
    deliver: the way to other instances, which connectors, standing below the commands, are handed.
    """

    job_id: UUID
    instance_id: UUID
    database: Database
    headers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)
    timeout: float = 30.0
    deliver: Deliver = _no_post


class Connector(Protocol):
    """Software that can be called; `input_model` says what it takes and feeds the designer's panel."""

    @property
    def input_model(self) -> type[BaseModel]:
        """What it takes."""

    def call(self, given: Any, call: Call) -> Mapping[str, Any]:
        """Do it and return the result's variables; twice must do no harm. `given` is an `input_model`."""
