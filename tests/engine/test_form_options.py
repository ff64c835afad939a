"""Options of form fields: for those who may read the step, and only of fields that it shows."""

from uuid import UUID

import pytest
from sqlmodel import Session

from engine import form_options, instances, progress, tasks
from engine.errors import FormInvalid, NotAllowed, NotFound
from engine.form_options import Asked
from engine.identity import SYSTEM
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import Deploy, People, field, form
from tests.engine.test_sources import CITIES
from tests.engine.test_tasks import the_task

FORM = form(
    "offer",
    field("helper", "select", bihuan={"as": "person"}),
    field("secret", "select", bihuan={"as": "person"}),
    field("salary", "number", bihuan={"personal": True}),
    field("bonus", "number", bihuan={"personal": True}),
    field("province", "select", values=["ZJ", "SH"]),
    field("city", "select", bihuan={"source": {"kind": "decision", "decision": "cities", "dependsOn": ["province"]}}),
)


@pytest.fixture
def offered(session: Session, people: People, deploy: Deploy) -> UUID:
    """A task whose form hides one picker, and names one of two personal fields."""
    file = File()
    process = file.process("P")
    process.start()
    process.user(
        "offer",
        extension(
            zeebe("formDefinition", formId="offer"),
            zeebe("assignmentDefinition", candidateGroups="sales"),
            '<bihuan:fieldRule key="secret" mode="hidden"/>',
            '<bihuan:fieldRule key="bonus" mode="editable"/>',
        ),
    )
    process.end()
    process.chain("start", "offer", "end")
    deploy(file.xml(), forms=(FORM,), decisions=(CITIES,))
    instances.start(session, people.ann, "P", {"salary": 10, "province": "ZJ"})
    return the_task(session, "offer").id


def labels(session: Session, people: People, task_id: UUID, component_id: str, asked: Asked) -> list[str]:
    found = form_options.of_task(session, people.ann, task_id, component_id, asked, "en")
    return [option.label for option in found.options]


def test_whoever_may_read_the_task_may_search(session: Session, people: People, offered: UUID) -> None:
    assert labels(session, people, offered, "f-helper", Asked(query="b")) == ["Ben", "Bob"]
    assert labels(session, people, offered, "f-helper", Asked(values=("ann", "zoe"))) == ["Ann"]
    with pytest.raises(NotAllowed):
        form_options.of_task(session, people.cat, offered, "f-helper", Asked(), "en")


def test_a_field_that_the_step_hides_or_that_has_no_source_answers_nothing(
    session: Session, people: People, offered: UUID
) -> None:
    for component_id in ("f-secret", "f-salary", "nothing"):
        with pytest.raises(NotFound):
            form_options.of_task(session, people.ann, offered, component_id, Asked(), "en")


def test_options_hang_on_the_answers_given_or_on_what_the_process_knows(
    session: Session, people: People, offered: UUID
) -> None:
    assert labels(session, people, offered, "f-city", Asked(context={"province": "SH"})) == ["Shanghai"]
    assert labels(session, people, offered, "f-city", Asked()) == ["Hangzhou", "Ningbo"]
    assert labels(session, people, offered, "f-city", Asked(values=("NB",))) == ["Ningbo"]


def test_only_what_the_source_has_is_accepted(session: Session, people: People, offered: UUID) -> None:
    wrong = {"helper": "zoe", "province": "SH", "city": "HZ"}
    with pytest.raises(FormInvalid) as refused:
        tasks.complete(session, people.ann, offered, wrong)
    assert [(error.code, error.path) for error in refused.value.errors] == [
        ("option-not-offered", ("helper",)),
        ("option-not-offered", ("city",)),
    ]
    done = tasks.complete(session, people.ann, offered, {"helper": "ben", "province": "ZJ", "city": "HZ"})
    [row] = [row for row in progress.timeline(session, people.bob, done.instance_id, "en") if row.task_id == offered]
    assert {"Ben", "Hangzhou"} <= {shown.text for shown in row.form}


def test_personal_fields_are_hidden_unless_the_step_names_them(session: Session, people: People, offered: UUID) -> None:
    opened = tasks.open_form(session, people.ann, offered, "en")
    ids = {component["id"] for component in opened.schema["components"]}
    assert "f-salary" not in ids
    assert "f-bonus" in ids
    assert "salary" not in opened.data
    done = tasks.complete(session, people.ann, offered, {"salary": 99, "bonus": 5})
    seen = {row.name for row in progress.variables(session, people.bob, done.instance_id)}
    assert "helper" in seen
    assert seen.isdisjoint({"salary", "bonus"})
    variables = {row.name: row.value for row in progress.variables(session, SYSTEM, done.instance_id)}
    assert (variables["salary"], variables["bonus"]) == (10, 5)


def test_a_start_form_has_options_too(session: Session, people: People, deploy: Deploy) -> None:
    file = File()
    process = file.process("Q")
    process.start("start", extension(zeebe("formDefinition", formId="offer")))
    process.end()
    process.chain("start", "end")
    deploy(file.xml(), forms=(FORM,), decisions=(CITIES,))
    found = form_options.of_start(session, people.cat, "Q", "f-helper", Asked(query="an"), "en")
    assert [option.value for option in found.options] == ["ann"]
