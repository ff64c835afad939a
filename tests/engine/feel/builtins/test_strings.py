"""Functions of text."""

import pytest

from tests.engine.feel.builtins.cases import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("foobar", 3)', '"obar"'),
        ('substring("foobar", -2, 1)', '"a"'),
        ('substring("foobar", 0)', "null"),
        ('substring("\\U01F40Eab", 2)', '"ab"'),
        ('string length("\\U01F40Eab")', "3"),
        ('upper case("aBc4")', '"ABC4"'),
        ('substring before("foobar", "bar")', '"foo"'),
        ('substring before("foobar", "xyz")', '""'),
        ('substring after("foobar", "ob")', '"ar"'),
        ('substring after("foobar", "")', '"foobar"'),
        ('contains("foobar", "of")', "false"),
        ('starts with("foobar", "fo")', "true"),
        ('ends with("foobar", "r")', "true"),
        ('matches("foobar", "^fo*b")', "true"),
        ('matches("foobar", "FO", "i")', "true"),
        ('matches("foobar", "(")', "null"),
        ('matches("foobar", "fo", "g")', "null"),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
        ('replace("abc", "", "-")', "null"),
        ('split("John Doe", "\\\\s")', '["John", "Doe"]'),
        ('split("abc", "")', "null"),
        ('string join(["a", null, "c"], "-")', '"a-c"'),
        ('string join(["a", 1])', "null"),
        ("upper case(null)", "null"),
    ],
)
def test_a_function_has_its_result(text: str, expected: str) -> None:
    check(text, expected)
