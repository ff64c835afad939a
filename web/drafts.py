"""Drafts as they come in and go out, the same for pages and programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine.draft_merging import Kept, Typed
from web.json_values import JsonObject


class DraftIn(BaseModel):
    """Unfinished answers, and the revision they were made from (0 for the first)."""

    data: JsonObject
    rev: int = Field(ge=0)
    base: JsonObject | None = Field(
        default=None, description="The answers as they were when you and the server last agreed: merge instead of 409."
    )
    form_id: UUID | None = Field(default=None, description="The version of the form that is answered (`form_id`).")

    def typed(self) -> Typed:
        """What the engine is told."""
        return Typed(answers=self.data, rev=self.rev, base=self.base, form_id=self.form_id)


class TakeoverIn(DraftIn):
    """My unfinished answers, and whose draft of the same task is to be brought into them."""

    person_id: UUID


class DifferenceOut(BaseModel):
    """A field that both sides have changed: how each reads, `own` value and the `value` it has until you decide."""

    model_config = ConfigDict(from_attributes=True)

    path: list[str]
    label: str
    mine: str
    theirs: str
    own: Any
    value: Any


class DraftOut(BaseModel):
    """The revision of the draft that is kept now; after a merge also its answers and what is to be decided.

    To decide for your own value, send it again with a `base` that holds theirs.
    """

    model_config = ConfigDict(from_attributes=True)

    rev: int
    data: dict[str, Any] | None = Field(default=None, validation_alias="answers")
    differences: list[DifferenceOut] | None = None
    by: str | None = None
    at: datetime | None = None
    newer_form: UUID | None = Field(
        default=None, description="The present version of the form, when you answer another."
    )

    @classmethod
    def of(cls, kept: Kept) -> "DraftOut":
        """What is answered to a draft that has been kept; who wrote the other side only where it has to be chosen."""
        answer = cls.model_validate(kept)
        return answer if kept.differences else answer.model_copy(update={"differences": None, "by": None, "at": None})
