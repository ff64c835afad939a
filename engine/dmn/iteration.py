"""Boxed conditional, filter and iterators (DMN 1.5, 10.2.1.10 to 10.2.1.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.dmn.logic import Logic
from engine.dmn.run import run_of
from engine.feel.iteration import steps_of
from engine.feel.run import Scope
from engine.feel.values import Range, from_host, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """One of two, by a condition."""

    element_id: str
    condition: Logic
    then: Logic
    otherwise: Logic

    def value(self, scope: Scope) -> Any:
        """`then` where the condition is true, otherwise the other; what is neither true nor false counts as false."""
        condition = self.condition.value(scope)
        if condition is True:
            return self.then.value(scope)
        if condition is not False and condition is not None:
            run_of(scope).refuse("condition-not-boolean", self.element_id, kind=kind(condition))
        return self.otherwise.value(scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The items of a list that a condition holds for."""

    element_id: str
    source: Logic
    condition: Logic

    def value(self, scope: Scope) -> list[Any] | None:
        """The items, which the condition knows as `item`, and their entries by name."""
        source = self.source.value(scope)
        if source is None:
            return None
        made = []
        for entry in source if type(source) is list else [source]:
            scope.run.charge(2)
            item = from_host(entry)
            inner = Scope({"item": item}, scope, scope.run)
            passed = self.condition.value(Scope(item, inner, scope.run) if type(item) is dict else inner)
            if passed is True:
                made.append(item)
            elif passed is not False and passed is not None:
                run_of(scope).refuse("filter-not-boolean", self.element_id, kind=kind(passed))
                return None
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Iterator:
    """`for` where `quantifier` is empty, otherwise `some` or `every`."""

    element_id: str
    quantifier: str
    variable: str
    source: Logic
    body: Logic

    def value(self, scope: Scope) -> Any:
        """A list of what the body gives for each item, or whether some or every item satisfies it."""
        source = self.source.value(scope)
        if source is None:
            return None
        items = self._items(source, scope)
        if items is None:
            run_of(scope).refuse("cannot-iterate", self.element_id, kind=kind(source))
            return None
        return self._quantified(items, scope) if self.quantifier else self._each(items, scope)

    def _items(self, source: Any, scope: Scope) -> Iterable[Any] | None:
        if type(source) is Range:
            return steps_of(source, scope.run)
        return source if type(source) is list else None

    def _each(self, items: Iterable[Any], scope: Scope) -> list[Any]:
        made: list[Any] = []
        inner = Scope({"partial": made}, scope, scope.run)
        for item in items:
            made.append(self._of_item(item, inner))
            scope.run.list(len(made))
        return made

    def _quantified(self, items: Iterable[Any], scope: Scope) -> bool | None:
        """Null when no item decides and for one of them the condition is neither true nor false."""
        decisive = self.quantifier == "some"
        unknown = False
        for item in items:
            value = self._of_item(item, scope)
            if value is decisive:
                return bool(value)
            unknown = unknown or type(value) is not bool
        return None if unknown else not decisive

    def _of_item(self, item: Any, scope: Scope) -> Any:
        scope.run.charge(2)
        return self.body.value(Scope({self.variable: from_host(item)}, scope, scope.run))
