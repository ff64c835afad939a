"""A look at many instances before they are migrated, and the migration in bulk."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from engine import batch_work, batches, deployments, instance_migration, instances, migration_survey
from engine.batches import Order
from engine.db import Database
from engine.errors import Invalid, NotAllowed
from engine.identity import SYSTEM
from engine.listing import Search
from engine.models import BatchItem, ProcessInstance
from tests.engine.bpmn.builder import File
from tests.engine.conftest import Deploy, People, add_people, package


def version(*tasks: tuple[str, str, str]) -> bytes:
    """A process in which one of the tasks is done, chosen by its id: (kind, id, name)."""
    file = File()
    process = file.process()
    process.start()
    process.node("exclusiveGateway", "which")
    process.chain("start", "which")
    for kind, node_id, name in tasks:
        process.node(kind, node_id, name=name)
        process.flow("which", node_id, f'=at = "{node_id}"')
    return file.xml()


OLD = version(("userTask", "stays", "Stays"), ("userTask", "goes", "Goes"), ("userTask", "turns", "Turns"))
NEW = version(("userTask", "stays", "Stays"), ("userTask", "went", "Goes"), ("receiveTask", "turns", "Turns"))


def started(session: Session) -> tuple[Search, UUID]:
    """Five instances of the first version: two safe, two in need of a mapping, one blocked; and the newest version."""
    deployments.deploy(session, SYSTEM, package(OLD))
    for at in ("stays", "stays", "goes", "goes", "turns"):
        instances.start(session, SYSTEM, "P", {"at": at})
    deployments.deploy(session, SYSTEM, package(NEW))
    old, new = (instance_migration.version(session, "P", number) for number in (1, 2))
    return Search(definition_id=old), new


def test_instances_are_counted_by_what_would_become_of_them(session: Session, people: People, deploy: Deploy) -> None:
    wanted, target = started(session)
    found = migration_survey.survey(session, people.bob, wanted, target, {}, "en")
    assert (found.total, found.looked, found.safe, found.needs_mapping, found.blocked) == (5, 5, 2, 2, 1)
    told = [(each.name, each.verdict, each.reason, each.instances) for each in found.obstacles]
    assert told == [("Goes", "needs_mapping", "no-such-element", 2), ("Turns", "blocked", "other-kind", 1)]
    assert found.suggested == {"goes": "went"}
    mapped = migration_survey.survey(session, people.bob, wanted, target, {"goes": "went"}, "en")
    assert (mapped.safe, mapped.needs_mapping, mapped.blocked) == (4, 0, 1)


def test_instances_of_another_process_are_blocked_as_a_whole(session: Session, people: People, deploy: Deploy) -> None:
    _, target = started(session)
    found = migration_survey.survey(
        session, people.bob, Search(), instance_migration.version(session, "P", 1), {}, "en"
    )
    assert [(each.element_id, each.reason, each.instances) for each in found.obstacles] == [("", "same-version", 5)]
    assert migration_survey.survey(session, people.bob, [], target, {}, "en").total == 0


def test_only_who_operates_may_look(session: Session, people: People, deploy: Deploy) -> None:
    wanted, target = started(session)
    with pytest.raises(NotAllowed):
        migration_survey.survey(session, people.ann, wanted, target, {}, "en")


def test_all_instances_of_a_version_are_migrated_in_bulk(database: Database) -> None:
    with database.transaction() as session:
        people = add_people(session)
        wanted, target = started(session)
        parameters = {"definition_id": str(target), "mapping": {"goes": "went"}}
        order = Order(kind="migrate", reason="new version", parameters=parameters)
        batch_id = batches.create(session, people.bob, order, wanted)
    while batch_work.work(database):
        pass
    with database.reading() as session:
        versions = session.exec(select(ProcessInstance.definition_id)).all()
        assert sorted(each == target for each in versions) == [False, True, True, True, True]
        failed = select(BatchItem.error).where(BatchItem.batch_id == batch_id, col(BatchItem.error).is_not(None))
        [error] = session.exec(failed).all()
        assert error is not None
        assert (error["code"], error["params"]["reason"]) == ("migration-refused", "other-kind")


def test_a_migration_needs_a_version_to_go_to(session: Session, people: People, deploy: Deploy) -> None:
    wanted, _ = started(session)
    refused: tuple[dict[str, Any], ...] = ({"mapping": {}}, {"definition_id": "7"})
    for wrong in refused:
        with pytest.raises(Invalid):
            batches.create(session, people.bob, Order(kind="migrate", reason="x", parameters=wrong), wanted)
