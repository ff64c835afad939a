"""The rules of a list: how many rows it must and may have, and what no two of them may share."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import numbers, paths, values
from forms.component import Component
from forms.findings import Finding
from forms.scope import Scope, is_expression
from forms.submission import FieldError
from forms.visibility import Instance

LIMITS = ("minRows", "maxRows")


def judge(instance: Instance, data: Mapping[str, Any], fields: Mapping[paths.Path, Instance]) -> Iterator[FieldError]:
    """Everything that is wrong with the rows of a shown list; `fields` has every shown field by its path."""
    component = instance.component
    if all(component.own.get(name) is None for name in (*LIMITS, "unique")):
        return
    rows = paths.get(data, instance.path, None)
    count = len(rows) if isinstance(rows, list) else 0
    for code, limit in _broken(component, count, instance.scope):
        yield FieldError(code=code, params={"limit": limit}, component_id=component.id, path=instance.path)
    yield from _repeated(instance, count, data, fields)


def _broken(component: Component, count: int, scope: Scope) -> Iterator[tuple[str, str]]:
    for name, code in zip(LIMITS, ("min-rows", "max-rows"), strict=True):
        limit = scope.value(component.own.get(name))
        if values.is_number(limit) and ((count < limit) if name == "minRows" else (count > limit)):
            yield code, values.text_of(limit)


def _repeated(
    instance: Instance, count: int, data: Mapping[str, Any], fields: Mapping[paths.Path, Instance]
) -> Iterator[FieldError]:
    """The first of the unique fields in every row that repeats an earlier one."""
    columns = unique(instance.component)
    seen: set[str] = set()
    for index in range(count if columns else 0):
        places = [column.path((*instance.indexes, index)) for column in columns]
        found = [_compared(paths.get(data, place, None)) if place in fields else None for place in places]
        if any(map(values.is_blank, found)):
            continue
        same = values.fingerprint(found)
        if same in seen:
            yield FieldError(code="not-unique", params={}, component_id=columns[0].id, path=places[0])
        seen.add(same)


def _compared(value: Any) -> Any:
    """Blanks around a text make no other text of it."""
    return value.strip(numbers.WHITE_SPACE) if isinstance(value, str) else value


def unique(component: Component) -> list[Component]:
    """The fields of a row whose values, taken together, no two rows may share; none if one of them is not there."""
    drawn = component.own.get("unique")
    names = drawn if isinstance(drawn, list) else []
    found = [each for name in names if (each := _column(component, name)) is not None]
    return found if len(found) == len(names) else []


def _column(component: Component, name: Any) -> Component | None:
    for below in component.walk():
        if below.behaviour.keyed and below.depth == component.depth + 1 and _name_in_row(component, below) == name:
            return below
    return None


def _name_in_row(component: Component, below: Component) -> str:
    return ".".join(step for step in below.template[len(component.template) + 1 :] if step is not None)


def examine(component: Component) -> Iterator[Finding]:
    """Limits must be numbers or FEEL, and what is unique must be there."""
    for name in LIMITS:
        limit = component.own.get(name)
        if limit is not None and not is_expression(limit) and not (values.is_number(limit) and limit >= 0):
            yield Finding(code="limit-not-numeric", component_id=component.id, params={"limit": name})
    drawn = component.own.get("unique", [])
    for name in drawn if isinstance(drawn, list) else [drawn]:
        if _column(component, name) is None:
            yield Finding(code="unique-without-field", component_id=component.id, params={"key": str(name)[:100]})
