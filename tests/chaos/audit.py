"""Looks through the books afterwards: what the house says happened against what was commanded and what arrived."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, select

from engine.models import ProcessInstance
from tests.chaos import hurried
from tests.chaos.ledger import Ledger
from tests.chaos.post_office import PostOffice
from tests.chaos.replay import contradictions
from tests.chaos.stories import LEFT_AT, Story
from tests.concurrency.consistency import differences

_COMPLETIONS = text(
    "SELECT e.task_id::text AS task_id, p.login, t.state, q.login AS completed_by FROM history_event e "
    "JOIN person p ON p.id = e.actor_id JOIN user_task t ON t.id = e.task_id "
    "LEFT JOIN person q ON q.id = t.completed_by WHERE e.kind = 'task.completed'"
)
_STARTS = text("SELECT id::text, receipt_code, definition_key FROM process_instance")
_MESSAGES = text(
    "SELECT i.receipt_code, count(*) FROM history_event e JOIN process_instance i ON i.id = e.instance_id "
    "WHERE e.kind = 'message.received' GROUP BY 1"
)
_STEPS = text(
    "SELECT e.instance_id, step ->> 0 AS kind, step ->> 1 AS element_id, count(*) AS times "
    "FROM history_event e, jsonb_array_elements(e.data -> 'steps') AS step GROUP BY 1, 2, 3"
)
_FACTS = text("SELECT instance_id, kind, element_id, count(*) AS times FROM history_event GROUP BY 1, 2, 3")
_TASKS = text("SELECT instance_id, element_id, state, count(*) AS times FROM user_task GROUP BY 1, 2, 3")
_JOBS = text("SELECT instance_id, element_id, state, count(*) AS times FROM job GROUP BY 1, 2, 3")
_FIRED_TWICE = text(
    "SELECT instance_id, element_id, data ->> 'due_at' FROM history_event WHERE kind = 'timer.fired' "
    "GROUP BY 1, 2, 3 HAVING count(*) > 1"
)
_ROUNDS = text(
    "SELECT i.id, count(e.id) FROM process_instance i LEFT JOIN history_event e ON e.instance_id = i.id "
    "AND e.kind = 'timer.fired' WHERE i.definition_key = :key GROUP BY 1 HAVING count(e.id) <> :times"
)
_MAILS = text("SELECT '<' || id || '@bihuan>' AS message_id, state, input -> 'input' ->> 'to' AS recipient FROM job "
              "WHERE connector = 'mail'")  # fmt: skip
_FILES = text("SELECT id::text, instance_id::text FROM attachment WHERE instance_id IS NOT NULL")
_PLACES = text(
    "SELECT i.receipt_code, i.state, ARRAY(SELECT t.element_id FROM user_task t "
    "WHERE t.instance_id = i.id AND t.state = 'open' ORDER BY 1) AS tasks FROM process_instance i "
    "WHERE i.definition_key = :key"
)
_UNSETTLED = {
    "jobs": text("SELECT connector, state, attempt, error FROM job WHERE state IN ('available', 'running', 'failed')"),
    "timers": text("SELECT element_id, due_at, failures FROM timer"),
    "incidents": text("SELECT element_id, code, message FROM incident WHERE state = 'open'"),
    "dispatches": text("SELECT queue_name, status, args FROM procrastinate_jobs"),
}


@dataclass(frozen=True, kw_only=True)
class Books:
    """Everything there is to compare."""

    session: Session
    ledger: Ledger
    post: PostOffice
    stories: Sequence[Story]

    def rows(self, statement: Any, **given: Any) -> Sequence[Any]:
        return self.session.execute(statement, given).all()


def unsettled(books: Books) -> Iterator[str]:
    """What still has to happen before the house is quiet; afterwards, what was lost or is stuck."""
    for name, statement in _UNSETTLED.items():
        rows = books.rows(statement)
        if rows:
            yield f"{len(rows)} {name} left: {rows[:3]}"
    places = {row.receipt_code: row for row in books.rows(_PLACES, key=hurried.PROCESS)}
    for story in books.stories:
        place = places.get(books.ledger.receipts.get(story.number, ""))
        if place is None:
            yield f"story {story.number} has no instance"
        elif not _at_its_end(story, place):
            yield f"story {story.number} ({story.way}) is {place.state} at {place.tasks}"


def _at_its_end(story: Story, place: Any) -> bool:
    left_at = LEFT_AT.get(story.way)
    if left_at is None:
        return bool(place.state == "completed" and place.tasks == [])
    return bool(place.state == "active" and place.tasks == [left_at])


def violations(books: Books) -> Iterator[str]:
    """Everything lost, doubled, or claimed and not true."""
    yield from books.ledger.surprises
    yield from unsettled(books)
    yield from _starts(books)
    yield from _completions(books)
    yield from _words(books)
    yield from _files(books)
    yield from _counts(books)
    yield from _timers(books)
    yield from _mails(books)
    for instance_id in books.session.exec(select(ProcessInstance.id)):
        yield from differences(books.session, instance_id)
        yield from contradictions(books.session, instance_id)


def _starts(books: Books) -> Iterator[str]:
    """Every acknowledged start is one instance, and there are no others."""
    rows = books.rows(_STARTS)
    by_receipt = {row.receipt_code: row for row in rows if row.receipt_code}
    by_id = {row.id: row for row in rows}
    begun = books.ledger.acknowledged("start")
    for command in begun:
        receipt, instance_id = command.reply.get("receipt_code"), command.reply.get("instance_id")
        if (by_receipt.get(receipt) if receipt else by_id.get(instance_id or "")) is None:
            yield f"an acknowledged start is lost: {command}"
    if len(rows) != len(begun):
        yield f"{len(begun)} starts were acknowledged and there are {len(rows)} instances"


def _completions(books: Books) -> Iterator[str]:
    """Every acknowledged completion is in the history once, by who did it; no refused one is."""
    rows = books.rows(_COMPLETIONS)
    for task_id, times in Counter(row.task_id for row in rows).items():
        if times > 1:
            yield f"task {task_id} was completed {times} times"
    done = {(row.task_id, row.login) for row in rows}
    acknowledged = {(command.subject, command.who) for command in books.ledger.acknowledged("complete")}
    yield from (f"lost completion: {each}" for each in acknowledged - done)
    yield from (f"completion that nobody was told of: {each}" for each in done - acknowledged)
    for row in rows:
        if row.state != "completed" or row.completed_by != row.login:
            yield f"task {row.task_id}: the history says {row.login}, the row {row.state} by {row.completed_by}"


def _words(books: Books) -> Iterator[str]:
    """Every acknowledged word of a customer arrived once, whichever way it came."""
    said = Counter(command.subject for kind in ("answer", "message") for command in books.ledger.acknowledged(kind))
    heard = Counter({row[0]: row[1] for row in books.rows(_MESSAGES)})
    if said != heard:
        yield f"customers' words: lost {said - heard}, doubled {heard - said}"


def _files(books: Books) -> Iterator[str]:
    """Every file of an acknowledged completion is tied to its instance."""
    rows = {row.id: row.instance_id for row in books.rows(_FILES)}
    for command in books.ledger.acknowledged("complete"):
        for file in command.files:
            if rows.pop(file, None) != command.reply["instance_id"]:
                yield f"file {file} of task {command.subject} is not with its instance"
    yield from (f"file {file} belongs to no acknowledged completion" for file in rows)


Times = Counter[tuple[UUID, str, str]]
SEVERAL = frozenset({"investigate"})
"""The multi-instance activities."""


def _counts(books: Books) -> Iterator[str]:
    """The tokens' steps, the facts and the rows tell the same number for every element of every instance."""
    steps, facts = _times(books, _STEPS, "kind"), _times(books, _FACTS, "kind")
    tasks, jobs = _times(books, _TASKS, "state"), _times(books, _JOBS, "state")
    for rows, what, fact in ((tasks, "task", "task.completed"), (jobs, "job", "job.completed")):
        for instance_id, element_id in {key[:2] for key in rows}:
            found = {
                "entered": steps[instance_id, element_id, "entered"],
                "rows": sum(times for key, times in rows.items() if key[:2] == (instance_id, element_id)),
                "completed": steps[instance_id, element_id, "completed"],
                "facts": facts[instance_id, element_id, fact],
                "completed rows": rows[instance_id, element_id, "completed"],
                "cancelled": steps[instance_id, element_id, "cancelled"],
                "cancelled rows": rows[instance_id, element_id, "cancelled"],
            }
            if not _balanced(found, several=element_id in SEVERAL):
                yield f"{what} {element_id} of {instance_id}: {found}"


def _times(books: Books, statement: Any, column: str) -> Times:
    return Counter(
        {(row.instance_id, row.element_id, getattr(row, column)): row.times for row in books.rows(statement)}
    )


def _balanced(found: Mapping[str, int], *, several: bool) -> bool:
    gone, rows_gone = found["completed"] + found["cancelled"], found["completed rows"] + found["cancelled rows"]
    if found["facts"] != found["completed rows"]:
        return False
    if several:
        # The activity as a whole makes steps beside those of its occurrences.
        return found["entered"] - gone == found["rows"] - rows_gone
    return found["entered"] == found["rows"] and found["completed"] == found["facts"] and gone == rows_gone


def _timers(books: Books) -> Iterator[str]:
    yield from (f"timer fired twice: {tuple(row)}" for row in books.rows(_FIRED_TWICE))
    for instance_id, times in books.rows(_ROUNDS, key=hurried.ROUND, times=hurried.REMINDERS):
        yield f"the repeating timer of {instance_id} fired {times} times, not {hurried.REMINDERS}"


def _mails(books: Books) -> Iterator[str]:
    """Every completed mail job arrived; one that was called off may have; nothing else did, and repetitions agree."""
    jobs = {row.message_id: row for row in books.rows(_MAILS) if row.recipient}
    completed = {message_id for message_id, row in jobs.items() if row.state == "completed"}
    arrived = set(books.post.letters)
    yield from (f"mail {message_id} was never sent" for message_id in completed - arrived)
    for message_id in arrived - completed:
        if message_id not in jobs or jobs[message_id].state != "cancelled":
            yield f"mail {message_id} belongs to no completed job"
    for message_id, letters in books.post.letters.items():
        if len(set(letters)) > 1:
            yield f"mail {message_id} came in different words: {letters}"


def figures(books: Books) -> dict[str, int]:
    """What happened, in numbers."""
    facts = Counter({row[0]: row[1] for row in books.rows(_BY_KIND)})
    return {
        "instances": len(books.rows(_STARTS)),
        "steps of people acknowledged": len(books.ledger.acknowledged("complete")),
        "refused because somebody was first": sum(
            command.kind == "complete" and not command.done for command in books.ledger.commands
        ),
        "words of customers": sum(len(books.ledger.acknowledged(kind)) for kind in ("answer", "message")),
        "timers fired": facts["timer.fired"],
        "jobs completed": facts["job.completed"],
        "mails": len(books.post.letters),
        "mails repeated under the same key": books.post.deliveries - len(books.post.letters),
        **books.ledger.counts,
    }


_BY_KIND = text("SELECT kind, count(*) FROM history_event GROUP BY 1")
