from decimal import Decimal
from typing import Any

import pytest

from tests.forms.drawing import answer, complaints, form, refined, refused

CNY = refined("number", "money", currency="CNY")
JPY = refined("number", "money", currency="JPY")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (19.9, Decimal("19.90")),
        ("19.90", Decimal("19.90")),
        (20, 20),
        ("20.00", 20),
        (0.1, Decimal("0.10")),
        ("x", None),
    ],
)
def test_an_amount_is_exact_and_never_a_binary_float(sent: Any, kept: Any) -> None:
    found = answer(CNY, sent)
    assert (found, type(found)) == (kept, type(kept))


def test_the_currency_says_how_many_digits_there_may_be_and_nothing_is_rounded() -> None:
    assert complaints(CNY, "19.905") == ["decimal-digits"]
    assert complaints(JPY, 19.5) == ["integer"]
    assert complaints(JPY, 19) == []
    assert complaints({**CNY, "decimalDigits": 1}, "1.25") == ["decimal-digit"]


def test_what_json_numbers_do_not_keep_is_refused() -> None:
    assert complaints(CNY, "123456789012345.67") == ["number-too-large"]
    assert answer({**CNY, "serializeToString": True}, "123456789012345.6") == "123456789012345.60"


def test_an_amount_that_is_sent_again_stays_the_same() -> None:
    for drawn in (CNY, {**CNY, "serializeToString": True}):
        once = answer(drawn, "1234.5")
        assert repr(answer(drawn, once)) == repr(once)


def test_it_is_read_with_its_currency() -> None:
    [row] = form(CNY).display({"a": 1234.5}, "en")
    assert (row.text, row.kind) == ("1,234.50 CNY", "money")


def test_limits_still_count() -> None:
    assert complaints({**CNY, "validate": {"max": 10}}, "10.01") == ["max"]


@pytest.mark.parametrize("currency", ["XYZ", "cny", None, 5])
def test_a_currency_must_be_one(currency: Any) -> None:
    assert refused(refined("number", "money", currency=currency)) == ["currency-unknown"]
