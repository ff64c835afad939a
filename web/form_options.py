"""What a search for options says in its address, and how the answer reads."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, Json

from engine.form_options import MOST_VALUES, Asked


class SearchIn(BaseModel):
    """Words to search by, 20 options a page; or values whose labels are wanted."""

    q: str = Field("", max_length=200)
    page: int = Field(1, ge=1, le=1_000)
    value: list[str] = Field(default_factory=list, max_length=MOST_VALUES, description="instead of `q`: what is chosen")
    context: Json[dict[str, Any]] = Field(
        default_factory=dict, description="the answers that the source depends on, as a JSON object"
    )

    @property
    def asked(self) -> Asked:
        """The search as the engine takes it."""
        return Asked(query=self.q, page=self.page, values=tuple(self.value), context=self.context)


Search = Annotated[SearchIn, Query()]


class OptionOut(BaseModel):
    """One option; `detail` tells it from others of the same name."""

    model_config = ConfigDict(from_attributes=True)

    value: Any
    label: str
    detail: str


class OptionList(BaseModel):
    """One page of options, and whether there are more."""

    model_config = ConfigDict(from_attributes=True)

    options: list[OptionOut]
    more: bool
