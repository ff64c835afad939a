from typing import Any

import pytest

from forms import FormRefused
from tests.forms.drawing import NOON, SHANGHAI, field, form, rows, submit


def test_only_the_columns_of_a_row_are_kept() -> None:
    assert submit(form(rows(field("textfield", "x"))), {"rows": [{"x": "1", "z": 9}, "no row"]}).data == {
        "rows": [{"x": "1"}, {"x": ""}]
    }


def test_a_list_without_rows_is_not_in_the_data() -> None:
    assert submit(form(rows(field("textfield", "x"))), {"rows": []}).data == {}


def test_lists_stand_in_lists() -> None:
    drawn = form(rows(field("textfield", "t"), rows(field("number", "n"), path="inner")))
    sent = {"rows": [{"t": "a", "inner": [{"n": 1}, {"n": "2"}]}]}
    assert submit(drawn, sent).data == {"rows": [{"t": "a", "inner": [{"n": 1}, {"n": 2}]}]}


def test_a_list_that_does_not_repeat_is_a_plain_object() -> None:
    drawn = form(rows(field("textfield", "x"), isRepeating=False))
    assert submit(drawn, {"rows": {"x": "q"}}).data == {"rows": {"x": "q"}}


@pytest.mark.parametrize("repetitions", [-1, 1.5, 10**9, 10**400])
def test_the_rows_to_begin_with_are_a_sensible_number(repetitions: Any) -> None:
    with pytest.raises(FormRefused):
        form(rows(field("textfield", "x"), defaultRepetitions=repetitions))


def test_what_is_no_number_of_rows_means_one() -> None:
    opened = form(rows(field("textfield", "x"), defaultRepetitions="3")).prefill({}, zone=SHANGHAI, now=NOON)
    assert opened == {"rows": [{"x": ""}]}
