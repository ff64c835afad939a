from typing import Any

import pytest

from forms.schema import Reader

TEXT = {"type": "textfield", "key": "a", "input": True}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"display": "form", "components": [TEXT]}, "form-of-formio"),
        ({"components": [{"type": "panel", "components": []}]}, "form-of-formio"),
        ({"pages": [{"elements": [{"type": "text", "name": "a"}]}]}, "form-of-surveyjs"),
        ({"elements": []}, "form-of-surveyjs"),
        ({"key": "f", "fields": [{"id": "a", "type": "text"}]}, "form-of-flowable"),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, "form-of-json-schema"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "form-of-json-schema"),
        ({"a": {"ui:widget": "textarea"}}, "form-of-ui-schema"),
        ({"ui:order": ["a"]}, "form-of-ui-schema"),
        ({"list": {"items": {"done": {"ui:widget": "radio"}}}}, "form-of-ui-schema"),
        ("<h1>Approve</h1>", "form-of-html"),
        ({"a": 1}, "not-a-form"),
        ("nonsense", "not-a-form"),
    ],
)
def test_forms_of_other_products_are_refused_by_name(written: Any, code: str) -> None:
    assert refused_as(written) == [code]


def refused_as(written: Any) -> list[str]:
    return [finding.code for finding in Reader(written).findings]


def test_a_form_js_form_is_none_of_them() -> None:
    assert refused_as({"components": [{"type": "textfield", "key": "a"}]}) == []
