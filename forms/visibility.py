"""What is shown of a form. The viewer decides in two passes, and so do we.

First every condition is asked on the data as it stands, and the values of hidden fields are taken out. Then every
condition is asked again on what is left, where a hidden top-level key shows its value from when the form was opened;
this second answer is what people see. There is no third pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms import paths, values
from forms.component import Component
from forms.scope import Occasion, Scope, is_expression


@dataclass(frozen=True, slots=True)
class Instance:
    """A component that is shown, in the row of these indexes, with what it can see and where its value stands."""

    component: Component
    indexes: tuple[int, ...]
    path: paths.Path
    scope: Scope

    @property
    def keyed(self) -> bool:
        """Has it a value of its own?"""
        return self.component.behaviour.keyed

    @property
    def readonly(self) -> bool:
        """Is it read-only, either as drawn or by its condition?"""
        readonly = self.component.attributes.get("readonly")
        return self.scope.holds(readonly) if is_expression(readonly) else bool(readonly)


def instances(
    root: Component, data: Mapping[str, Any], initial: Mapping[str, Any], occasion: Occasion
) -> list[Instance]:
    """Every shown component, in drawing order, rows one after the other."""
    left = {**initial, **_First(root, data, occasion).left()}
    second = _Second(data)
    second.visit(root, Scope(occasion, left, left, None, []), ())
    return second.found


class _First:
    """The first pass. The data is copied only if something is hidden at all."""

    def __init__(self, root: Component, data: Mapping[str, Any], occasion: Occasion) -> None:
        self._data = data
        self._occasion = occasion
        self._hidden: list[paths.Path] = []
        self._visit(root, Scope(occasion, data, data, None, []), (), hidden=False)

    def left(self) -> Mapping[str, Any]:
        """The data without the values of hidden fields."""
        left = dict(self._data)
        copied: set[str | int] = set()
        for path in self._hidden:
            name = path[0]
            if len(path) > 1 and name in left and name not in copied:
                left[str(name)] = values.copied(left[str(name)])  # only what is changed needs to be a copy
                copied.add(name)
            paths.drop(left, path)
        return left

    def _visit(self, component: Component, scope: Scope, indexes: tuple[int, ...], *, hidden: bool) -> None:
        field = component.behaviour
        if field.keyed or field.pathed:
            hidden = hidden or scope.holds(component.hide)
        if hidden and (field.keyed or component.type == "dynamiclist"):
            self._hidden.append(component.path(indexes))
        elif component.type == "dynamiclist":
            self._visit_rows(component, scope, indexes)
        else:
            for child in component.children:
                self._visit(child, scope, indexes, hidden=hidden)

    def _visit_rows(self, component: Component, scope: Scope, indexes: tuple[int, ...]) -> None:
        rows = paths.get(self._data, component.path(indexes), None)
        for index, row in enumerate(rows if isinstance(rows, list) and component.children else ()):
            inner = Scope(self._occasion, self._data, row, scope.this, [*scope.indexes, index + 1])
            for child in component.children:
                self._visit(child, inner, (*indexes, index), hidden=False)


class _Second:
    """The second pass, which meets what is shown."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.found: list[Instance] = []

    def visit(self, component: Component, scope: Scope, indexes: tuple[int, ...]) -> None:
        """Note the component and go on below it, unless it is hidden."""
        if component.hide and scope.holds(component.hide):
            return
        path = component.path(indexes)
        self.found.append(Instance(component, indexes, path, scope))
        if component.repeats:
            self._visit_rows(component, scope, indexes, path)
        else:
            for child in component.children:
                self.visit(child, scope, indexes)

    def _visit_rows(self, component: Component, scope: Scope, indexes: tuple[int, ...], path: paths.Path) -> None:
        rows = paths.get(self._data, path, None)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            inner = scope.row(row, index)
            for child in component.children:
                self.visit(child, inner, (*indexes, index))
