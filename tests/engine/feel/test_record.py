"""Records: frozen, equal by what they hold, with defaults."""

import pytest

from engine.feel.record import Record


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = ""


def test_fields_are_given_in_their_order_or_by_name() -> None:
    assert (Point(1).x, Point(1).y, Point(1, 2).y, Point(x=1, y=3).y) == (1, 0, 2, 3)
    assert (Named(1, 2, "a").name, Named(1, name="b").name) == ("a", "b")


def test_records_are_equal_when_all_fields_are() -> None:
    assert Point(1) == Point(1, 0)
    assert hash(Point(1)) == hash(Point(y=0, x=1))
    assert Point(1) != Point(1, 1)
    assert Point(1) != Named(1)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]  # the point of the test


def test_a_record_says_what_it_is() -> None:
    assert repr(Named(1, name="a")) == "Named(x=1, y=0, name='a')"
