"""A mistyped name is answered with the known one that was probably meant."""

import pytest

from engine.feel import FeelFailure, Policy, evaluate
from engine.feel.suggestions import closest

_VARIABLES = {
    "amount": 1,
    "customer": {"class": "A", "city": "Wuhan", "secret": "hunter2"},
    "due": "2026-01-31",
    "item1": 1,
}


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("amuont > 1", "unknown-variable", "amount"),
        ("Amount > 1", "unknown-variable", "amount"),
        ("amont + amount", "unknown-variable", "amount"),
        ("customer.clas", "unknown-property", "class"),
        ("date(due).mnth", "unknown-property", "month"),
        ("[1..2].strat", "unknown-property", "start"),
        ("summ([1])", "unknown-function", "sum"),
        ('substring(string: "a", start postion: 1)', "unknown-parameter", "start position"),
        ("{f: function(limit) limit, r: f(limt: 1)}.r", "unknown-parameter", "limit"),
        ("for invoice in [1] return invioce", "unknown-variable", "invoice"),
        ('{"due date": 1}.duedate', "unknown-property", "due date"),
    ],
)
def test_an_error_names_what_was_probably_meant(text: str, code: str, suggestion: str) -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate(text, _VARIABLES, policy=Policy.STRICT)
    assert (caught.value.code, caught.value.params["suggestion"]) == (code, suggestion)
    assert f"Did you mean “{suggestion}”?" in str(caught.value)


@pytest.mark.parametrize("text", ["profit", "item2", "x", "customer.age", "frobnicate(1)", "abs(m: 1)"])
def test_nothing_is_suggested_where_nothing_is_like_it(text: str) -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate(text, _VARIABLES, policy=Policy.STRICT)
    assert "suggestion" not in caught.value.params


def test_values_stay_out_of_it() -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate("customer.secrets", _VARIABLES, policy=Policy.STRICT)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("amuont", ["amount"], "amount"),
        ("due_date", ["dueDate"], "dueDate"),
        ("abc", ["abd", "abx"], "abd"),
        ("ab", ["ac"], None),
        ("step1", ["step2"], None),
        ("amount", ["amount"], None),
        ("a" * 60, ["a" * 59], None),
        ("金额", ["金额数"], None),
        ("客户名称", ["客户姓称"], "客户姓称"),
    ],
)
def test_the_closest_name_is_found(name: str, known: list[str], found: str | None) -> None:
    assert closest(name, known) == found
