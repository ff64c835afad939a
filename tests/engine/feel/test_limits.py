"""An evaluation gets as much as its limits allow, and no more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, FeelLimit, FeelSyntaxError, Limits, compile_unary, evaluate
from tests.engine.feel.hostile import EXPRESSIONS


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_hostile_expression_ends(name: str) -> None:
    if name in _HARMLESS:
        evaluate(EXPRESSIONS[name], {})
        return
    with pytest.raises((FeelLimit, FeelSyntaxError)) as caught:
        evaluate(EXPRESSIONS[name], {})
    assert caught.value.code in _LIMIT_CODES


_LIMIT_CODES = {
    *("nested-too-deeply", "text-too-long", "unexpected", "too-many-steps", "too-deep"),
    *("text-value-too-long", "list-too-long", "too-much-time"),
}
_HARMLESS = {  # these have a result after all, or an error that is null
    *("nested stars", "nested stars of choices", "nested counted", "repeated optional", "many dots and stars"),
    *("an email bomb", "a splitting bomb", "a replacing bomb", "a deep pattern"),
    *("a tower of powers", "a huge exponent", "a huge product", "a huge duration", "a far date"),
    *("a huge rounding", "a huge exponential", "a huge position"),
}


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("for i in 1..100 return i", Limits(steps=50), "too-many-steps"),
        ("for i in 1..100 return i", Limits(items=50), "list-too-long"),
        ('"aaaaaaaaaa" + "bbbbbbbbbb"', Limits(characters=15), "text-value-too-long"),
        ("{f: function(g, n) if n = 0 then 0 else g(g, n - 1), r: f(f, 9)}.r", Limits(calls=5), "too-deep"),
        ("for i in 1..90000 return i", Limits(seconds=0.0), "too-much-time"),
    ],
)
def test_each_limit_has_its_error(text: str, limits: Limits, code: str) -> None:
    with pytest.raises(FeelLimit) as caught:
        evaluate(text, {}, limits=limits)
    assert caught.value.code == code


def test_values_nested_too_deeply_are_refused() -> None:
    deep: list[object] = []
    for _ in range(3_000):
        deep = [deep]
    with pytest.raises(FeelLimit):
        evaluate("string(x)", {"x": deep})


_PIECES = [
    *("for ", "in ", "return ", "some ", "every ", "satisfies ", "if ", "then ", "else ", "function(", "not(", "and "),
    *("or ", "between ", "instance of ", "list<", "context<", "date and time(", "@", '"', "[", "]", "(", ")", "{", "}"),
    *(
        "..",
        ".",
        ",",
        ":",
        "=",
        "<",
        ">=",
        "!=",
        "+",
        "-",
        "**",
        "*",
        "/",
        "1",
        "0",
        "2.5",
        "1e5",
        "a",
        "x y",
        "?",
        " ",
    ),
    *('"2026-01-31"', '"P1D"', "null ", "true ", "sum(", "sort(", "replace(", "matches(", '"(a+)+"', "item", "partial"),
    *("string(", "flatten(", "context put(", "range(", '"[1..2]"', "now()", "\\", "金额", "//", "/*", "\n", "$", "'"),
]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES), max_size=40).map(lambda p: "".join(p)[:200]))
)
def test_any_text_gives_a_value_or_a_declared_error(text: str) -> None:
    variables = {"a": 1, "x y": [1, {"b": "c"}], "e-mail": "x"}
    for check in (lambda: evaluate(text, variables), lambda: compile_unary(text)):
        try:
            check()
        except FeelError:
            continue
