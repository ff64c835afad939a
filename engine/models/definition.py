"""What was deployed: packages and the versions of their processes, forms and decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, files, moment, words


class DefinitionState(StrEnum):
    """active → retired (runs to its end, starts no more) → active."""

    ACTIVE = "active"
    RETIRED = "retired"


class Deployment(SQLModel, table=True):
    """A package that was put into service; what it holds never changes afterwards."""

    __tablename__ = "deployment"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    package: str
    version: str
    name: str = ""
    digest: str
    texts: dict[str, Any] = Field(default_factory=dict, sa_column=document())
    deployed_at: datetime = Field(sa_column=moment())
    deployed_by: UUID | None = None


class ProcessDefinition(SQLModel, table=True):
    """One deployed version of a process; immutable but for its state."""

    __tablename__ = "process_definition"
    __table_args__ = (Index("process_definition_key_version", "key", "version", unique=True),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deployment_id: UUID = Field(foreign_key="deployment.id", index=True)
    key: str
    version: int
    version_tag: str = ""
    name: str = ""
    state: str = DefinitionState.ACTIVE
    xml: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    digest: str
    public: bool = False
    starter_groups: list[str] = Field(default_factory=list, sa_column=words())
    start_messages: list[str] = Field(default_factory=list, sa_column=words())
    start_signals: list[str] = Field(default_factory=list, sa_column=words())
    start_form: str = ""
    deployed_at: datetime = Field(sa_column=moment())


class FormDefinition(SQLModel, table=True):
    """One deployed version of a form: the form-js schema with its translations."""

    __tablename__ = "form_definition"
    __table_args__ = (
        Index("form_definition_key_version", "key", "version", unique=True),
        Index("form_definition_deployment", "deployment_id", "key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deployment_id: UUID = Field(foreign_key="deployment.id")
    key: str
    version: int
    version_tag: str = ""
    form_schema: dict[str, Any] = Field(sa_column=document())
    digest: str


class DecisionDefinition(SQLModel, table=True):
    """One deployed version of a decision, with the DMN file that holds it and those that this one imports."""

    __tablename__ = "decision_definition"
    __table_args__ = (
        Index("decision_definition_key_version", "key", "version", unique=True),
        Index("decision_definition_deployment", "deployment_id", "key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    deployment_id: UUID = Field(foreign_key="deployment.id")
    key: str
    version: int
    version_tag: str = ""
    name: str = ""
    xml: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    imports: list[bytes] = Field(default_factory=list, sa_column=files())
    digest: str
