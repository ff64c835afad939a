"""Functions that convert."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('number("1 234,56", " ", ",")', "1234.56"),
        ('number("1,234.56", ",", ".")', "1234.56"),
        ('number("1.5e3")', "1500"),
        ('number("abc")', "null"),
        ('number("1,000", ",", ",")', "null"),
        ('date("2026-01-31")', '@"2026-01-31"'),
        ("date(2026, 1, 31)", '@"2026-01-31"'),
        ("date(2026, 2, 31)", "null"),
        ('date(@"2026-01-31T10:00:00Z")', '@"2026-01-31"'),
        ("time(10, 30, 5.5)", '@"10:30:05.5"'),
        ('time(10, 30, 5, duration("PT2H"))', '@"10:30:05+02:00"'),
        ("time(25, 0, 0)", "null"),
        ('time(@"2026-01-31T10:00:00@Europe/Berlin")', '@"10:00:00@Europe/Berlin"'),
        ('date and time(@"2026-01-31", @"10:00:00")', '@"2026-01-31T10:00:00"'),
        ('date and time("2026-01-31")', '@"2026-01-31T00:00:00"'),
        ('date and time(@"2026-01-31", null)', "null"),
        ('duration("P1DT2H")', '@"P1DT2H"'),
        ('duration(@"P1M")', '@"P1M"'),
        ("string(1 / 4)", '"0.25"'),
        ('string(@"2026-01-31")', '"2026-01-31"'),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
