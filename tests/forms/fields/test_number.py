from decimal import Decimal
from typing import Any

import pytest

from forms import FormRefused
from tests.forms.drawing import answer, complaints, field, form, submit


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("5.50", 5.5), (" ", 0), ("0x10", 16), ("", None), ("abc", None), (True, None), ([1], None), ("Infinity", None)],
)
def test_a_number_is_read_as_browsers_read_it(sent: Any, kept: Any) -> None:
    assert answer(field("number"), sent) == kept


def test_text_stays_text_when_so_drawn() -> None:
    assert answer(field("number", serializeToString=True), "5.50") == "5.50"
    assert answer(field("number", serializeToString=True), 5.5) == "5.5"


def test_a_whole_number_is_an_integer() -> None:
    assert isinstance(answer(field("number"), 10.0), int)


def test_an_exact_amount_of_the_server_stays_exact() -> None:
    held = {"a": Decimal("19.99")}
    assert submit(form(field("number", readonly=True)), {}, held).data == held


@pytest.mark.parametrize(
    ("digits", "sent", "wrong"),
    [
        (0, 1.5, ["integer"]),
        (1, 0.25, ["decimal-digit"]),
        (2, 1.255, ["decimal-digits"]),
        (2, "1.100", []),
        (0, 1e21, ["number-too-large"]),
        (2, 0, []),
    ],
)
def test_digits_after_the_point(digits: int, sent: Any, wrong: list[str]) -> None:
    assert complaints(field("number", decimalDigits=digits), sent) == wrong


def test_steps_are_exact_and_the_nearest_are_named() -> None:
    assert complaints(field("number", increment=0.1), 0.3) == []
    (error,) = submit(form(field("number", increment="0.25")), {"a": 1.6}).errors
    assert (error.code, error.params) == ("increment", {"previous": "1.5", "next": "1.75"})


@pytest.mark.parametrize(("sent", "wrong"), [(0, ["min"]), (10, []), (20.5, ["max"]), ("9.999999999999999999", [])])
def test_limits_include_their_ends(sent: Any, wrong: list[str]) -> None:
    assert complaints(field("number", validate={"min": 10, "max": 20}), sent) == wrong


def test_text_that_only_browsers_take_for_a_number_cannot_be_counted() -> None:
    assert complaints(field("number", serializeToString=True, decimalDigits=2), "0x10") == ["not-a-number"]


def test_zero_is_an_answer() -> None:
    assert complaints(field("number", validate={"required": True}), 0) == []
    assert complaints(field("number", validate={"required": True}), "") == ["required"]


@pytest.mark.parametrize("increment", ["0", "abc", "1e999"])
def test_a_step_must_be_a_number_other_than_zero(increment: Any) -> None:
    with pytest.raises(FormRefused):
        form(field("number", increment=increment))
