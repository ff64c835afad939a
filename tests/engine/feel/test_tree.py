"""Nodes of the syntax tree: frozen, equal by what they hold."""

import pytest

from engine.feel.parser import parse
from engine.feel.tree import Literal, Name, Negation, children


def test_a_node_cannot_be_changed() -> None:
    node = Literal(0, 1)
    with pytest.raises(AttributeError):
        node.value = 2  # type: ignore[misc]  # the point of the test


def test_nodes_are_equal_when_they_hold_the_same() -> None:
    assert parse("a + 1") == parse("a + 1")
    assert hash(parse("a + 1")) == hash(parse("a + 1"))
    assert parse("a + 1") != parse("a  + 1")
    assert Literal(0, None) != Name(0, "null")


def test_a_node_says_what_it_is() -> None:
    assert repr(Negation(0, Name(1, "a"))) == "Negation(position=0, operand=Name(position=1, name='a'))"


def test_children_are_in_the_order_of_the_text() -> None:
    assert [type(child).__name__ for child in children(parse("if a then 1 else [b]"))] == [
        *("Name", "Literal", "ListLiteral"),
    ]
