"""Whatever is drawn and whatever is sent: refused or judged, never a crash, never a value the rules forbid."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import Form, FormRefused, check, load
from forms.fields import FIELDS
from tests.forms.drawing import NOON, SHANGHAI, drawn, field, form, rows, submit
from tests.forms.feel import FEEL, check_expression

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 1e308, 0.1])
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["=a", "=a >", "=this.a", "2026-02-28", "10:30Z", "{{a}}", "files::1", "\x00", "\ud800", "(", "1e999"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)
NAMES = "key path label defaultValue disabled readonly values valuesKey valuesExpression subtype expression computeOn"
NAMES += (
    " decimalDigits increment serializeToString timeSerializingFormat accept multiple bihuan text columns dataSource"
)
NAMES += " allowAddRemove isRepeating conditional validate id appearance disallowPassedDates"
RULES = st.dictionaries(
    st.sampled_from(["required", "min", "max", "minLength", "maxLength", "pattern", "validationType"]), VALUES
)
KEYS = st.sampled_from(["a", "b", "c.d", "rows"])
ATTRIBUTES = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(FIELDS))},
    optional=dict.fromkeys(NAMES.split(), VALUES)
    | {"key": KEYS, "path": KEYS, "validate": RULES, "conditional": st.fixed_dictionaries({"hide": VALUES})},
)


@st.composite
def _component(draw: st.DrawFn, depth: int = 0) -> dict[str, Any]:
    if depth == 3 or draw(st.integers(0, 2)):
        return draw(ATTRIBUTES)
    inner = [draw(_component(depth + 1)) for _ in range(draw(st.integers(0, 3)))]
    return {"type": draw(st.sampled_from(["group", "dynamiclist"])), "path": draw(KEYS), "components": inner}


DATA = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "rows"]), VALUES)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _loaded(schema: Any) -> Form | None:
    try:
        return load(schema, evaluate=FEEL)
    except FormRefused as refusal:
        assert refusal.findings  # noqa: PT017 - hypothesis draws both refused forms and others
        return None


@QUICK
@given(st.lists(_component(), max_size=4), DATA, DATA)
def test_any_form_is_refused_or_works(components: list[Any], initial: dict[str, Any], sent: dict[str, Any]) -> None:
    schema = drawn(*components)
    check(schema, check_expression=check_expression, locales=("zh-CN",))
    loaded = _loaded(schema)
    if loaded is not None:
        kept = submit(loaded, sent, initial)
        loaded.display({**initial, **kept.data}, "zh-CN")
        loaded.prefill(initial, zone=SHANGHAI, now=NOON)
        assert _loaded(loaded.localise("zh-CN")) is not None


@QUICK
@given(VALUES)
def test_anything_is_refused_or_is_a_form(schema: Any) -> None:
    check(schema, check_expression=check_expression)
    _loaded(schema)


RULED = form(
    field("textfield", "t", validate={"required": True, "maxLength": 5}),
    field("number", "n", decimalDigits=2, validate={"min": 0, "max": 100}),
    field("select", "s", values=["x", 0]),
    field("taglist", "m", valuesExpression='=["x", "y"]'),
    field("textfield", "own", readonly=True),
    field("textfield", "off", disabled=True),
    rows(field("checkbox", "c")),
)


@QUICK
@given(st.dictionaries(st.sampled_from(["t", "n", "s", "m", "own", "off", "rows", "other"]), VALUES))
def test_no_value_is_kept_that_the_rules_forbid(sent: dict[str, Any]) -> None:
    kept = submit(RULED, sent, {"own": "mine", "off": "mine"})
    data = kept.data
    assert set(data) <= {"t", "n", "s", "m", "own", "rows"}
    assert data["own"] == "mine"
    assert data["s"] in (None, "x", 0)
    assert set(data["m"]) <= {"x", "y"}
    assert all(row["c"] in (True, False) for row in data.get("rows", []))
    assert "\x00" not in data["t"]
    if not kept.errors:
        assert 1 <= len(data["t"].strip()) <= 5 or not data["t"].strip()
        assert data["n"] is None or 0 <= data["n"] <= 100
