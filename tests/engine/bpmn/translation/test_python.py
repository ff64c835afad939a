"""Python expressions become FEEL without ever being run."""

import pytest

from engine import feel
from engine.bpmn.translation import python
from engine.bpmn.translation.feel_text import Untranslatable

SAME = {
    "a == 'b' and not c": 'a = "b" and not(c)',
    "1 < x <= 5": "1 < x and x <= 5",
    "x is None": "x = null",
    "x[0]['k'].y[-1]": "x[1].k.y[-1]",
    "x in ['a', 'b']": 'list contains(["a", "b"], x)',
    "f'a{x}b'": '"a" + string(x) + "b"',
    "{'a': [1, 2.5, None, True]}": '{"a": [1, 2.5, null, true]}',
    "x if y else z": "if y then x else z",
    "datetime.timedelta(hours=2)": 'duration("PT2H")',
    "7 // 2": "floor(7 / 2)",
    "[y * 2 for y in ys]": "for y in ys return y * 2",
    "datetime.timedelta(minutes=wait)": 'duration("PT" + string(wait) + "M")',
    "orders.get('x')": 'get value(orders, "x")',
}


@pytest.mark.parametrize("text", SAME)
def test_what_both_languages_have_is_translated(text: str) -> None:
    found = python.expression(text).text
    assert found == SAME[text]
    feel.compile_expression(found)


def test_a_comprehension_with_tests_keeps_what_passes_them() -> None:
    found = python.expression("[d['n'] for d in orders if d['n'] > 1 if d['n'] < 9]").text
    assert feel.evaluate(found, {"orders": [{"n": 1}, {"n": 5}, {"n": 9}]}) == [5]


@pytest.mark.parametrize("text", ["__import__('os')", "lambda: 1", "x[1:]", "a.b()", "x ** 2", "1 +", "b'x'", "1j"])
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(Untranslatable):
        python.expression(text)


def test_hostile_texts_are_refused_quickly() -> None:
    for text in ("(" * 5000, "x." * 4000 + "y", "-" * 5000 + "1", "\0"):
        with pytest.raises(Untranslatable):
            python.expression(text)


def test_the_length_of_a_text_or_a_list() -> None:
    found = python.expression("len(x)").text
    assert [feel.evaluate(found, {"x": value}) for value in ("abc", [1, 2])] == [3, 2]
