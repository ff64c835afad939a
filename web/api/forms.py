"""Forms in service: /api/v1/forms."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from engine import form_descriptions
from web.deps import Actor, Locale, Session
from web.routing import Router

router = Router(prefix="/api/v1/forms", tags=["forms"])


class GapOut(BaseModel):
    """A text without translation."""

    model_config = ConfigDict(from_attributes=True)

    component_id: str = Field(description="the id of the component or rule whose text it is")
    property: str = Field(description="the name under which `bihuan.translations` wants it")
    text: str = Field(description="the text in the language of the form")


class GapList(BaseModel):
    """All texts that a language lacks."""

    items: list[GapOut]


@router.get("/{key}/schema")
def get_schema(session: Session, actor: Actor, locale: Locale, key: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the answers to the newest version of a form."""
    return form_descriptions.json_schema(session, actor, key, locale)


@router.get("/{key}/translations")
def missing_translations(
    session: Session, actor: Actor, key: str, language: Annotated[str, Query(max_length=35)]
) -> GapList:
    """The texts of the newest version of a form that a language lacks."""
    gaps = form_descriptions.missing_translations(session, actor, key, language)
    return GapList(items=[GapOut.model_validate(gap) for gap in gaps])
