"""The customer connector finds people by what they give, and what else of theirs is open."""

from collections.abc import Mapping
from typing import Any

from engine import clock, deployments, instances
from engine.connectors import Call
from engine.connectors.customer import REPEAT_WITHIN, Customer, CustomerInput
from engine.db import Database
from engine.identity import SYSTEM
from engine.ids import new_id
from engine.models import Customer as Row
from engine.models import ProcessInstance
from tests.engine.conftest import package
from tests.engine.test_instances import case


def prepared(database: Database) -> list[Any]:
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, package(case()))
        session.add(
            Row(
                number="K1",
                name="Lin",
                customer_class="A",
                phone="100 0000-0023",
                email="Lin@Example.org",
                created_at=clock.now(),
            )
        )
        return [instances.start(session, SYSTEM, "P", {}).instance_id for _ in range(2)]


def look_up(database: Database, instance_id: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    call = Call(job_id=new_id(), instance_id=instance_id, database=database)
    return Customer().call(CustomerInput.model_validate(given), call)


def test_a_customer_is_found_by_number_phone_or_mail_however_written(database: Database) -> None:
    first, _ = prepared(database)
    for given in ({"number": "K1"}, {"phone": "(100) 00000023"}, {"email": "lin@example.ORG"}):
        assert look_up(database, first, given)["class"] == "A"
    with database.reading() as session:
        assert session.get_one(ProcessInstance, first).customer_id is not None


def test_an_unknown_customer_is_no_failure(database: Database) -> None:
    first, _ = prepared(database)
    found = look_up(database, first, {"name": "Somebody", "phone": "1"})
    assert (found["found"], found["name"], found["class"]) == (False, "Somebody", "C")


def test_another_open_instance_of_the_customer_is_named(database: Database) -> None:
    first, second = prepared(database)
    look_up(database, first, {"number": "K1"})
    found = look_up(database, second, {"number": "K1"})
    assert found["repeat_within_90_days"]
    assert len(found["duplicates"]) == 1


def test_what_is_open_for_years_is_named_but_no_repeat(database: Database) -> None:
    first, second = prepared(database)
    look_up(database, first, {"number": "K1"})
    with database.transaction() as session:
        session.get_one(ProcessInstance, first).started_at = clock.now() - REPEAT_WITHIN * 8
    found = look_up(database, second, {"number": "K1"})
    assert not found["repeat_within_90_days"]
    assert len(found["duplicates"]) == 1
