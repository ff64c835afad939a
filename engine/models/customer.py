"""The people and firms we serve."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.ids import new_id
from engine.models.columns import moment


class Customer(SQLModel, table=True):
    """One customer with the class (A, B, C) that drives the time limits of every process."""

    __tablename__ = "customer"
    __table_args__ = (
        Index("customer_phone", text("translate(phone, ' -()', '')")),
        Index("customer_email", text("lower(email)")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True)
    name: str
    customer_class: str = "C"
    phone: str = ""
    email: str = ""
    sample: bool = False
    created_at: datetime = Field(sa_column=moment())
