"""An amount of money: exact, with the digits of its currency."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms import numbers
from forms.component import Component
from forms.fields.number import NumberField
from forms.findings import Finding
from forms.refinements.currencies import DIGITS
from forms.scope import Scope
from forms.submission import Problem

MOST_DIGITS = 15
"""As many as every program keeps exactly of a JSON number. An amount kept as text may have more."""


class Money(NumberField):
    """A number (text with `serializeToString`) in `bihuan.currency`; never rounded, refused if too fine for it."""

    refinement = "money"

    def sanitise(self, component: Component, value: Any, source: Mapping[str, Any]) -> Any:
        """The exact amount: a whole number or a decimal with all digits of the currency; null for what is none."""
        try:
            amount = numbers.exact(value.strip(numbers.WHITE_SPACE) if isinstance(value, str) else value)
        except ValueError:
            return super().sanitise(component, value, source)
        places = self.digits(component) or 0
        if numbers.decimal_places(amount) <= places and len(amount.as_tuple().digits) < numbers.LONGEST_TEXT:
            amount = numbers.padded(amount, places)
        if component.attributes.get("serializeToString"):
            return f"{amount:f}"
        return int(amount) if amount == amount.to_integral_value() else amount

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """An amount that a JSON number would not keep is refused before it is changed by one."""
        if isinstance(value, int | Decimal) and len(Decimal(value).normalize().as_tuple().digits) > MOST_DIGITS:
            yield Problem(code="number-too-large")
        yield from super().judge(component, value, own, scope)

    def digits(self, component: Component) -> int | None:
        """Those of the currency, unless the form asks for fewer."""
        most = DIGITS.get(str(component.own.get("currency")), 2)
        drawn = super().digits(component)
        return most if drawn is None else min(most, drawn)

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """`1,234.50 CNY`."""
        try:
            amount = numbers.exact(value)
        except ValueError:
            return super().read(component, value, scope)
        places = max(DIGITS.get(str(component.own.get("currency")), 2), numbers.decimal_places(amount))
        return f"{numbers.padded(amount, places):,f} {component.own.get('currency', '')}".strip()

    def describe(self, component: Component) -> Mapping[str, Any]:
        """A number or its text, which keeps more digits."""
        return {**super().describe(component), "type": ["number", "string", "null"]}

    def describe_answered(self, component: Component) -> Mapping[str, Any]:
        """Not null."""
        return {"type": ["number", "string"]}

    def examine(self, component: Component) -> Iterator[Finding]:
        """The currency must be one of ISO 4217."""
        yield from super().examine(component)
        currency = component.own.get("currency")
        if not isinstance(currency, str) or currency not in DIGITS:
            yield Finding(code="currency-unknown", component_id=component.id, params={"currency": str(currency)})
