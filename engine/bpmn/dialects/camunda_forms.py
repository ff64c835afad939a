"""Form fields that stand in the diagram become a form-js schema, generated beside the model."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import FormBinding
from engine.bpmn.dialects.problem import Fields, ignored, problem
from engine.bpmn.dialects.tags import Tags
from engine.bpmn.translation import templates

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "textfield"},
    "textarea": {"type": "textarea"},
    "long": {"type": "number", "decimalDigits": 0},
    "int": {"type": "number", "decimalDigits": 0},
    "double": {"type": "number"},
    "boolean": {"type": "checkbox"},
    "date": {"type": "datetime", "subtype": "date"},
    "enum": {"type": "select"},
    "file": {"type": "filepicker"},
}
_CONSTRAINTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "min": ("min", float),
    "max": ("max", float),
    "minlength": ("minLength", int),
    "maxlength": ("maxLength", int),
}


def generate(tags: Tags, node: etree._Element, fields: Fields) -> FormBinding | None:
    """The form of a node that describes its fields itself."""
    data = tags.child(node, "formData")
    described = tags.inner(data, "formField") if data is not None else []
    described += [each for each in tags.extensions(node) if reader.local_name(each) == "formProperty"]
    if not described:
        return None
    form_id = f"{_process(node)}.{node.get('id', '')}"
    components = [_component(tags, each, fields) for each in described]
    schema = {"type": "default", "schemaVersion": 19, "id": form_id, "components": components}
    return FormBinding(id=form_id, binding="deployment", schema=schema)


def _process(node: etree._Element) -> str:
    return next((each.get("id", "") for each in node.iterancestors(f"{{{reader.BPMN}}}process")), "")


def _component(tags: Tags, node: etree._Element, fields: Fields) -> dict[str, Any]:
    key, kind = node.get("id", ""), node.get("type") or "string"
    if kind not in _TYPES:
        problem(fields, "warning", "form-field-foreign", field=key, type=kind)
    label = node.get("label") or node.get("name") or key
    component: dict[str, Any] = {"id": f"field_{key}", "key": key, "label": label}
    component |= _TYPES.get(kind, _TYPES["string"])
    if component["type"] == "datetime":
        component["dateLabel"] = component.pop("label")
    values = tags.inner(node, "value")
    if component["type"] == "select":
        component["values"] = [
            {"value": each.get("id", ""), "label": each.get("name") or each.get("id", "")} for each in values
        ]
    _default(node, component, fields)
    _rules(tags, node, component, fields)
    properties = {each.get("id", ""): each.get("value", "") for box in tags.inner(node, "properties") for each in box}
    if properties:
        component["properties"] = properties
    return component


def _default(node: etree._Element, component: dict[str, Any], fields: Fields) -> None:
    text = node.get("defaultValue") or node.get("default") or node.get("value")
    if not text:
        return
    if templates.is_template(text):
        ignored(fields, f"defaultValue {component['key']}")
        return
    try:
        component["defaultValue"] = _typed(component["type"], text)
    except ValueError:
        ignored(fields, f"defaultValue {component['key']}")


def _typed(kind: str, text: str) -> Any:
    if kind == "number":
        number = float(text)
        return int(number) if number.is_integer() else number
    return text.lower() == "true" if kind == "checkbox" else text


def _rules(tags: Tags, node: etree._Element, component: dict[str, Any], fields: Fields) -> None:
    rules: dict[str, Any] = {}
    constraints = {each.get("name", ""): each.get("config") for box in tags.inner(node, "validation") for each in box}
    if node.get("required") == "true":
        constraints["required"] = "true"
    if node.get("writable") == "false":
        constraints["readonly"] = "true"
    for name, config in constraints.items():
        if name == "required":
            rules["required"] = (config or "true").lower() != "false"
        elif name == "readonly":
            component["readonly"] = (config or "true").lower() != "false"
        elif name not in _CONSTRAINTS or not _limit(rules, name, config or ""):
            ignored(fields, f"constraint {name}")
    if rules:
        component["validate"] = rules


def _limit(rules: dict[str, Any], name: str, config: str) -> bool:
    rule, convert = _CONSTRAINTS[name]
    try:
        value = convert(config)
    except ValueError:
        return False
    rules[rule] = int(value) if float(value).is_integer() else value
    return True
