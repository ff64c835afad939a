"""Migration by command: rows keep what people have put into them, and it can be taken back."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from engine import drafts, history, instance_migration, instances, interpreter, progress, tasks
from engine.draft_merging import Typed
from engine.errors import MigrationRefused, NotAllowed, NotFound, ReasonMissing
from engine.identity import SYSTEM
from engine.models import Incident, Job, ProcessInstance, Subscription, TaskState, Timer, UserTask
from tests.engine.bpmn.builder import File, Scope, extension, timer, zeebe
from tests.engine.conftest import Deploy, People, field, form

SALES = zeebe("assignmentDefinition", candidateGroups="sales")
FORMS = (form("one", field("x")), form("two", field("x"), field("y")))


def version(
    task: str = "check", name: str = "Check", form_id: str = "one", *, after: str = "b", late: str = ""
) -> bytes:
    """task (with a form, for sales) → after."""
    file = File()
    process = file.process()
    parts = extension(SALES, zeebe("formDefinition", formId=form_id))
    process.node("userTask", task, parts, name=name)
    process.chain(process.start(), task, process.user(after), process.end())
    if late:
        process.boundary(late, task, timer(duration="PT1H"), interrupting=False)
        process.chain(late, process.end(f"end_{late}"))
    return file.xml()


def begun(session: Session, people: People, deploy: Deploy, *models: bytes) -> tuple[UUID, UUID]:
    """An instance of the first version, and the newest version."""
    deploy(models[0], forms=FORMS)
    started = instances.start(session, people.ann, "P", {"v": 1})
    for model in models[1:]:
        deploy(model, forms=FORMS)
    return started.instance_id, instance_migration.version(session, "P", len(models))


def open_task(session: Session) -> UserTask:
    session.expire_all()
    return session.exec(select(UserTask).where(UserTask.state == TaskState.OPEN)).one()


def test_a_task_keeps_claim_draft_and_dates_and_gets_the_new_form(
    session: Session, people: People, deploy: Deploy
) -> None:
    instance_id, target = begun(session, people, deploy, version(), version("verify", "Verify", "two"))
    before = open_task(session)
    task_id, token_id, old_form = before.id, before.token_id, before.form_id
    tasks.claim(session, people.ann, task_id)
    tasks.save_draft(session, people.ann, task_id, Typed(answers={"x": "half"}, rev=0))
    instance_migration.migrate(session, people.bob, instance_id, target, {"check": "verify"}, "better form")
    after = open_task(session)
    assert (after.id, after.token_id, after.assignee_id) == (task_id, token_id, people.ann.person_id)
    assert (after.element_id, after.name, after.definition_id) == ("verify", "Verify", target)
    assert after.form_id != old_form
    opened = tasks.open_form(session, people.ann, task_id, "en")
    assert opened.data["x"] == "half"
    assert [item["key"] for item in opened.schema["components"]] == ["x", "y"]
    tasks.complete(session, people.ann, task_id, {"x": "whole", "y": "new"})
    assert open_task(session).element_id == "b"
    assert session.get_one(ProcessInstance, instance_id).definition_id == target


def test_a_preview_tells_what_would_happen_and_changes_nothing(
    session: Session, people: People, deploy: Deploy
) -> None:
    instance_id, target = begun(session, people, deploy, version(), version("verify", "Check", "two"))
    rev = interpreter.read(session, instance_id).rev
    seen = instance_migration.preview(session, people.bob, instance_id, target, {})
    assert (seen.from_version, seen.to_version, seen.possible) == (1, 2, False)
    assert [(each.element_id, each.verdict) for each in seen.verdicts] == [("check", "needs_mapping")]
    assert seen.suggested == {"check": "verify"}
    seen = instance_migration.preview(session, people.bob, instance_id, target, seen.suggested)
    assert seen.possible
    assert [(each.kind, each.old, each.new) for each in seen.changes] == [("form", "one", "two")]
    assert interpreter.read(session, instance_id).rev == rev
    assert open_task(session).element_id == "check"


def test_a_new_event_that_cannot_listen_is_found_by_the_preview(
    session: Session, people: People, deploy: Deploy
) -> None:
    file = File()
    process = file.process()
    process.chain(process.start(), process.user("check"), process.end())
    process.boundary("late", "check", timer(duration="=missing"))
    process.chain("late", process.end("e2"))
    instance_id, target = begun(session, people, deploy, version(), file.xml())
    seen = instance_migration.preview(session, people.bob, instance_id, target, {})
    assert not seen.possible
    assert seen.verdicts[-1].element_id == "late"


def test_timers_stay_come_and_go(session: Session, people: People, deploy: Deploy) -> None:
    instance_id, target = begun(session, people, deploy, version(late="late"), version(late="soon"))
    due = session.exec(select(Timer.due_at)).one()
    instance_migration.migrate(session, people.bob, instance_id, target, {"late": "soon"}, "renamed")
    session.expire_all()
    assert [(row.element_id, row.due_at) for row in session.exec(select(Timer))] == [("soon", due)]
    assert instance_migration.undo(session, people.bob, instance_id, "no")
    instance_migration.migrate(session, people.bob, instance_id, target, {}, "another one")
    session.expire_all()
    assert [row.element_id for row in session.exec(select(Timer))] == ["soon"]


def rows(session: Session) -> list[Any]:
    """All that an instance waits for, as rows."""
    session.expire_all()
    kinds = (UserTask, Timer, Subscription, Job, Incident)
    return [row.model_dump() for kind in kinds for row in session.exec(select(kind))]


def test_an_undo_puts_everything_back(session: Session, people: People, deploy: Deploy) -> None:
    old, new = version(late="late"), version("verify", "Verify", "two", late="soon")
    instance_id, target = begun(session, people, deploy, old, new)
    before, snapshot = rows(session), interpreter.read(session, instance_id).run.dump()
    instance_migration.migrate(session, people.bob, instance_id, target, {"check": "verify"}, "try")
    assert rows(session) != before
    tasks.save_draft(session, people.ann, open_task(session).id, Typed(answers={"y": "typed"}, rev=0))
    assert instance_migration.undo(session, people.bob, instance_id, "wrong one") is True
    assert rows(session) == before
    assert interpreter.read(session, instance_id).run.dump() == snapshot
    draft = drafts.find(session, drafts.of_task(open_task(session).id), people.ann.person_id)
    assert draft is not None
    assert draft.answers == {"y": "typed"}
    with pytest.raises(MigrationRefused):
        instance_migration.undo(session, people.bob, instance_id, "twice")


def test_an_undo_of_one_that_has_gone_on_goes_back_by_the_inverse(
    session: Session, people: People, deploy: Deploy
) -> None:
    instance_id, target = begun(session, people, deploy, version(after="b"), version("verify", after="c"))
    instance_migration.migrate(session, people.bob, instance_id, target, {"check": "verify", "b": "c"}, "try")
    tasks.complete(session, people.ann, open_task(session).id, {"x": "done"})
    assert open_task(session).element_id == "c"
    assert instance_migration.undo(session, people.bob, instance_id, "back") is False
    assert open_task(session).element_id == "b"
    assert interpreter.read(session, instance_id).run.variables()["x"] == "done"


def test_an_undo_that_is_not_safe_is_refused(session: Session, people: People, deploy: Deploy) -> None:
    instance_id, target = begun(session, people, deploy, version(after="b"), version(after="c"))
    instance_migration.migrate(session, people.bob, instance_id, target, {}, "try")
    tasks.complete(session, people.ann, open_task(session).id, {"x": "done"})
    with pytest.raises(MigrationRefused) as refused:
        instance_migration.undo(session, people.bob, instance_id, "back")
    assert refused.value.params["elements"] == "c"
    assert open_task(session).element_id == "c"


def test_a_job_that_failed_is_tried_again_as_the_new_version_says(
    session: Session, people: People, deploy: Deploy
) -> None:
    def calling(job: str) -> bytes:
        file = File()
        process = file.process()
        process.chain(process.start(), process.service("send", job=job), process.end())
        return file.xml()

    instance_id, target = begun(session, people, deploy, calling("wrong"), calling("right"))
    job = session.exec(select(Job)).one()
    job_id = job.id
    instance_migration.migrate(session, people.bob, instance_id, target, {}, "right connector")
    session.expire_all()
    job = session.exec(select(Job)).one()
    assert (job.id, job.connector, job.state) == (job_id, "right", "available")


def test_a_called_process_stays_on_its_version_in_every_row(session: Session, people: People, deploy: Deploy) -> None:
    def calling(inner: str) -> bytes:
        file = File()
        process, called = file.process(), file.process("Q")
        process.chain(process.start(), process.call("call", "Q", bindingType="deployment"), process.user("z"))
        called.chain(called.start("qs"), called.user(inner), called.user(f"{inner}2"), called.end("qe"))
        return file.xml()

    instance_id, target = begun(session, people, deploy, calling("q"), calling("other"))
    before = open_task(session)
    was = (before.id, before.element_id, before.definition_id)
    instance_migration.migrate(session, people.bob, instance_id, target, {}, "newer")
    after = open_task(session)
    assert (after.id, after.element_id, after.definition_id) == was
    tasks.complete(session, SYSTEM, after.id, {})
    assert open_task(session).element_id == "q2"
    tasks.complete(session, SYSTEM, open_task(session).id, {})
    assert open_task(session).element_id == "z"


def test_the_story_stays_readable(session: Session, people: People, deploy: Deploy) -> None:
    def steps(first: str, name: str) -> bytes:
        def draw(process: Scope) -> None:
            process.node("userTask", first, extension(SALES), name=name)
            process.chain(process.start(), first, process.user("b"), process.end())

        file = File()
        draw(file.process())
        return file.xml()

    instance_id, target = begun(session, people, deploy, steps("ask", "Ask"), steps("enquire", "Enquire"))
    tasks.complete(session, people.ann, open_task(session).id, {})
    instance_migration.migrate(session, people.bob, instance_id, target, {"ask": "enquire"}, "renamed")
    shown = progress.progress(session, people.bob, instance_id, "en")
    assert (shown.nodes["enquire"], shown.nodes["b"]) == ("done", "active")
    assert "ask" not in shown.nodes
    lines = progress.timeline(session, people.bob, instance_id, "en")
    told = next(line for line in lines if line.kind == "task.completed")
    assert told.element_name == "Ask"
    moved = next(line for line in lines if line.kind == "instance.migrated")
    assert moved.details["reason"] == "renamed"
    assert "before" not in moved.details


def test_only_who_operates_may_migrate_and_must_say_why(session: Session, people: People, deploy: Deploy) -> None:
    instance_id, target = begun(session, people, deploy, version(), version(late="late"))
    for act in (
        lambda: instance_migration.preview(session, people.ann, instance_id, target, {}),
        lambda: instance_migration.migrate(session, people.ann, instance_id, target, {}, "x"),
        lambda: instance_migration.undo(session, people.ann, instance_id, "x"),
        lambda: instance_migration.running(session, people.ann, target),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(ReasonMissing):
        instance_migration.migrate(session, people.bob, instance_id, target, {}, " ")


def test_only_another_version_of_the_same_process_is_gone_to(session: Session, people: People, deploy: Deploy) -> None:
    instance_id, target = begun(session, people, deploy, version())
    with pytest.raises(MigrationRefused):
        instance_migration.migrate(session, people.bob, instance_id, target, {}, "x")
    file = File()
    process = file.process("Other")
    process.chain(process.start(), process.user("check"), process.end())
    deploy(file.xml())
    with pytest.raises(MigrationRefused):
        instance_migration.migrate(
            session, people.bob, instance_id, instance_migration.version(session, "Other", 1), {}, "x"
        )
    with pytest.raises(NotFound):
        instance_migration.version(session, "P", 9)


def test_what_runs_on_a_version_is_listed(session: Session, people: People, deploy: Deploy) -> None:
    instance_id, target = begun(session, people, deploy, version(), version(late="late"))
    first = instance_migration.version(session, "P", 1)
    assert instance_migration.running(session, people.bob, first) == [instance_id]
    instance_migration.migrate(session, people.bob, instance_id, target, {}, "x")
    assert instance_migration.running(session, people.bob, first) == []
    kinds = [fact.kind for fact in history.of_instance(session, instance_id)]
    assert kinds[-1] == "instance.migrated"
    assert session.exec(select(col(ProcessInstance.state))).one() == "active"
