"""What one step of a process lets people do with each field of a form."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from forms import values
from forms.component import Component
from forms.fields import FIELDS
from forms.findings import Finding, FormRefused

Right = Literal["editable", "readonly", "hidden", "required"]
_RIGHTS = ("editable", "readonly", "hidden", "required")


def field_key(component: Component) -> str:
    """The name under which rules and translations of data find a field: its path without row indexes."""
    return ".".join(step for step in component.template if step is not None)


def restricted(root: Component, rules: Mapping[str, str]) -> dict[str, Any]:
    """The drawn form under the rules, which name fields, groups and lists by key path, or any component by id.

    A rule for a group or list holds for all it contains that has no rule of its own. Raises FormRefused for a rule
    that fits nothing: a misspelt one must not leave a field open.
    """
    wrong = list(_wrong_rules(root, rules))
    if wrong:
        raise FormRefused(wrong)
    drawn = _drawn(root, rules, None)
    return drawn if drawn is not None else {}


def _wrong_rules(root: Component, rules: Mapping[str, str]) -> Iterator[Finding]:
    known = {name for component in root.walk() for name in (component.id, _own_key(component))}
    for key, right in rules.items():
        if right not in _RIGHTS:
            yield Finding(code="right-unknown", params={"key": key, "right": right})
        if key not in known:
            yield Finding(code="right-without-field", params={"key": key, "right": right})


def _own_key(component: Component) -> str:
    """Only what has a key or path of its own can be meant by one."""
    field = FIELDS[component.type]
    own = field.keyed or (field.pathed and bool(component.attributes.get("path")))
    return field_key(component) if own else component.id


def _drawn(component: Component, rules: Mapping[str, str], inherited: str | None) -> dict[str, Any] | None:
    right = rules.get(_own_key(component), rules.get(component.id, inherited))
    if right == "hidden":
        return None
    attributes: dict[str, Any] = values.copied(dict(component.attributes))
    attributes["id"] = component.id
    if component.children:
        children = (_drawn(child, rules, right) for child in component.children)
        attributes["components"] = [child for child in children if child is not None]
    if right is not None:
        _apply(component, attributes, right)
    return attributes


def _apply(component: Component, attributes: dict[str, Any], right: str) -> None:
    if component.repeats:
        attributes["allowAddRemove"] = right != "readonly" and bool(attributes.get("allowAddRemove"))
    if not FIELDS[component.type].keyed or component.type == "expression":
        return
    if right == "readonly":
        attributes["readonly"] = True
        attributes.pop("validate", None)  # nobody here could mend what a rule finds
    else:
        attributes.pop("readonly", None)
        attributes.pop("disabled", None)
    if right == "required":
        attributes["validate"] = {**component.rules, "required": True}
