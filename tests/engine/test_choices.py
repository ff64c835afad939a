"""Ad-hoc sub-processes: people begin what they choose, as often as they like, and say when it is enough."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from engine import choices, history, inbox, instances, tasks
from engine.errors import Invalid, NotAllowed, TaskTaken, WrongState
from engine.identity import SYSTEM, Actor
from engine.models import ProcessInstance, UserTask
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import Deploy, People

SALES = extension(zeebe("assignmentDefinition", candidateGroups="sales"))
BEN = extension(zeebe("assignmentDefinition", assignee="ben"))


def picking(until: str = "", says: str = "", elements: str = "", **values: object) -> bytes:
    """start → pick (call, visit) → report"""
    file = File()
    process = file.process("P")
    process.start()
    pick = process.ad_hoc("pick", elements, until, **values)
    if says:
        pick.inner = (says, *pick.inner)
    pick.user("call", SALES)
    pick.user("visit", BEN)
    process.user("report")
    process.chain("start", "pick", "report")
    return file.xml()


def begun(session: Session, actor: Actor, deploy: Deploy, xml: bytes) -> UUID:
    deploy(xml)
    instances.start(session, actor, "P", {})
    return choice(session).id


def choice(session: Session) -> UserTask:
    return session.exec(select(UserTask).where(UserTask.kind == "choice"), execution_options=FRESH).one()


FRESH = {"populate_existing": True}


def open_at(session: Session) -> list[str]:
    found = select(UserTask.element_id).where(UserTask.state == "open", UserTask.kind == "work")
    return sorted(session.exec(found))


def test_who_would_do_the_work_finds_the_choice_in_the_inbox(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    for actor in (people.ann, people.ben):
        [row] = inbox.tasks(session, actor, "team", locale="en")
        assert (row.id, row.kind, row.element_id) == (task_id, "choice", "pick")
    assert inbox.tasks(session, people.cat, "team", locale="en") == []
    assert choice(session).candidate_users == ["ben"]


def test_whom_the_sub_process_names_decides_instead(session: Session, people: People, deploy: Deploy) -> None:
    begun(session, people.ann, deploy, picking(says=BEN))
    assert [row.kind for row in inbox.tasks(session, people.ben, "mine", locale="en")] == ["choice"]
    assert inbox.tasks(session, people.ann, "team", locale="en") == []


@pytest.mark.proves("ad-hoc sub-process in which people choose")
def test_elements_are_begun_as_often_as_people_like(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    tasks.begin(session, people.ann, task_id, ["call", "visit"])
    done = tasks.begin(session, people.ben, task_id, ["call"])
    assert done.next_task_id is not None
    assert open_at(session) == ["call", "call", "visit"]
    [shown] = choices.of_instance(session, people.ann, choice(session).instance_id, "en")
    assert [(each.element_id, each.running) for each in shown.choices] == [("call", 2), ("visit", 1)]
    assert (shown.may_begin, shown.sequential, shown.ends_rest) == (True, False, True)


def test_what_was_begun_and_by_whom_is_on_record(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    tasks.begin(session, people.ann, task_id, ["call", "visit"])
    facts = history.of_instance(session, choice(session).instance_id)
    told = [(fact.element_id, fact.actor_id) for fact in facts if fact.kind == "choice.begun"]
    assert told == [("call", people.ann.person_id), ("visit", people.ann.person_id)]


def test_completing_the_choice_says_that_it_is_enough(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    tasks.begin(session, people.ann, task_id, ["call"])
    tasks.complete(session, people.ann, task_id, {"outcome": "reached"})
    assert open_at(session) == ["report"]
    row = choice(session)
    assert (row.state, row.completed_by) == ("completed", people.ann.person_id)
    called = session.exec(select(UserTask.state).where(UserTask.element_id == "call")).one()
    assert called == "cancelled"


def test_what_still_runs_is_waited_for_where_the_diagram_says_so(
    session: Session, people: People, deploy: Deploy
) -> None:
    task_id = begun(session, people.ann, deploy, picking(cancelRemainingInstances="false"))
    tasks.begin(session, people.ann, task_id, ["call"])
    tasks.complete(session, people.ann, task_id, {})
    assert open_at(session) == ["call"]
    assert choices.of_instance(session, people.ann, choice(session).instance_id, "en") == []


def test_one_after_the_other_where_the_diagram_says_so(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking(ordering="Sequential"))
    tasks.begin(session, people.ann, task_id, ["call"])
    assert choices.of_task(session, people.ann, task_id, "en").choices == ()
    with pytest.raises(Invalid):
        tasks.begin(session, people.ann, task_id, ["visit"])
    called = session.exec(select(UserTask.id).where(UserTask.element_id == "call")).one()
    tasks.complete(session, people.ann, called, {})
    assert [each.element_id for each in choices.of_task(session, people.ann, task_id, "en").choices] == [
        "call",
        "visit",
    ]


def test_a_condition_ends_it_without_anybody(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking(until="=enough = true"))
    tasks.begin(session, people.ann, task_id, ["call"])
    called = session.exec(select(UserTask.id).where(UserTask.element_id == "call")).one()
    tasks.complete(session, people.ann, called, {"enough": True})
    assert open_at(session) == ["report"]
    assert choice(session).state == "cancelled"
    with pytest.raises(WrongState):
        tasks.begin(session, people.ann, task_id, ["call"])


def test_a_list_that_was_not_enough_asks_people(session: Session, people: People, deploy: Deploy) -> None:
    deploy(picking(elements='=["visit"]', until="=enough"))
    instances.start(session, people.ann, "P", {"enough": False})
    visit = session.exec(select(UserTask.id)).one()
    tasks.complete(session, people.ben, visit, {})
    assert choice(session).state == "open"


def test_only_those_it_is_offered_to_and_who_operates_begin(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    with pytest.raises(NotAllowed):
        tasks.begin(session, people.cat, task_id, ["call"])
    with pytest.raises(NotAllowed):
        choices.of_instance(session, people.cat, choice(session).instance_id, "en")
    tasks.claim(session, people.ann, task_id)
    with pytest.raises(TaskTaken):
        tasks.begin(session, people.ben, task_id, ["call"])
    tasks.begin(session, people.bob, task_id, ["call"])
    assert inbox.task(session, people.bob, task_id, "en").may_complete
    tasks.complete(session, people.bob, task_id, {})
    assert open_at(session) == ["report"]


def test_nothing_else_is_begun(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    for wrong in (["report"], ["nothing"], []):
        with pytest.raises(Invalid):
            tasks.begin(session, people.ann, task_id, wrong)
    tasks.complete(session, people.ann, task_id, {})
    report = session.exec(select(UserTask.id).where(UserTask.element_id == "report")).one()
    with pytest.raises(Invalid):
        tasks.begin(session, SYSTEM, report, ["call"])


def test_a_suspended_instance_begins_nothing(session: Session, people: People, deploy: Deploy) -> None:
    task_id = begun(session, people.ann, deploy, picking())
    instance_id = session.exec(select(ProcessInstance.id)).one()
    instances.suspend(session, people.bob, instance_id, "audit")
    with pytest.raises(WrongState):
        tasks.begin(session, people.ann, task_id, ["call"])


def test_cancelling_the_instance_closes_the_choice(session: Session, people: People, deploy: Deploy) -> None:
    begun(session, people.ann, deploy, picking())
    instances.cancel(session, people.bob, session.exec(select(ProcessInstance.id)).one(), "pointless")
    assert choice(session).state == "cancelled"
