"""Comments on instances."""

import pytest
from sqlmodel import Session, select

from engine import comments
from engine.errors import CommentRefused, NotAllowed
from engine.identity import PUBLIC, SYSTEM
from engine.models import Event
from tests.engine import rows


def test_a_comment_is_read_by_everybody_who_may_see_the_instance(session: Session) -> None:
    ann, bob = rows.person(session, "ann", "service"), rows.person(session, "bob", "service")
    instance = rows.instance(session)
    rows.task(session, instance)
    comments.add(session, ann, instance.id, "  The customer called again.\n")
    (row,) = comments.of_instance(session, bob, instance.id)
    assert (row.author_name, row.text, row.mine) == ("Ann", "The customer called again.", False)
    assert comments.count(session, instance.id) == 1


def test_a_comment_goes_into_the_history_without_its_text(session: Session) -> None:
    ann = rows.person(session, "ann", "managers")
    instance = rows.instance(session)
    comments.add(session, ann, instance.id, "Secret words")
    (event,) = session.exec(select(Event).where(Event.instance_id == instance.id)).all()
    assert (event.kind, event.actor_id, event.data) == ("comment.added", ann.person_id, None)


def test_comments_can_be_added_after_the_end(session: Session) -> None:
    ann = rows.person(session, "ann", "managers")
    instance = rows.instance(session, state="completed")
    comments.add(session, ann, instance.id, "Thank you all.")
    assert comments.count(session, instance.id) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (comments.LIMIT + 1)])
def test_an_empty_or_endless_comment_is_refused(session: Session, text: str) -> None:
    ann = rows.person(session, "ann", "managers")
    with pytest.raises(CommentRefused):
        comments.add(session, ann, rows.instance(session).id, text)


def test_comments_refuse_strangers(session: Session) -> None:
    cat = rows.person(session, "cat")
    instance = rows.instance(session)
    with pytest.raises(NotAllowed):
        comments.of_instance(session, cat, instance.id)
    with pytest.raises(NotAllowed):
        comments.add(session, cat, instance.id, "Hello")
    with pytest.raises(NotAllowed):
        comments.add(session, PUBLIC, instance.id, "Hello")
    with pytest.raises(NotAllowed):
        comments.add(session, SYSTEM, instance.id, "Nobody said this")
