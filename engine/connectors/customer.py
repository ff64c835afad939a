"""Looks a customer up, and what else of theirs is open: the class that drives limits, repeats, duplicates."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import Row, text
from sqlmodel import Session

from engine import clock
from engine.connectors.connector import Call

REPEAT_WITHIN = timedelta(days=90)

_SPACERS = str.maketrans("", "", " -()")

# By number first; a telephone or an address may be shared, then the oldest record is the one.
_FIND = text(
    "SELECT id, number, name, customer_class, email, phone FROM customer WHERE (:number <> '' AND number = :number) "
    "OR (:phone <> '' AND translate(phone, ' -()', '') = :phone) OR (:email <> '' AND lower(email) = lower(:email)) "
    "ORDER BY (number = :number) DESC, created_at, id LIMIT 1"
)
_TIE = text("UPDATE process_instance SET customer_id = :customer WHERE id = :instance")
_OTHERS = text(
    "SELECT i.business_key, i.receipt_code, i.started_at, i.state, i.title FROM process_instance i "
    "WHERE i.customer_id = :customer AND i.id <> :instance "
    "AND (i.started_at >= :since OR i.state IN ('active', 'suspended')) "
    "AND i.definition_key = (SELECT definition_key FROM process_instance WHERE id = :instance) "
    "ORDER BY i.started_at DESC LIMIT 20"
)


class CustomerInput(BaseModel):
    """What is known of the customer; any one is enough."""

    number: str | None = Field(default="", max_length=40)
    phone: str | None = Field(default="", max_length=40)
    email: str | None = Field(default="", max_length=320)
    name: str | None = Field(default="", max_length=200)
    category: str | None = Field(default="", max_length=80)


class Customer:
    """The customer connector: ties the instance to the customer it finds."""

    input_model = CustomerInput

    def call(self, given: CustomerInput, call: Call) -> Mapping[str, Any]:
        """The customer with their class, and their other instances of this process: of 90 days, and all open ones."""
        with call.database.transaction() as session:
            found = session.execute(
                _FIND,
                {
                    "number": given.number or "",
                    "phone": (given.phone or "").translate(_SPACERS),
                    "email": given.email or "",
                },
            ).first()
            if found is None:
                return {"found": False, "name": given.name or "", "class": "C", "duplicates": [], **_NO_REPEAT}
            session.execute(_TIE, {"customer": found.id, "instance": call.instance_id})
            return _known(found, _others(session, found, call))


_NO_REPEAT: Mapping[str, Any] = {"repeat_within_90_days": False}


def _others(session: Session, customer: Row[Any], call: Call) -> Sequence[Row[Any]]:
    since = clock.now() - REPEAT_WITHIN
    return session.execute(_OTHERS, {"customer": customer.id, "instance": call.instance_id, "since": since}).all()


def _known(customer: Row[Any], others: Sequence[Row[Any]]) -> Mapping[str, Any]:
    open_ones = [other for other in others if other.state in ("active", "suspended")]
    return {
        "found": True,
        "number": customer.number,
        "name": customer.name,
        "class": customer.customer_class,
        "email": customer.email,
        "phone": customer.phone,
        "repeat_within_90_days": any(other.started_at >= clock.now() - REPEAT_WITHIN for other in others),
        "duplicates": [
            {
                "business_key": other.business_key,
                "receipt": other.receipt_code,
                "title": other.title,
                "started_at": other.started_at.isoformat(timespec="seconds"),
            }
            for other in open_ones
        ],
    }
