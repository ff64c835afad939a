"""Takes answers from outside: what the server owns stays the server's, everything else is read, settled and judged."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import paths, values
from forms.component import Component
from forms.fields.dynamiclist import MOST_ROWS
from forms.filling import Filling
from forms.paths import MISSING
from forms.scope import is_expression
from forms.submission import FieldError, Submission
from forms.visibility import Instance

_MOST_ROWS_IN_ALL = 5_000


def accept(filling: Filling, submitted: Any) -> Submission:
    """Judge what was submitted on top of what the server holds.

    Never taken: disabled, read-only and computed fields, keys the form does not have, options nobody offered, rows of
    a list with fixed rows. A field that was not sent is empty, a list that was not sent has no rows.
    """
    filling.settle()
    merge = _Merge(filling, submitted if isinstance(submitted, Mapping) else {})
    merge.rows(filling.root, ())
    filling.own = values.copied(filling.data)
    merge.answers(filling.root, ())
    shown = _give_back_readonly(filling)
    data, errors = filling.submit(shown)
    return Submission(data=data, errors=(*merge.errors, *errors))


def _give_back_readonly(filling: Filling) -> list[Instance]:
    """Settle; then put the server's value into every field that a condition makes read-only, and settle again.

    A field given back stays given back, even if that changes the condition, so this ends.
    """
    given_back: dict[paths.Path, Any] = {}
    while True:
        shown = filling.settle()
        foreign = {
            instance.path: filling.own_value(instance.path)
            for instance in shown
            if _is_conditionally_readonly(instance) and instance.path not in given_back
        }
        if not foreign:
            return shown
        given_back.update(foreign)
        for path, value in given_back.items():
            paths.put(filling.data, path, values.copied(value))


def _is_conditionally_readonly(instance: Instance) -> bool:
    by_condition = is_expression(instance.component.attributes.get("readonly"))
    return by_condition and instance.keyed and instance.component.type != "expression" and instance.readonly


class _Merge:
    """Lays the answers over the data of a filling."""

    def __init__(self, filling: Filling, submitted: Mapping[str, Any]) -> None:
        self.errors: list[FieldError] = []
        self._filling = filling
        self._submitted = submitted
        self._rows_left = _MOST_ROWS_IN_ALL

    def rows(self, component: Component, indexes: tuple[int, ...]) -> None:
        """Give every list as many rows as were sent, each begun with the server's row that it continues."""
        if component.repeats:
            path = component.path(indexes)
            begun = self._begun_rows(component, path)
            paths.put(self._filling.data, path, [values.copied(row or {}) for row in begun])
            for index, row in enumerate(begun):
                if row is None:
                    self._filling.import_row(component, {}, (*indexes, index))
                self._rows_below(component, (*indexes, index))
        else:
            self._rows_below(component, indexes)

    def _rows_below(self, component: Component, indexes: tuple[int, ...]) -> None:
        for child in component.children:
            self.rows(child, indexes)

    def _begun_rows(self, component: Component, path: paths.Path) -> list[Any]:
        """The server's row for each row that was sent; None for a new one."""
        held = [row for row in paths.get(self._filling.data, path, None) or [] if isinstance(row, dict)]
        if not component.attributes.get("allowAddRemove"):
            return held
        sent = paths.get(self._submitted, path, None)
        sent = sent if isinstance(sent, list) else []
        most = min(MOST_ROWS, self._rows_left)
        if len(sent) > most:
            params = {"limit": str(most)}
            self.errors.append(FieldError(code="too-many-rows", params=params, component_id=component.id, path=path))
        sent = sent[:most]
        self._rows_left -= len(sent)
        return _continued(_owned_columns(component), held, sent)

    def answers(self, component: Component, indexes: tuple[int, ...]) -> None:
        """Write every answer that may be given."""
        field = component.behaviour
        if field.keyed:
            if not field.owned(component):
                self._answer(component, component.path(indexes))
        elif component.repeats:
            for index in range(len(paths.get(self._filling.data, component.path(indexes), []))):
                self._answers_below(component, (*indexes, index))
        else:
            self._answers_below(component, indexes)

    def _answers_below(self, component: Component, indexes: tuple[int, ...]) -> None:
        for child in component.children:
            self.answers(child, indexes)

    def _answer(self, component: Component, path: paths.Path) -> None:
        field = component.behaviour
        value = paths.get(self._submitted, path)
        if value is MISSING or not values.is_shallow(value):
            answer = field.empty()
        else:
            answer = values.copied(field.sanitise(component, value, self._filling.initial))
        paths.put(self._filling.data, path, answer)


def _owned_columns(component: Component) -> list[Component]:
    """The fields of a row whose values the server owns and the browser sends back: they tell rows apart."""
    return [
        below
        for below in component.walk()
        if below.depth == component.depth + 1 and not below.disabled and _is_sent_back(below)
    ]


def _is_sent_back(component: Component) -> bool:
    field = component.behaviour
    return field.keyed and component.type != "expression" and field.owned(component)


def _continued(owned: list[Component], held: list[Any], sent: list[Any]) -> list[Any]:
    """Which held row each sent row continues; None for a new row.

    People add rows at the end and remove them anywhere, so the held rows appear in order; a held row is recognised by
    the values of its server-owned fields. A row in which those were tampered with falls to the held row of its place.
    """
    order = list(_recognised(owned, held, sent))
    for index in range(min(len(sent), len(held))):
        if order[index] is None and index not in order:
            order[index] = index
    return [None if at is None else held[at] for at in order]


def _recognised(owned: list[Component], held: list[Any], sent: list[Any]) -> Iterator[int | None]:
    following = 0
    for row in sent:
        at = next((at for at in range(following, len(held)) if _same_owned(owned, held[at], row)), None)
        following = following if at is None else at + 1
        yield at


def _same_owned(owned: list[Component], held: Any, sent: Any) -> bool:
    return all(
        values.equal(paths.get(held, path, None), paths.get(sent, path, None))
        for path in (_path_in_row(component) for component in owned)
    )


def _path_in_row(component: Component) -> tuple[str, ...]:
    last_row = len(component.template) - component.template[::-1].index(None)
    return tuple(step for step in component.template[last_row:] if step is not None)
