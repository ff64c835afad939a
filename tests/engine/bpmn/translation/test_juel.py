"""JUEL becomes FEEL of the same meaning, or is refused with a reason; what comes out is FEEL."""

import pytest

from engine import feel
from engine.bpmn.translation import juel
from engine.bpmn.translation.feel_text import Untranslatable

SAME = {
    "a == 'b' && c > 1": 'a = "b" and c > 1',
    "!approved": "not(approved)",
    "not a eq b": "not(a) = b",
    "(a || b) && c": "(a or b) and c",
    "a ? b : c": "if a then b else c",
    "empty x": 'list contains([null, "", [], {}], x)',
    "order.date": "order.date",
    "orders[1].price": "orders[2].price",
    "map['two words']": 'get value(map, "two words")',
    "orders[loopCounter]": "orders[loopCounter]",
    "loopCounter": "loopCounter - 1",
    "nrOfCompletedInstances/nrOfInstances >= 0.6 ": "numberOfCompletedInstances / numberOfInstances >= 0.6",
    "5-(2-1)": "5 - (2 - 1)",
    "order.getAmount() > 5 && order.isPaid()": "order.amount > 5 and order.paid",
    "'a/'.concat(id).concat('/b')": '"a/" + string(id) + "/b"',
    "a.equals('b')": 'a = "b"',
    "list.size() > 0": "count(list) > 0",
    "approved == 'true'": 'string(approved) = "true"',
    "execution.getVariable('x') != null": "x != null",
    "execution.processBusinessKey": "businessKey",
    "dateTime().plusWeeks(1).toDate()": 'now() + duration("P7D")',
    "S(customer).prop('age').numberValue() >= 21": 'get value(customer, "age") >= 21',
    "'it\\'s'": '"it\'s"',
}
REFUSED = {
    "bean.doIt(x)": "doIt",
    "execution.id": "execution",
    "vars:get(x)": "vars:",
    "a b": "“b”",
    "": "not whole",
    "if": "“if”",
    "a @ b": "not understood",
    "(" * 200 + "1" + ")" * 200: "too deeply",
    "x" * 20_000: "too long",
}


@pytest.mark.parametrize("text", SAME)
def test_what_both_languages_have_is_translated(text: str) -> None:
    found = juel.expression(text).text
    assert found == SAME[text]
    feel.compile_expression(found)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_what_only_java_has_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(Untranslatable) as refused:
        juel.expression(text)
    assert REFUSED[text] in refused.value.reason


def test_a_key_known_only_at_run_time_may_be_a_position_or_a_name() -> None:
    found = juel.expression("values[key]").text
    assert feel.evaluate(found, {"values": [7, 8], "key": 1}) == 8
    assert feel.evaluate(found, {"values": {"a": 9}, "key": "a"}) == 9


@pytest.mark.parametrize(("left", "right"), [(7, 2), (-7, 2), (7, -2)])
def test_the_remainder_has_the_sign_it_has_in_java(left: int, right: int) -> None:
    found = juel.expression("a % b").text
    assert feel.evaluate(found, {"a": left, "b": right}) == int(abs(left) % abs(right) * (1 if left > 0 else -1))
