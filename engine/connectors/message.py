"""Hands a message from one instance to another: the one that waits for it with its key, or the process it starts."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.connectors.connector import BusinessOutcome, Call, ConnectorFailed
from engine.errors import MessageAmbiguous, MessageUnmatched, WrongState

UNMATCHED = "message-unmatched"
"""The BPMN error of a message for which nobody waits."""


class MessageInput(BaseModel):
    """The message's name, the value that finds the one instance it is for, and the variables that it brings."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    name: str = Field(min_length=1, max_length=200)
    correlation_key: str | None = Field(default="", max_length=400, alias="correlationKey")
    variables: dict[str, Any] = Field(default_factory=dict)


class Message:
    """The message connector. With the header `optional` a message to nobody is no failure but nothing to do."""

    input_model = MessageInput

    def call(self, given: MessageInput, call: Call) -> Mapping[str, Any]:
        """Deliver the message; a repetition of the job finds it delivered and delivers nothing more."""
        optional = call.headers.get("optional") == "true"
        if given.correlation_key is None:
            if optional:
                return {"delivered": False}
            raise ConnectorFailed("the message has no correlation key", permanent=True)
        try:
            taker = call.deliver(given.name, given.correlation_key, given.variables)
        except MessageUnmatched as error:
            if optional:
                return {"delivered": False}
            # Somebody may come to wait for it yet, unless the diagram knows what to do when nobody does.
            raise BusinessOutcome(UNMATCHED, f"nobody waits for {given.name}", passing=True) from error
        except MessageAmbiguous as error:
            raise ConnectorFailed("more than one instance waits for the message") from error
        except WrongState as error:
            raise ConnectorFailed("the instance that waits for the message is suspended") from error
        return {"delivered": True, "instanceId": str(taker)}
