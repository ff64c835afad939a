"""Taking an instance to another version: /api/v1/instances/{id}/migration."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from engine import instance_migration
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/api/v1/instances", tags=["instances"])


class TargetIn(BaseModel):
    """The version to go to, and which elements are called otherwise there."""

    definition_id: UUID
    mapping: dict[str, str] = Field(
        default_factory=dict, description="Element id now → in that version; all others keep theirs. Flows, too."
    )


class MigrationIn(TargetIn):
    """The version to go to, and why."""

    reason: str = Field(min_length=1, max_length=2000)


class VerdictOut(BaseModel):
    """What becomes of one token."""

    model_config = ConfigDict(from_attributes=True)

    token_id: str
    element_id: str
    name: str
    kind: str
    target_id: str
    target_name: str
    verdict: str = Field(description="safe, mapped, needs_mapping or blocked.")
    reason: str = Field(description="A code: why it is in the way, or a remark.")


class ChangeOut(BaseModel):
    """What people will see on an open task."""

    model_config = ConfigDict(from_attributes=True)

    token_id: str
    element_id: str
    kind: str = Field(description="name and form hold at once; assignment and schedule for tasks that come later.")
    old: str
    new: str


class PreviewOut(BaseModel):
    """What a migration would do."""

    model_config = ConfigDict(from_attributes=True)

    from_version: int
    to_version: int
    possible: bool
    verdicts: list[VerdictOut]
    changes: list[ChangeOut]
    suggested: dict[str, str] = Field(description="Elements of the new version that may be meant by those that went.")


class MigratedOut(BaseModel):
    """What became of every token."""

    verdicts: list[VerdictOut]


class UndoneOut(BaseModel):
    """How a migration was taken back."""

    exact: bool = Field(description="True: as it was before; false: it had gone on, and was migrated back.")


@router.post("/{instance_id}/migration/preview")
def preview(session: Session, actor: Actor, instance_id: UUID, body: TargetIn) -> PreviewOut:
    """What a migration would do; nothing is changed (right "operate")."""
    return PreviewOut.model_validate(
        instance_migration.preview(session, actor, instance_id, body.definition_id, body.mapping)
    )


@router.post("/{instance_id}/migration")
def migrate(session: Session, actor: Actor, instance_id: UUID, body: MigrationIn) -> MigratedOut:
    """Go on by another version; tasks keep claims, drafts and dates, timers their time (right "operate")."""
    verdicts = instance_migration.migrate(session, actor, instance_id, body.definition_id, body.mapping, body.reason)
    return MigratedOut(verdicts=[VerdictOut.model_validate(each) for each in verdicts])


@router.delete("/{instance_id}/migration")
def undo(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    reason: Annotated[str, Query(min_length=1, max_length=2000)],
) -> UndoneOut:
    """Take the last migration back (right "operate")."""
    return UndoneOut(exact=instance_migration.undo(session, actor, instance_id, reason))
