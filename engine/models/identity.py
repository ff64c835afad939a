"""People, their groups, and how they prove who they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import document, moment, words


class Person(SQLModel, table=True):
    """Somebody who can log in and do work."""

    __tablename__ = "person"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    login: str = Field(unique=True)
    name: str
    names: dict[str, Any] = Field(default_factory=dict, sa_column=document())
    position: str = ""
    positions: dict[str, Any] = Field(default_factory=dict, sa_column=document())
    email: str = ""
    password_hash: str = ""
    locale: str = ""
    active: bool = True
    sample: bool = False


class Group(SQLModel, table=True):
    """A role in processes: who may take which work, and which rights come with it."""

    __tablename__ = "candidate_group"

    key: str = Field(primary_key=True)
    name: str
    names: dict[str, Any] = Field(default_factory=dict, sa_column=document())
    rights: list[str] = Field(default_factory=list, sa_column=words())
    sample: bool = False


class Membership(SQLModel, table=True):
    """That a person belongs to a group."""

    __tablename__ = "membership"
    __table_args__ = (Index("membership_group", "group_key"),)

    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    group_key: str = Field(primary_key=True, foreign_key="candidate_group.key", ondelete="CASCADE")


class LoginSession(SQLModel, table=True):
    """A browser that is logged in; only the hash of its cookie is stored."""

    __tablename__ = "login_session"

    token_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    csrf_token: str
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())


class ApiToken(SQLModel, table=True):
    """A program's credential; only the hash of its secret is stored."""

    __tablename__ = "api_token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    name: str
    secret_hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    last_used_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class Attempt(SQLModel, table=True):
    """How often something guarded was tried from one place in one window of time."""

    __tablename__ = "attempt"

    subject: str = Field(primary_key=True)
    window: datetime = Field(sa_column=moment(primary_key=True))
    count: int = 0
