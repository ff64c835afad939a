"""A form-js schema told in the words of Camunda 7's form data, which the cases use."""

from collections.abc import Mapping
from typing import Any

_TYPES = {"textfield": "string", "textarea": "string", "checkbox": "boolean", "datetime": "date", "select": "enum"}
_RULES = {"required": "required", "min": "min", "max": "max", "minLength": "minlength", "maxLength": "maxlength"}


def described(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a form, in order."""
    return [_field(component) for component in schema["components"] if "key" in component]


def _field(component: Mapping[str, Any]) -> dict[str, Any]:
    rules = component.get("validate", {})
    return {
        "id": component["key"],
        "label": component.get("label") or component.get("dateLabel"),
        "type": _TYPES.get(component["type"], "long"),
        "default": component.get("defaultValue"),
        "options": {option["value"]: option["label"] for option in component.get("values", ())} or None,
        "properties": component.get("properties", {}),
        "constraints": [{"name": _RULES.get(name, name), "config": value} for name, value in rules.items()],
    }
