"""Refinements and rules under anything that can be drawn and sent: never a crash, never a value that they forbid.

What was accepted is judged again here, by other means than the library's, and sent again: it must stay as it is.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from forms import Form, FormRefused, Submission, check, load, values
from tests.forms.drawing import NOON, SHANGHAI, drawn, field, submit
from tests.forms.feel import FEEL, check_expression
from tests.forms.sources import CITIES, PEOPLE, FewSources
from tests.forms.test_fuzz import QUICK, VALUES

CURRENCIES = {"CNY": 2, "JPY": 0, "KWD": 3}
TEXTS = st.sampled_from(
    ["", " ", "a", "b", "ann", "zoe", "HZ", "x@y.example", "<b>a</b>", "<script>a</script>", "12.345"]
)
NUMBERS = st.sampled_from([0, 1, 2, 5, 7, 2.5, "3", "19.90", "0.125", 10**16, -1])
# What fits some field is drawn more often than what fits none.
ANSWERS = (
    TEXTS | NUMBERS | TEXTS | NUMBERS | st.lists(st.sampled_from(["ann", "bob", "ann", "zoe"]), max_size=3) | VALUES
)
CONDITION = st.sampled_from(["=flag", "=not(flag)", "=flag = null", "=1 +"])
LIMIT = st.sampled_from([0, 1, 2, "=2", None])


def _maybe(draw: st.DrawFn, **attributes: Any) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if draw(st.integers(0, 3)) == 0}


@st.composite
def _refined(draw: st.DrawFn, key: str) -> dict[str, Any]:
    """One component of a form, refined or not, with the rules every field may have."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("textfield", {}),
        ("checkbox", {}),
        ("textarea", {"as": "rich-text"}),
        ("number", {"as": "money", "currency": draw(st.sampled_from(sorted(CURRENCIES)))}),
        ("number", {"as": "rating", "steps": draw(st.integers(2, 6))}),
        ("select", {"as": "person"}),
        ("taglist", {"as": "person"}),
        ("select", {"source": {"kind": "decision", "decision": "d", "dependsOn": ["province"]}}),
        ("select", {"as": "cascade"}),
    ]
    kind, own = draw(st.sampled_from(kinds))
    own = {**own, **_maybe(draw, requiredIf=draw(CONDITION), personal=True)}
    rules = _maybe(draw, required=True, maxLength=draw(st.integers(1, 8)))
    rules |= _maybe(draw, max=draw(st.integers(1, 6))) if kind == "number" else {}
    more = _maybe(draw, conditional={"hide": draw(CONDITION)}, serializeToString=True, readonly=draw(st.booleans()))
    values_of = (
        {"values": [{"value": "T", "children": ["HZ", {"label": "N", "value": "NB"}]}]} if kind == "select" else {}
    )
    return field(kind, key, bihuan=own, validate=rules, **values_of, **more)


@st.composite
def _list(draw: st.DrawFn) -> dict[str, Any]:
    # One column is always there: rows of which nothing is shown are not in the data, so nobody could send them again.
    always = {name: value for name, value in draw(_refined("x")).items() if name != "conditional"}
    columns = [always, draw(_refined("y"))]
    own = _maybe(draw, minRows=draw(LIMIT), maxRows=draw(LIMIT), unique=draw(st.sampled_from([["x"], ["x", "y"]])))
    own |= _maybe(draw, **{"as": "table"})
    return {"type": "dynamiclist", "id": "rows", "path": "rows", "components": columns, "bihuan": own}


WHOLE = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["r1", "r2"]),
        "condition": st.sampled_from(["=a = b", "=flag or a != null", "=count(rows) < 3", "=1 +"]),
        "fields": st.lists(st.sampled_from(["a", "b", "flag", "rows"]), min_size=1, max_size=2),
    },
    optional={"message": st.just("No.")},
)
IN_ROWS = {"id": "r3", "condition": "=this.x != this.y", "fields": ["x", "rows.y"], "in": "rows"}
RULES = st.lists(WHOLE | st.just(IN_ROWS), max_size=2, unique_by=lambda rule: str(rule["id"]))


@st.composite
def _schema(draw: st.DrawFn) -> dict[str, Any]:
    components = [
        field("checkbox", "flag"),
        field("textfield", "province"),
        draw(_refined("a")),
        draw(_refined("b")),
        draw(_list()),
    ]
    if draw(st.booleans()):
        page = {"type": "group", "bihuan": {"as": draw(st.sampled_from(["page", "section", "address"]))}}
        components = [{**page, "id": "p", "components": components}]
    return drawn(*components, bihuan={"rules": draw(RULES)})


KEYS = ["flag", "province", "a", "b", "rows"]
ROW = st.dictionaries(st.sampled_from(["x", "y"]), ANSWERS)
ROWS = st.lists(ROW, max_size=4)
SENT = st.fixed_dictionaries(
    dict.fromkeys(["a", "b"], ANSWERS) | {"rows": ROWS | ROWS | ANSWERS},
    optional={"flag": st.booleans() | ANSWERS, "province": st.sampled_from(["ZJ", "SH", 5])},
)


def _form(schema: dict[str, Any]) -> Form:
    check(schema, check_expression=check_expression, locales=("zh-CN",))
    try:
        return load(schema, evaluate=FEEL)
    except FormRefused:
        assume(False)
        raise


@QUICK
@given(_schema(), SENT, SENT)
def test_whatever_is_drawn_and_sent_ends_in_data_and_errors(
    schema: dict[str, Any], initial: dict[str, Any], sent: dict[str, Any]
) -> None:
    form = _form(schema)
    for step in (form, form.restrict({"a": "readonly", "rows": "required"}), form.restrict(form.without_personal({}))):
        kept = submit(step, sent, initial, sources=FewSources())
        step.display({**initial, **kept.data}, "zh-CN", sources=FewSources())
        step.prefill(initial, zone=SHANGHAI, now=NOON)
        json.dumps(step.localise("zh-CN"), default=str)
        json.dumps(step.json_schema("zh-CN"), default=str)


@QUICK
@given(_schema(), SENT)
def test_nothing_that_is_accepted_breaks_a_rule(schema: dict[str, Any], sent: dict[str, Any]) -> None:
    form = _form(schema)
    kept = submit(form, sent, sources=FewSources())
    if not kept.errors:
        for component in form.root.walk():
            for value, row in _answers(component.id, kept.data):
                _forbidden(component.attributes, value, {**kept.data, **row})
        _rows_are_sound(schema, kept)
        _rules_hold(schema, kept)


def _answers(component_id: str, data: Mapping[str, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    """Every answer to a component, with the row it stands in."""
    if component_id in ("x", "y"):
        rows = [row for row in data.get("rows", []) if isinstance(row, dict)]
        return [(row[component_id], row) for row in rows if component_id in row]
    return [(data[component_id], {})] if component_id in ("a", "b") and component_id in data else []


def _forbidden(attributes: Mapping[str, Any], value: Any, data: Mapping[str, Any]) -> None:
    if attributes.get("readonly") is True:
        return
    own, rules = attributes.get("bihuan", {}), attributes.get("validate", {})
    blank = value in (None, "", []) or (value is False and attributes["type"] == "checkbox")
    required_if = own.get("requiredIf")
    holds = required_if and required_if != "=1 +" and FEEL.evaluate(required_if[1:], {"flag": None, **data}) is True
    assert not (blank and (rules.get("required") or holds))
    if not blank:
        _JUDGES.get(own.get("as", ""), _anything)(own, value)
    if isinstance(own.get("source"), dict) and value is not None:
        assert value in CITIES.get(str(data.get("province")), {})


def _money(own: Mapping[str, Any], value: Any) -> None:
    assert not isinstance(value, float)
    assert Decimal(value).quantize(Decimal(1).scaleb(-CURRENCIES[own["currency"]])) == Decimal(value)


def _rating(own: Mapping[str, Any], value: Any) -> None:
    assert value in range(1, own["steps"] + 1)


def _rich(own: Mapping[str, Any], value: str) -> None:
    assert re.search(r"<(?:script|style|iframe|img)|\son\w+=|javascript:", value) is None


def _person(own: Mapping[str, Any], value: Any) -> None:
    assert set(value if isinstance(value, list) else [value]) <= set(PEOPLE)


def _leaf(own: Mapping[str, Any], value: Any) -> None:
    assert value in ("HZ", "NB")


def _anything(own: Mapping[str, Any], value: Any) -> None:
    assert isinstance(value, str | bool | int | float | list | Decimal)


_JUDGES: dict[str, Callable[[Mapping[str, Any], Any], None]] = {
    "money": _money,
    "rating": _rating,
    "rich-text": _rich,
    "person": _person,
    "cascade": _leaf,
}


def _drawn(schema: Mapping[str, Any], component_id: str) -> Any:
    pending = list(schema["components"])
    while pending:
        component = pending.pop()
        if component["id"] == component_id:
            return component
        pending.extend(component.get("components", []))
    raise KeyError(component_id)


def _rows_are_sound(schema: Mapping[str, Any], kept: Submission) -> None:
    own = _drawn(schema, "rows")["bihuan"]
    rows = kept.data.get("rows", [])
    limits = {"=2": 2, None: None}
    least, most = (limits.get(own.get(name), own.get(name)) for name in ("minRows", "maxRows"))
    assert least is None or len(rows) >= least
    assert most is None or len(rows) <= most
    names = own.get("unique", [])
    told = [[row.get(name) for name in names] for row in rows if isinstance(row, dict)]
    told = [[each.strip() if isinstance(each, str) else each for each in row] for row in told]
    full = [values.fingerprint(row) for row in told if names and not any(each in (None, "", []) for each in row)]
    assert len(full) == len(set(full))


def _rules_hold(schema: Mapping[str, Any], kept: Submission) -> None:
    """Of rules over the whole form whose fields are all shown and open."""
    for rule in schema["bihuan"]["rules"]:
        shown = [name for name in rule["fields"] if name in kept.data and name != "rows"]
        open_ = [name for name in shown if not _drawn(schema, name).get("readonly")]
        if "in" not in rule and open_ and rule["condition"] != "=1 +":
            nothing = dict.fromkeys(KEYS) | {"rows": []}
            if all(name in kept.data for name in ("a", "b", "flag", "rows")):
                assert FEEL.evaluate(rule["condition"][1:], {**nothing, **kept.data}) in (True, None)


@QUICK
@given(_schema(), SENT)
def test_what_was_accepted_is_accepted_again_unchanged(schema: dict[str, Any], sent: dict[str, Any]) -> None:
    form = _form(schema)
    first = submit(form, sent, sources=FewSources())
    if not first.errors:
        again = submit(form, first.data, sources=FewSources())
        assert again.errors == ()
        assert values.equal(again.data, first.data)
