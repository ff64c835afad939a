"""JSON text keeps numbers numbers."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from engine.json_text import dumps


def test_exact_decimals_stay_numbers() -> None:
    assert dumps({"amount": Decimal("100000000000.07")}) == '{"amount":100000000000.07}'


def test_whole_numbers_may_be_larger_than_64_bits() -> None:
    assert json.loads(dumps({"n": 2**80, "amount": Decimal("1.5")})) == {"n": 2**80, "amount": 1.5}


def test_moments_become_their_text() -> None:
    assert dumps(datetime(2026, 3, 2, tzinfo=UTC)) == '"2026-03-02T00:00:00+00:00"'
