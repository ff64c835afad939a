from typing import Any

import pytest

from forms.schema import DEEPEST, MOST_COMPONENTS, Reader
from tests.forms.drawing import drawn, field, rows


def refused(schema: Any) -> list[str]:
    return [finding.code for finding in Reader(schema).findings if finding.severity == "error"]


@pytest.mark.parametrize("schema", [None, [], "x", {}, {"components": {}}, {"fields": []}])
def test_what_is_no_form_is_refused(schema: Any) -> None:
    assert refused(schema) == ["not-a-form"]


def test_unknown_types_and_things_that_are_no_components_are_refused() -> None:
    assert refused(drawn({"type": "hologram", "id": "x"})) == ["type-unknown"]
    assert refused(drawn({"id": "x"}, "text", None)) == ["type-unknown"] * 3  # type: ignore[arg-type] # on purpose


def test_two_fields_cannot_write_the_same_place() -> None:
    assert refused(drawn(field("textfield", "a"), {**field("textfield", "a"), "id": "b"})) == ["path-taken"]
    assert refused(drawn(field("textfield", "a.b"), {**field("textfield", "a"), "id": "b"})) == ["path-taken"]


def test_ids_are_unique() -> None:
    assert refused(drawn(field("textfield", "a"), {**field("textfield", "b"), "id": "a"})) == ["id-duplicate"]


def test_a_component_without_id_gets_one_from_its_place() -> None:
    schema = drawn({"type": "textfield", "key": "a"}, {"type": "textfield", "id": "field_0_0", "key": "b"})
    root = Reader(schema).root
    assert root is not None
    assert [child.id for child in root.children] == ["field_0_0_", "field_0_0"]


def test_a_field_without_key_gets_one_from_its_id() -> None:
    root = Reader(drawn({"type": "textfield", "id": "q"})).root
    assert root is not None
    assert root.children[0].template == ("textfield_q",)


def test_names_that_browsers_refuse_are_refused() -> None:
    assert refused(drawn(field("textfield", "__proto__.x"))) == ["key-illegal"]
    assert refused(drawn({**field("textfield", "a\x00"), "id": "a"})) == ["key-illegal"]


def test_paths_go_through_groups_and_rows() -> None:
    group = {"type": "group", "id": "g", "path": "p.q", "components": [rows(field("textfield", "x.y"))]}
    root = Reader(drawn(group)).root
    assert root is not None
    inner = root.children[0].children[0].children[0]
    assert inner.template == ("p", "q", "rows", None, "x", "y")
    assert inner.path((3,)) == ("p", "q", "rows", 3, "x", "y")


def test_a_list_that_does_not_repeat_has_no_rows() -> None:
    root = Reader(drawn(rows(field("textfield", "x"), isRepeating=False))).root
    assert root is not None
    assert root.children[0].children[0].template == ("rows", "x")


def test_size_and_depth_are_bounded() -> None:
    many = drawn(*({"type": "spacer"} for _ in range(MOST_COMPONENTS + 5)))
    assert refused(many) == ["too-many-components"]
    deep = drawn()
    for _ in range(DEEPEST + 3):
        deep = {"type": "group", "components": [deep]}
    assert "too-deep" in refused({**deep, "type": "default"})


def test_a_schema_without_a_type_is_a_form() -> None:
    assert refused({"components": []}) == []
