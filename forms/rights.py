"""What one step of a process lets people do with each field of a form."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from forms import values
from forms.component import Component
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
    wrong = [finding for finding in examine(root, rules) if finding.severity == "error"]
    if wrong:
        raise FormRefused(wrong)
    drawn = _drawn(root, rules, None)
    return drawn if drawn is not None else {}


def examine(root: Component, rules: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with the rules of a step, and which of them change nothing."""
    known = {name: component for component in root.walk() for name in (component.id, own_key(component))}
    for key, right in rules.items():
        params = {"key": key, "right": right}
        if right not in _RIGHTS:
            yield Finding(code="right-unknown", params=params)
        elif key not in known:
            yield Finding(code="right-without-field", params=params)
        elif right != "hidden" and not any(map(_is_answered, known[key].walk())):
            yield Finding(code="right-without-effect", severity="warning", params=params)


def _is_answered(component: Component) -> bool:
    return component.behaviour.keyed and component.type != "expression"


def without_personal(root: Component, rules: Mapping[str, str]) -> dict[str, str]:
    """The rules, and `hidden` for every personal field that they do not name, by itself or with what it stands in."""
    return {**rules, **dict.fromkeys(_unnamed_personal(root, rules), "hidden")}


def _unnamed_personal(component: Component, rules: Mapping[str, str]) -> Iterator[str]:
    if own_key(component) in rules or component.id in rules:
        return
    if component.own.get("personal") is True:
        yield own_key(component)
    else:
        for child in component.children:
            yield from _unnamed_personal(child, rules)


def personal_fields(component: Component, around: bool = False) -> Iterator[Component]:
    """Every field that is personal, by itself or with what it stands in."""
    personal = around or component.own.get("personal") is True
    if personal and component.behaviour.keyed:
        yield component
    for child in component.children:
        yield from personal_fields(child, personal)


def own_key(component: Component) -> str:
    """The key path, or the id of what has neither key nor path of its own and so cannot be meant by one."""
    field = component.behaviour
    own = field.keyed or (field.pathed and bool(component.attributes.get("path")))
    return field_key(component) if own else component.id


def _drawn(component: Component, rules: Mapping[str, str], inherited: str | None) -> dict[str, Any] | None:
    right = rules.get(own_key(component), rules.get(component.id, inherited))
    if right == "hidden":
        return None
    attributes: dict[str, Any] = values.copied(dict(component.attributes))
    attributes["id"] = component.id
    if component.children:
        # That a list must have rows says nothing about what stands in them.
        handed_down = None if component.repeats and right == "required" else right
        children = (_drawn(child, rules, handed_down) for child in component.children)
        attributes["components"] = [child for child in children if child is not None]
    if right is not None:
        _apply(component, attributes, right)
    return attributes


def _apply(component: Component, attributes: dict[str, Any], right: str) -> None:
    if component.repeats:
        _apply_to_rows(attributes, right)
    if not component.behaviour.keyed or component.type == "expression":
        return
    if right == "readonly":
        attributes["readonly"] = True
        # Nobody here could mend what a rule finds.
        attributes.pop("validate", None)
        _drop_own(attributes, "requiredIf")
    else:
        attributes.pop("readonly", None)
        attributes.pop("disabled", None)
    if right == "required":
        attributes["validate"] = {**component.rules, "required": True}


def _apply_to_rows(attributes: dict[str, Any], right: str) -> None:
    if right == "readonly":
        attributes["allowAddRemove"] = False
        _drop_own(attributes, "minRows", "maxRows", "unique")
    elif right == "required":
        own = attributes.get("bihuan")
        own = own if isinstance(own, dict) else {}
        attributes["bihuan"] = {**own, "minRows": own.get("minRows") or 1}


def _drop_own(attributes: dict[str, Any], *names: str) -> None:
    own = attributes.get("bihuan")
    if isinstance(own, dict):
        attributes["bihuan"] = {name: value for name, value in own.items() if name not in names}
