"""Two editors of one draft, a colleague who takes over, and forms that change while somebody is typing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from engine import drafts, identity, instance_migration, instances, interpreter, tasks
from engine.answers import OpenForm
from engine.draft_merging import Kept, Typed
from engine.errors import NotAllowed, NotFound, StaleRevision
from engine.identity import Actor
from engine.models import UserTask
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import Deploy, People, field, form

VISIT = form("visit", field("name"), field("phone"), field("note"), field("rows", "taglist", values=[{"value": "a"}]))
SPLIT: Mapping[str, Any] = {
    "from": "name",
    "into": {"first": '=substring before(name, " ")', "last": '=substring after(name, " ")'},
}
SPLIT_VISIT = {
    **form("visit", field("first"), field("last"), field("mobile")),
    "bihuan": {"upcasts": [SPLIT, {"from": "phone", "to": "mobile"}]},
}


def visits(binding: str = "latest", **more: str) -> bytes:
    """start (asks visit) → check (visit, for sales) → again (visit, for sales) → end"""
    file = File()
    process = file.process("P")
    process.node("startEvent", "start", extension(zeebe("formDefinition", formId="visit")))
    shown = zeebe("formDefinition", formId="visit", bindingType=binding, **more)
    parts = extension(shown, zeebe("assignmentDefinition", candidateGroups="sales"))
    process.chain("start", process.user("check", parts), process.user("again", parts), process.end())
    return file.xml()


def the_task(session: Session) -> UserTask:
    session.expire_all()
    return session.exec(select(UserTask).where(UserTask.state == "open")).one()


@pytest.fixture
def task_id(session: Session, people: People, deploy: Deploy) -> UUID:
    deploy(visits(), forms=(VISIT,))
    instances.start(session, people.ann, "P", {})
    return the_task(session).id


BEGUN: Mapping[str, Any] = {"name": "Lin", "phone": "", "note": ""}


def begun(session: Session, actor: Actor, task_id: UUID, answers: Mapping[str, Any] = BEGUN) -> int:
    return tasks.save_draft(session, actor, task_id, Typed(answers=answers, rev=0)).rev


def test_fields_changed_in_one_window_only_come_together(session: Session, people: People, task_id: UUID) -> None:
    rev = begun(session, people.ann, task_id)
    tasks.save_draft(session, people.ann, task_id, Typed(answers={**BEGUN, "phone": "100"}, rev=rev))
    kept = tasks.save_draft(session, people.ann, task_id, Typed(answers={**BEGUN, "note": "call"}, rev=rev, base=BEGUN))
    assert (kept.rev, kept.answers, kept.differences) == (3, {"name": "Lin", "phone": "100", "note": "call"}, ())
    draft = drafts.find(session, drafts.of_task(task_id), people.ann.person_id)
    assert draft is not None
    assert draft.answers == kept.answers


def test_a_field_changed_in_both_is_told_as_people_read_it_and_decided_by_the_base(
    session: Session, people: People, task_id: UUID
) -> None:
    rev = begun(session, people.ann, task_id)
    tasks.save_draft(session, people.ann, task_id, Typed(answers={**BEGUN, "note": "there"}, rev=rev))
    mine = {**BEGUN, "note": "here", "phone": "100"}
    kept = tasks.save_draft(session, people.ann, task_id, Typed(answers=mine, rev=rev, base=BEGUN))
    told = [(each.path, each.label, each.mine, each.theirs, each.value) for each in kept.differences]
    assert told == [(("note",), "note", "here", "there", "there")]
    assert (kept.by, kept.at is None) == ("Ann", False)
    assert kept.answers == {**BEGUN, "note": "there", "phone": "100"}
    undecided = tasks.save_draft(
        session, people.ann, task_id, Typed(answers=mine, rev=kept.rev, base={**kept.answers, "note": ""})
    )
    assert [each.path for each in undecided.differences] == [("note",)], "it is asked until it is decided"
    decided = tasks.save_draft(session, people.ann, task_id, Typed(answers=mine, rev=kept.rev, base=kept.answers))
    assert (decided.answers, decided.differences) == (mine, ())


def test_whoever_sends_no_base_is_refused_as_before(session: Session, people: People, task_id: UUID) -> None:
    begun(session, people.ann, task_id)
    with pytest.raises(StaleRevision):
        tasks.save_draft(session, people.ann, task_id, Typed(answers={"note": "other"}, rev=0))


def offered(session: Session, actor: Actor, task_id: UUID) -> list[str]:
    return [each.name for each in tasks.open_form(session, actor, task_id, "en").offered]


def test_a_draft_is_offered_to_whoever_has_the_task_now_and_to_nobody_else(
    session: Session, people: People, task_id: UUID
) -> None:
    begun(session, people.ann, task_id)
    assert offered(session, people.ben, task_id) == [], "nobody has it yet"
    with pytest.raises(NotAllowed):
        take(session, people.ben, people.ann, task_id, {})
    tasks.claim(session, people.ann, task_id)
    tasks.assign(session, people.bob, task_id, "ben")
    assert offered(session, people.ben, task_id) == ["Ann"]
    assert offered(session, people.bob, task_id) == offered(session, people.ann, task_id) == []
    with pytest.raises(NotFound):
        take(session, people.ben, people.bob, task_id, {})


def take(
    session: Session, actor: Actor, writer: Actor, task_id: UUID, answers: Mapping[str, Any], rev: int = 0
) -> Kept:
    assert writer.person_id is not None
    return tasks.take_over_draft(session, actor, task_id, writer.person_id, Typed(answers=answers, rev=rev))


def test_what_was_typed_before_is_taken_over_and_never_over_ones_own(
    session: Session, people: People, task_id: UUID
) -> None:
    begun(session, people.ann, task_id, {**BEGUN, "note": "hers"})
    tasks.claim(session, people.ben, task_id)
    kept = take(session, people.ben, people.ann, task_id, {"name": "", "phone": "200", "note": "his"})
    assert kept.answers == {"name": "Lin", "phone": "200", "note": "hers"}
    assert [(each.path, each.mine, each.theirs) for each in kept.differences] == [(("note",), "his", "hers")]
    assert kept.by == "Ann"
    assert offered(session, people.ben, task_id) == [], "it has been taken over"
    assert drafts.find(session, drafts.of_task(task_id), people.ann.person_id) is not None, "hers is still hers"


def test_personal_answers_are_taken_over_by_those_only_who_may_see_them(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(visits(), forms=(form("visit", field("name"), field("phone", bihuan={"personal": True})),))
    instances.start(session, people.ann, "P", {})
    task_id = the_task(session).id
    identity.ensure_group(session, "sales", "Sales", {}, ())
    begun(session, people.ann, task_id, {"name": "Lin", "phone": "100"})
    tasks.claim(session, people.ben, task_id)
    assert take(session, people.ben, people.ann, task_id, {}).answers == {"name": "Lin"}


def start_form(session: Session, actor: Actor) -> OpenForm:
    return instances.start_form(session, actor, "P", "en")


@pytest.fixture
def start_draft(session: Session, people: People, deploy: Deploy) -> OpenForm:
    """Ann has begun to fill in the first version of the form; then the second one came into service."""
    deploy(visits(), forms=(VISIT,))
    first = start_form(session, people.ann)
    answers = {"name": "Lin Xiaoyu", "phone": "100", "note": "call back"}
    instances.save_start_draft(session, people.ann, "P", Typed(answers=answers, rev=0, form_id=first.form_id))
    deploy(visits(), forms=(SPLIT_VISIT,))
    return first


def test_a_draft_survives_a_new_version_of_its_form(session: Session, people: People, start_draft: OpenForm) -> None:
    opened = start_form(session, people.ann)
    assert opened.form_id != start_draft.form_id
    assert opened.data == {"first": "Lin", "last": "Xiaoyu", "mobile": "100"}
    assert [(row.label, row.text) for row in opened.older] == [("note", "call back")]


def test_what_no_field_holds_stays_when_the_draft_is_saved_again(
    session: Session, people: People, start_draft: OpenForm
) -> None:
    opened = start_form(session, people.ann)
    typed = Typed(answers={**opened.data, "mobile": "101"}, rev=opened.draft_rev, form_id=opened.form_id)
    assert instances.save_start_draft(session, people.ann, "P", typed).newer_form is None
    again = start_form(session, people.ann)
    assert (again.data["mobile"], [row.text for row in again.older]) == ("101", ["call back"])


def test_a_window_with_the_older_form_goes_on_saving_and_is_told(
    session: Session, people: People, start_draft: OpenForm
) -> None:
    typed = Typed(answers={"name": "Lin Yu", "phone": "100", "note": "n"}, rev=1, form_id=start_draft.form_id)
    kept = instances.save_start_draft(session, people.ann, "P", typed)
    opened = start_form(session, people.ann)
    assert kept.newer_form == opened.form_id
    assert (opened.data["last"], [row.text for row in opened.older]) == ("Yu", ["n"])


def test_windows_with_different_versions_are_merged_in_the_newer_one(
    session: Session, people: People, start_draft: OpenForm
) -> None:
    opened = start_form(session, people.ann)
    newer = Typed(answers={**opened.data, "mobile": "101"}, rev=1, form_id=opened.form_id)
    instances.save_start_draft(session, people.ann, "P", newer)
    base = {"name": "Lin Xiaoyu", "phone": "100", "note": "call back"}
    older = Typed(answers={**base, "name": "Lin Yu", "note": "later"}, rev=1, base=base, form_id=start_draft.form_id)
    kept = instances.save_start_draft(session, people.ann, "P", older)
    assert kept.answers == {"first": "Lin", "last": "Yu", "mobile": "101"}
    assert [row.text for row in start_form(session, people.ann).older] == ["later"]


def test_a_form_of_somewhere_else_is_not_believed(session: Session, people: People, start_draft: OpenForm) -> None:
    typed = Typed(answers={"first": "Wu"}, rev=1, form_id=UUID(int=7))
    assert instances.save_start_draft(session, people.ann, "P", typed).newer_form is None
    assert start_form(session, people.ann).data["first"] == "Wu"


@pytest.mark.parametrize(
    ("binding", "more", "keys"),
    [
        ("latest", {}, ["first", "last", "mobile"]),
        ("deployment", {}, ["name", "phone", "note", "rows"]),
        ("versionTag", {"versionTag": "one"}, ["name", "phone", "note", "rows"]),
    ],
)
def test_a_task_that_comes_after_a_new_version_gets_the_form_that_its_binding_says(
    session: Session, people: People, deploy: Deploy, binding: str, more: dict[str, str], keys: list[str]
) -> None:
    deploy(visits(binding, **more), forms=({**VISIT, "versionTag": "one"},))
    instances.start(session, people.ann, "P", {"name": "Lin Xiaoyu", "phone": "100"})
    open_now = the_task(session)
    begun(session, people.ann, open_now.id, {"name": "Lin Xiaoyu", "phone": "101", "note": "here"})
    deploy(visits(binding, **more), forms=({**SPLIT_VISIT, "versionTag": "two"},))
    shown = tasks.open_form(session, people.ann, open_now.id, "en")
    assert shown.data["phone"] == "101", "the form of an open task, and with it its draft, stays as it was"
    tasks.complete(session, people.ann, open_now.id, {"name": "Lin Xiaoyu", "phone": "101"})
    following = tasks.open_form(session, people.ann, the_task(session).id, "en")
    assert [each["key"] for each in following.schema["components"]] == keys
    if binding == "latest":
        assert following.data == {"first": "Lin", "last": "Xiaoyu", "mobile": "101"}, "what was answered before goes on"


def test_what_a_later_form_only_shows_is_held_by_the_server_too(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(visits(), forms=(VISIT,))
    started = instances.start(session, people.ann, "P", {"name": "Lin Xiaoyu"})
    shown = form("visit", field("first", readonly=True), field("mobile"))
    deploy(visits(), forms=({**shown, "bihuan": {"upcasts": [{"from": "name", "to": "first"}]}},))
    tasks.complete(session, people.ann, the_task(session).id, {"name": "Lin Xiaoyu"})
    tasks.complete(session, people.ann, the_task(session).id, {"first": "forged", "mobile": "100"})
    variables = interpreter.read(session, started.instance_id).run.variables()
    assert (variables["first"], variables["mobile"]) == ("Lin Xiaoyu", "100")


def test_a_task_keeps_its_draft_when_its_instance_moves_to_a_version_with_another_form(
    session: Session, people: People, deploy: Deploy
) -> None:
    deploy(visits("deployment"), forms=(VISIT,))
    started = instances.start(session, people.ann, "P", {"name": "Wu Song", "phone": "300"})
    task = the_task(session)
    begun(session, people.ann, task.id, {"name": "Lin Xiaoyu", "phone": "", "note": "call"})
    renamed = visits("deployment").replace(b"<process ", b'<process name="Visits" ', 1)
    deploy(renamed, forms=(SPLIT_VISIT,))
    target = instance_migration.version(session, "P", 2)
    instance_migration.migrate(session, people.bob, started.instance_id, target, {}, "better form")
    opened = tasks.open_form(session, people.ann, task.id, "en")
    assert opened.data == {"first": "Lin", "last": "Xiaoyu", "mobile": ""}, "what she emptied stays empty"
    assert [row.text for row in opened.older] == ["call"]
    fresh = tasks.open_form(session, people.ben, task.id, "en")
    assert fresh.data == {"first": "Wu", "last": "Song", "mobile": "300"}, "the variables are cast up as well"
