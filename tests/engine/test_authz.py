"""Who may do and see what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from engine import authz
from engine.errors import NotAllowed, NotLoggedIn, TaskTaken
from engine.identity import PUBLIC, SYSTEM, Actor
from engine.ids import new_id
from engine.models import Person, ProcessInstance, TaskState, UserTask

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def person(login: str, *groups: str, rights: frozenset[str] = frozenset()) -> Actor:
    return Actor(kind="person", person_id=new_id(), login=login, groups=frozenset(groups), rights=rights)


ANN = person("ann", "service")
BOB = person("bob", "managers", rights=frozenset({"monitor"}))
CAT = person("cat", "sales")


@dataclass(frozen=True)
class Offer:
    instance_id: UUID
    assignee_id: UUID | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    id: UUID = field(default_factory=new_id)


def test_a_link_lets_its_bearer_do_one_task_and_nothing_else(session: Session) -> None:
    offered = Offer(new_id(), candidate_groups=("service",))
    bearer = Actor(kind="public", name="Mrs Li", task_id=offered.id)
    authz.require_work(session, bearer, offered)
    with pytest.raises(NotLoggedIn):
        authz.require_work(session, bearer, Offer(offered.instance_id, candidate_groups=("service",)))


@pytest.fixture
def instance(session: Session) -> Callable[..., UUID]:
    """Adds an instance, with one user task when something is said about it."""

    def add(started_by: Actor | None = None, **task: Any) -> UUID:
        row = ProcessInstance(
            definition_id=new_id(),
            definition_key="complaint",
            snapshot=b"",
            started_at=NOW,
            started_by=started_by.person_id if started_by else None,
        )
        session.add(row)
        if task:
            work = UserTask(
                instance_id=row.id, definition_id=new_id(), token_id="t", element_id="Task", created_at=NOW, **task
            )
            session.add(work)
        session.flush()
        return row.id

    return add


def test_rights_come_with_groups() -> None:
    authz.require(BOB, "monitor")
    authz.require(SYSTEM, "administer")
    with pytest.raises(NotAllowed):
        authz.require(ANN, "monitor")
    with pytest.raises(NotLoggedIn):
        authz.require(PUBLIC, "monitor")


@pytest.mark.parametrize(
    ("actor", "public", "groups", "expected"),
    [
        (PUBLIC, True, [], True),
        (PUBLIC, False, [], False),
        (ANN, False, [], True),
        (ANN, False, ["service"], True),
        (CAT, False, ["service"], False),
        (CAT, True, ["service"], True),
        (SYSTEM, False, ["service"], True),
    ],
)
def test_starters_start(actor: Actor, public: bool, groups: list[str], expected: bool) -> None:
    assert authz.may_start(actor, public=public, starter_groups=groups) is expected


def test_work_is_done_by_whom_it_is_offered_to(session: Session) -> None:
    offered = Offer(new_id(), candidate_groups=("service",))
    authz.require_work(session, ANN, offered)
    authz.require_work(session, CAT, Offer(new_id(), candidate_users=("cat",)))
    with pytest.raises(NotAllowed):
        authz.require_work(session, CAT, offered)
    with pytest.raises(NotLoggedIn):
        authz.require_work(session, PUBLIC, offered)


def test_claimed_work_is_done_by_its_assignee_only(session: Session) -> None:
    assert CAT.person_id is not None
    session.add(Person(id=CAT.person_id, login="cat", name="Cat Zhao"))
    session.flush()
    claimed = Offer(new_id(), assignee_id=CAT.person_id, candidate_groups=("service",))
    authz.require_work(session, CAT, claimed)
    with pytest.raises(TaskTaken) as caught:
        authz.require_work(session, ANN, claimed)
    assert caught.value.params == {"person": "Cat Zhao"}


def test_who_takes_part_sees_the_instance(session: Session, instance: Callable[..., UUID]) -> None:
    seen_by_ann = [
        instance(started_by=ANN),
        instance(assignee_id=ANN.person_id),
        instance(completed_by=ANN.person_id, state=TaskState.COMPLETED),
        instance(candidate_users=["ann"]),
        instance(candidate_groups=["service", "sales"]),
    ]
    hidden = [instance(), instance(started_by=CAT), instance(candidate_groups=["sales"])]
    assert all(authz.may_see_instance(session, ANN, seen) for seen in seen_by_ann)
    assert not any(authz.may_see_instance(session, ANN, unseen) for unseen in hidden)
    assert all(authz.may_see_instance(session, BOB, seen) for seen in hidden)
    assert not any(authz.may_see_instance(session, PUBLIC, seen) for seen in seen_by_ann)
    ours = select(ProcessInstance.id).where(col(ProcessInstance.id).in_([*seen_by_ann, *hidden]))
    assert set(session.exec(authz.visible(ours, ANN))) == set(seen_by_ann)
    assert set(session.exec(authz.visible(ours, BOB))) == {*seen_by_ann, *hidden}
    assert list(session.exec(authz.visible(ours, PUBLIC))) == []


def test_a_stranger_is_refused(session: Session, instance: Callable[..., UUID]) -> None:
    hidden = instance(started_by=CAT)
    with pytest.raises(NotAllowed):
        authz.require_instance(session, ANN, hidden)
    with pytest.raises(NotLoggedIn):
        authz.require_instance(session, PUBLIC, hidden)
    with pytest.raises(NotAllowed):
        authz.require_look(session, ANN, Offer(hidden, candidate_groups=("sales",)))
    authz.require_look(session, CAT, Offer(hidden))
