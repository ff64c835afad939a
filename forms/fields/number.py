"""A number, kept as a number or, when so drawn, as the text that was typed."""

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms import numbers, rules, values
from forms.component import Component
from forms.fields.field import Field
from forms.findings import Finding
from forms.scope import Scope, is_expression
from forms.submission import Problem

LARGEST = Decimal("1e21")
"""From here on JavaScript writes numbers with an exponent, and the viewer can no longer count their digits."""


class NumberField(Field):
    """A number or null; text is read as JavaScript reads numbers (blanks are 0, `0x10` is 16)."""

    type = "number"
    keyed = True
    texts = (*Field.texts, "appearance.prefixAdorner", "appearance.suffixAdorner")

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The number, or null for what is none."""
        as_text = bool(component.attributes.get("serializeToString"))
        if isinstance(value, str):
            read = math.nan if value == "" else numbers.parse(value)
            return None if math.isnan(read) else value if as_text else numbers.plain(read)
        if not values.is_number(value) or value != value:
            return None
        if as_text:
            return numbers.text(value)
        return value if isinstance(value, Decimal) else numbers.plain(numbers.as_float(value))

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Whatever else was set becomes a number, unless nothing can be made of it."""
        number = self.sanitise(component, value, {})
        return value if number is None else number

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """Digits after the point and whole steps first, then the rules every field has."""
        if values.truthy(value):
            yield from self._digits_and_steps(component, value)
        yield from rules.judge(component, value, scope)

    def digits(self, component: Component) -> int | None:
        """How many digits may stand after the point; None for any number of them."""
        return _allowed_digits(component.attributes.get("decimalDigits"))

    def _digits_and_steps(self, component: Component, value: Any) -> Iterator[Problem]:
        increment = component.attributes.get("increment")
        allowed = self.digits(component)
        if allowed is None and not values.truthy(increment):
            return
        try:
            number = numbers.exact(value)
        except ValueError:
            yield Problem(code="not-a-number")
            return
        if abs(number) >= LARGEST:
            yield Problem(code="number-too-large")
            return
        if allowed is not None and numbers.decimal_places(number) > allowed:
            yield _too_many_digits(allowed)
        if values.truthy(increment):
            yield from _off_step(number, numbers.exact(increment))

    def describe(self, component: Component) -> Mapping[str, Any]:
        """A number or null; as text where the form keeps it as text."""
        as_text = ["string"] if component.attributes.get("serializeToString") else []
        limits = {word: component.rules.get(name) for name, word in (("min", "minimum"), ("max", "maximum"))}
        drawn = {word: limit for word, limit in limits.items() if isinstance(limit, int | float) and limit is not True}
        return {"type": ["number", *as_text, "null"], **drawn}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not null."""
        return {"type": ["number", "string"] if component.attributes.get("serializeToString") else "number"}

    def examine(self, component: Component) -> Iterator[Finding]:
        """Steps must be numbers, and not zero."""
        increment = component.attributes.get("increment")
        if values.truthy(increment) and not _is_step(increment):
            yield Finding(code="increment-invalid", component_id=component.id, params={"increment": str(increment)})

    def advise(self, component: Component) -> Iterator[Finding]:
        """With a limit that is no number every answer would be refused; digits that are none are ignored."""
        for name in ("min", "max"):
            limit = component.rules.get(name)
            if limit is not None and not is_expression(limit) and not _is_exact(limit):
                yield Finding(code="limit-not-numeric", component_id=component.id, params={"limit": name})
        digits = component.attributes.get("decimalDigits")
        if digits is not None and _allowed_digits(digits) is None:
            yield Finding(code="digits-invalid", severity="warning", component_id=component.id)


def _allowed_digits(drawn: Any) -> int | None:
    """The digits that may stand after the point; None, for any number of them, when it is no number or below zero."""
    digits = numbers.parse(drawn) if isinstance(drawn, str) else drawn
    return int(digits) if values.is_number(digits) and 0 <= digits < math.inf else None


def _too_many_digits(digits: int) -> Problem:
    if digits == 0:
        return Problem(code="integer")
    return Problem(code="decimal-digit" if digits == 1 else "decimal-digits", params={"digits": str(digits)})


def _off_step(number: Decimal, step: Decimal) -> Iterator[Problem]:
    over = numbers.remainder(number, step)
    if over:
        previous = numbers.add(number, -over)
        nearest = {"previous": numbers.written(previous), "next": numbers.written(numbers.add(previous, step))}
        yield Problem(code="increment", params=nearest)


def _is_exact(value: Any) -> bool:
    try:
        numbers.exact(value)
    except ValueError:
        return False
    return True


def _is_step(value: Any) -> bool:
    return _is_exact(value) and numbers.exact(value) != 0
