"""The rules every field can have: required, limits, lengths, pattern, and the two named formats."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from forms import contacts, numbers, patterns, values
from forms.component import Component
from forms.findings import Finding
from forms.scope import Scope
from forms.submission import Problem

LONGEST_TEXT = 100_000
"""Characters of one answer; far above any form, low enough to keep a flood out of the history."""


def examine(component: Component) -> Iterator[Finding]:
    """A pattern must be one, whatever type of field it stands on."""
    pattern = component.rules.get("pattern")
    if not pattern:
        return
    try:
        patterns.compiled(str(pattern))
    except patterns.PatternInvalid as error:
        yield Finding(code="pattern-invalid", component_id=component.id, params={"reason": str(error)})


def judge(component: Component, value: Any, scope: Scope) -> Iterator[Problem]:
    """All problems of the value with the component's `validate` block, in the order in which the viewer lists them."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        yield Problem(code="max-length", params={"limit": str(LONGEST_TEXT)})
    elif component.rules or component.required_if:
        yield from _drawn(component.rules, component, value, scope)


def _drawn(rules: Mapping[str, Any], component: Component, value: Any, scope: Scope) -> Iterator[Problem]:
    """What is drawn is asked and nothing else: most fields have one rule of the five."""
    if rules.get("pattern"):
        yield from _pattern(component, value)
    yield from _required(component, value, scope)
    if "min" in rules or "max" in rules:
        yield from _limits(component, value, scope)
    if "minLength" in rules or "maxLength" in rules:
        yield from _lengths(component, value, scope)
    if rules.get("validationType"):
        yield from _format(component, value)


def _pattern(component: Component, value: Any) -> Iterator[Problem]:
    pattern = component.rules.get("pattern")
    if not (isinstance(pattern, str) and pattern and values.truthy(value)):
        return
    text = values.text_of(value)
    if len(text) > patterns.LONGEST_TEXT:
        yield Problem(code="max-length", params={"limit": str(patterns.LONGEST_TEXT)})
        return
    try:
        if not patterns.matches(pattern, text):
            message = component.rules.get("patternErrorMessage")
            yield Problem(code="pattern", params={"pattern": pattern, **({"message": message} if message else {})})
    except patterns.TooSlow:
        yield Problem(code="pattern-too-slow", params={"pattern": pattern})


def _required(component: Component, value: Any, scope: Scope) -> Iterator[Problem]:
    unchecked = component.type == "checkbox" and value is False
    if (unchecked or values.is_blank(value)) and _is_required(component, scope):
        yield Problem(code="required")


def _is_required(component: Component, scope: Scope) -> bool:
    return bool(component.rules.get("required")) or scope.value(component.required_if) is True


def _limits(component: Component, value: Any, scope: Scope) -> Iterator[Problem]:
    if not (values.truthy(value) or (values.is_number(value) and value == 0)):
        return
    for name in ("min", "max"):
        limit = scope.value(component.rules.get(name))
        if limit is not None:
            yield from _limit(name, value, limit)


def _limit(name: str, value: Any, limit: Any) -> Iterator[Problem]:
    try:
        wanted, given = numbers.exact(limit), numbers.exact(value)
    except ValueError:
        yield Problem(code=f"{name}-invalid")
        return
    if (given < wanted) if name == "min" else (given > wanted):
        yield Problem(code=name, params={"limit": values.text_of(limit)})


def _lengths(component: Component, value: Any, scope: Scope) -> Iterator[Problem]:
    if not (isinstance(value, str) and value):
        return
    length = utf16_length(value.strip(numbers.WHITE_SPACE))
    for name, code in (("minLength", "min-length"), ("maxLength", "max-length")):
        limit = scope.value(component.rules.get(name))
        wanted = _length_limit(limit)
        if (length < wanted) if name == "minLength" else (length > wanted):
            yield Problem(code=code, params={"limit": values.text_of(limit)})


def _length_limit(limit: Any) -> float:
    """The limit as a number; NaN, which no length violates, when there is none or it cannot be read."""
    if isinstance(limit, str):
        return numbers.parse(limit)
    return numbers.as_float(limit) if values.is_number(limit) else math.nan


def utf16_length(text: str) -> int:
    """The length as browsers count it: an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _format(component: Component, value: Any) -> Iterator[Problem]:
    if not (isinstance(value, str) and value):
        return
    named = component.rules.get("validationType")
    if named == "phone" and not contacts.is_phone(value):
        yield Problem(code="phone")
    if named == "email" and not contacts.is_email(value):
        yield Problem(code="email")
