"""Decisions: /api/v1/decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine import decisions
from web.deps import Actor, Session
from web.json_values import JsonObject
from web.routing import Router

router = Router(prefix="/api/v1/decisions", tags=["decisions"])


class DecisionOut(BaseModel):
    """One deployed version of a decision."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    key: str = Field(description="the id of the decision in its DMN file")
    version: int
    version_tag: str
    name: str
    package: str
    deployed_at: datetime


class DecisionList(BaseModel):
    """All versions of all decisions."""

    items: list[DecisionOut]


class EvaluationIn(BaseModel):
    """What a decision is asked with: the newest version, unless a version or a tag is named."""

    variables: JsonObject = Field(default_factory=dict)
    version: int | None = Field(default=None, ge=1, le=2_000_000_000)
    version_tag: str = Field(default="", max_length=200)


class InputOut(BaseModel):
    """What an input column had as its value."""

    label: str
    value: Any


class RuleOut(BaseModel):
    """A rule that matched: its number in the table, its id, and its outputs by column."""

    rule: int
    id: str
    outputs: dict[str, Any]


class TableOut(BaseModel):
    """One look into a decision table."""

    table: str
    inputs: list[InputOut]
    rules: list[RuleOut]


class EvaluatedOut(BaseModel):
    """One decision of the requirement graph; the table of the decision itself stands last."""

    decision: str
    name: str
    value: Any
    milliseconds: float
    tables: list[TableOut]


class EvaluationOut(BaseModel):
    """What was decided, by which version, and why: every decision of the graph in order, the asked one last."""

    decision: str
    definition: UUID
    version: int
    value: Any
    evaluations: list[EvaluatedOut]


@router.get("")
def list_decisions(session: Session, actor: Actor) -> DecisionList:
    """All versions of all decisions, newest first within each."""
    return DecisionList(items=[DecisionOut.model_validate(row) for row in decisions.listed(session, actor)])


@router.post("/{key}/evaluation")
def evaluate(session: Session, actor: Actor, key: str, body: EvaluationIn) -> EvaluationOut:
    """Ask a decision; the answer stands in the history. 422 `decision-undecided` when there is no sound result."""
    record = decisions.evaluate(session, actor, key, body.variables, version=body.version, version_tag=body.version_tag)
    return EvaluationOut.model_validate(record)
