"""A table starts a process once for each of its good rows, and returns the bad ones with their reasons."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from engine import clock, deployments, identity, leftovers, row_import_work, row_imports
from engine.db import Database
from engine.errors import ImportWrongState, NotAllowed, NotFound, TableRefused
from engine.identity import PUBLIC, SYSTEM
from engine.models import ImportState
from tests.engine.bpmn.builder import File, extension, zeebe
from tests.engine.conftest import People, add_people, field, form, package

ORDER = form(
    "order",
    field("subject", validate={"required": True}),
    field("amount", "number", validate={"max": 100}),
    field("kind", "select", values=[{"label": "New", "value": "new"}, {"label": "Old", "value": "old"}]),
)
TABLE = "subject,AMOUNT,kind,remark\nA,10,New,x\n,20,Old,\nB,1000,new,\nC,ten,green,\nD,5,,\n"


def _asked() -> bytes:
    file = File()
    process = file.process("P", extension("<bihuan:starters groups='sales'/>"))
    process.start("start", extension(zeebe("formDefinition", formId="order")))
    process.user("work")
    process.end()
    process.chain("start", "work", "end")
    return file.xml()


@pytest.fixture
def people(database: Database) -> People:
    with database.transaction() as session:
        people = add_people(session)
        deployments.deploy(session, SYSTEM, package(_asked(), forms=(ORDER,)))
        return people


def _bring(database: Database, people: People, table: str = TABLE) -> UUID:
    with database.transaction() as session:
        return row_imports.create(session, people.ann, "P", io.BytesIO(table.encode()), "orders.csv", locale="en")


def _work(database: Database) -> None:
    while row_import_work.work(database):
        pass


def _progress(database: Database, people: People, import_id: UUID) -> row_imports.Progress:
    with database.reading() as session:
        return row_imports.progress(session, people.ann, import_id)


def test_every_row_is_judged_before_any_is_started(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    assert _progress(database, people, import_id).state == ImportState.JUDGING
    _work(database)
    found = _progress(database, people, import_id)
    assert (found.state, found.total, found.good, found.bad, found.started) == (ImportState.JUDGED, 5, 2, 3, 0)
    assert found.unknown == ["remark"]
    assert found.choices == {"f-kind": ["New", "Old"]}
    with database.reading() as session:
        bad = row_imports.rows(session, people.ann, import_id, state="bad")
        assert session.execute(text("SELECT count(*) FROM process_instance")).scalar() == 0
    assert [(row.line, [(error.code, error.component_id) for error in row.errors]) for row in bad] == [
        (3, [("required", "f-subject")]),
        (4, [("max", "f-amount")]),
        (5, [("cell-unreadable", "f-amount"), ("cell-unreadable", "f-kind")]),
    ]


def test_the_good_rows_are_started_when_a_person_says_so(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    _work(database)
    with database.transaction() as session:
        row_imports.begin(session, people.ann, import_id)
    _work(database)
    found = _progress(database, people, import_id)
    assert (found.state, found.good, found.bad, found.started) == (ImportState.COMPLETED, 0, 3, 2)
    with database.reading() as session:
        started = row_imports.rows(session, people.ann, import_id, state="started")
        variables = session.execute(
            text(
                "SELECT started_by, data -> 'answers' FROM process_instance i JOIN history_event e ON "
                "e.instance_id = i.id AND e.kind = 'instance.started' ORDER BY e.id"
            )
        ).all()
    assert [row.line for row in started] == [2, 6]
    assert all(row.instance_id for row in started)
    assert variables[0] == (people.ann.person_id, {"subject": "A", "amount": 10, "kind": "new"})


def test_a_discarded_import_starts_nothing_more(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    _work(database)
    with database.transaction() as session:
        row_imports.discard(session, people.ann, import_id)
    _work(database)
    assert _progress(database, people, import_id).started == 0
    with database.transaction() as session, pytest.raises(ImportWrongState):
        row_imports.begin(session, people.ann, import_id)


def test_an_import_with_nothing_good_cannot_begin(database: Database, people: People) -> None:
    import_id = _bring(database, people, "subject\n\nsubject,amount\n")
    with database.transaction() as session:
        session.execute(text("UPDATE import_row SET answers = '{}'"))
    _work(database)
    with database.transaction() as session, pytest.raises(ImportWrongState):
        row_imports.begin(session, people.ann, import_id)


def test_rights_are_those_of_the_moment_of_starting(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    _work(database)
    with database.transaction() as session:
        row_imports.begin(session, people.ann, import_id)
        session.execute(text("DELETE FROM membership WHERE person_id = :p"), {"p": people.ann.person_id})
    _work(database)
    found = _progress(database, people, import_id)
    assert (found.state, found.started, found.bad) == (ImportState.COMPLETED, 0, 5)
    with database.reading() as session:
        rows = row_imports.rows(session, people.ann, import_id, state="bad")
    assert {error.code for row in rows for error in row.errors} >= {"not-allowed"}


def test_an_import_is_its_bringers_own(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    with database.transaction() as session:
        for stranger in (people.ben, people.bob):
            with pytest.raises(NotFound):
                row_imports.progress(session, stranger, import_id)
            with pytest.raises(NotFound):
                row_imports.begin(session, stranger, import_id)
        assert [found.id for found in row_imports.mine(session, people.ann, "P")] == [import_id]
        assert row_imports.mine(session, people.ben, "P") == []


def test_only_those_who_may_start_the_process_bring_tables(database: Database, people: People) -> None:
    with database.transaction() as session:
        for stranger in (people.cat, PUBLIC):
            with pytest.raises(NotAllowed):
                row_imports.create(session, stranger, "P", io.BytesIO(TABLE.encode()), "a.csv", locale="en")


def test_a_table_without_a_known_heading_is_refused(database: Database, people: People) -> None:
    with database.transaction() as session, pytest.raises(TableRefused, match="none of its headings"):
        row_imports.create(session, people.ann, "P", io.BytesIO(b"x,y\n1,2\n"), "a.csv", locale="en")


def test_a_worker_goes_on_where_another_has_stopped(database: Database, people: People) -> None:
    table = "subject\n" + "".join(f"order {number}\n" for number in range(250))
    import_id = _bring(database, people, table)
    row_import_work.work(database)
    assert _progress(database, people, import_id).judged == row_import_work.JUDGED_AT_ONCE
    _work(database)
    with database.transaction() as session:
        row_imports.begin(session, identity.actor_of_login(session, "ann"), import_id)
    _work(database)
    assert _progress(database, people, import_id).started == 250


def test_the_rows_of_a_table_are_forgotten_after_a_month(database: Database, people: People) -> None:
    import_id = _bring(database, people)
    _work(database)
    assert leftovers.sweep(database).tables == 0
    clock.set_offset(timedelta(days=31))
    assert leftovers.sweep(database).tables == 1
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM import_row")).scalar() == 0
        with pytest.raises(NotFound):
            row_imports.progress(session, people.ann, import_id)


def test_a_table_of_somebody_who_has_left_holds_up_nobody_elses(database: Database, people: People) -> None:
    gone = _bring(database, people)
    with database.transaction() as session:
        stays = row_imports.create(session, people.ben, "P", io.BytesIO(TABLE.encode()), "b.csv", locale="en")
        session.execute(text("UPDATE person SET active = false WHERE id = :p"), {"p": people.ann.person_id})
    _work(database)
    found = _progress(database, people, gone)
    assert (found.state, found.good, found.bad) == (ImportState.JUDGED, 0, 5)
    with database.reading() as session:
        assert row_imports.progress(session, people.ben, stays).good == 2
        bad = row_imports.rows(session, people.ann, gone, state="bad")
    assert all("not-allowed" in [error.code for error in row.errors] for row in bad)
