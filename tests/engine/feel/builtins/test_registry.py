"""Built-in functions are declared once, with the names the standard gives."""

import pytest

from engine.feel import evaluate
from engine.feel.builtins import BUILTINS
from engine.feel.lexer import KEYWORDS
from engine.feel.tokens import KEYWORD_FUNCTIONS

STANDARD = """
date; date and time; time; number; string; duration; years and months duration; not; is; substring; string length;
upper case; lower case; substring before; substring after; replace; contains; starts with; ends with; matches; split;
string join; list contains; list replace; count; min; max; sum; mean; all; any; sublist; append; concatenate;
insert before; remove; reverse; index of; union; distinct values; duplicate values; flatten; product; median; stddev;
mode; sort; decimal; floor; ceiling; round up; round down; round half up; round half down; abs; modulo; sqrt; log; exp;
odd; even; before; after; meets; met by; overlaps; overlaps before; overlaps after; finishes; finished by; includes;
during; starts; started by; coincides; day of year; day of week; month of year; week of year; now; today; get value;
get entries; context; context put; context merge; range
"""


def test_every_function_of_the_standard_is_there() -> None:
    assert {" ".join(name.split()) for name in STANDARD.split(";")} - BUILTINS.keys() == set()


def test_the_parser_knows_every_name_with_a_keyword() -> None:
    assert {name for name in BUILTINS if " " in name and KEYWORDS & set(name.split())} == set(KEYWORD_FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('substring(start position: 2, string: "abc")', "bc"),
        ('substring(string: "abc", start position: 2, length: 1)', "b"),
        ('substring(string: "abc")', None),
        ('substring(string: "abc", start position: 2, nonsense: 1)', None),
        ('substring("abc", 1, 2, 3)', None),
        ("max(list: [1, 3, 2])", 3),
        ("max(1, 3, 2)", 3),
        ("max([1, 3, 2])", 3),
        ("max()", None),
        ('upper case(["a"])', "A"),
        ('upper case(["a", "b"])', None),
    ],
)
def test_arguments_come_in_order_or_by_name(text: str, value: object) -> None:
    assert evaluate(text, {}) == value
