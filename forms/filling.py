"""One filling-in of a form: the data it was opened with, the data as it stands, and what is shown of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms import cross_rules, options, paths, row_rules, settling, values, visibility
from forms.component import Component
from forms.cross_rules import CrossRule
from forms.fields.dynamiclist import MOST_ROWS
from forms.paths import MISSING
from forms.scope import Occasion
from forms.submission import FieldError
from forms.visibility import Instance


class Filling:
    """Follows the viewer step by step: import, settle, update, submit. Nothing outside is touched."""

    def __init__(
        self, root: Component, occasion: Occasion, source: Mapping[str, Any], rules: Sequence[CrossRule] = ()
    ) -> None:
        self.root = root
        self._rules = rules
        self.data: dict[str, Any] = values.copied(dict(source))
        self._import(root, source, ())
        self.initial: dict[str, Any] = values.copied(self.data)
        self.own: dict[str, Any] = self.initial
        self.occasion = replace(occasion, initial=self.initial)

    def _import(self, component: Component, source: Mapping[str, Any], indexes: tuple[int, ...]) -> None:
        path = component.path(indexes)
        if component.behaviour.keyed:
            paths.put(self.data, path, _imported(component, paths.get(source, path), source))
        elif component.repeats:
            rows = _rows(component, paths.get(source, path))
            paths.put(self.data, path, rows)
            for index in range(len(rows)):
                self.import_row(component, source, (*indexes, index))
        else:
            for child in component.children:
                self._import(child, source, indexes)

    def import_row(self, component: Component, source: Mapping[str, Any], indexes: tuple[int, ...]) -> None:
        """Fill in one row of a repeating list: what the source has for it, else what its fields begin with."""
        for child in component.children:
            self._import(child, source, indexes)

    def instances(self) -> list[Instance]:
        """Every component that is shown, once for each row it stands in, with what it can see."""
        return visibility.instances(self.root, self.data, self.initial, self.occasion)

    def settle(self) -> list[Instance]:
        """Let every shown field rewrite its value until nothing changes any more; what is shown then."""
        return settling.settle(self.data, self.instances, self.own_value)

    def update(self, component_id: str, value: Any, indexes: tuple[int, ...] = ()) -> bool:
        """Set the value of one shown field, as a person would; False when it is not shown."""
        for instance in self.instances():
            if instance.component.id == component_id and instance.indexes == indexes:
                paths.put(self.data, instance.path, values.copied(value))
                self.settle()
                return True
        return False

    def own_value(self, path: paths.Path) -> Any:
        """What the server itself holds at this place, whatever was sent."""
        return paths.get(self.own, path, None)

    def submit(self, shown: list[Instance] | None = None) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
        """The data of all shown fields that are not disabled, and everything that is wrong with it.

        `shown` saves asking again what is shown, for a caller who has just let the form settle.
        """
        shown = shown or self.instances()
        keyed = [instance for instance in shown if instance.keyed]
        if settling.compute_before_submission(self.data, keyed) and self._rules:
            shown = self.instances()
        if self.occasion.strict:
            options.look_ahead(self.root, self.data, self.occasion.lookups)
        counted = [instance for instance in keyed if not instance.component.disabled]
        data: dict[str, Any] = {}
        for instance in counted:
            value = paths.get(self.data, instance.path)
            if value is not MISSING:
                finished = instance.component.behaviour.finish(instance.component, value, self.occasion)
                paths.put(data, instance.path, values.copied(finished))
        return data, (*self._errors(shown, counted), *cross_rules.judge(self._rules, shown))

    def _errors(self, shown: Sequence[Instance], counted: Sequence[Instance]) -> Iterator[FieldError]:
        """What the rules of fields and of lists have against the data, in drawing order."""
        fields = {instance.path: instance for instance in counted}
        for instance in shown:
            if instance.component.repeats:
                yield from row_rules.judge(instance, self.data, fields)
            elif fields.get(instance.path) is instance:
                yield from self._problems(instance)

    def _problems(self, instance: Instance) -> Iterator[FieldError]:
        component, path = instance.component, instance.path
        value, own = paths.get(self.data, path, None), self.own_value(path)
        for problem in component.behaviour.judge(component, value, own, instance.scope):
            yield FieldError(code=problem.code, params=problem.params, component_id=component.id, path=path)


def _imported(component: Component, value: Any, source: Mapping[str, Any]) -> Any:
    field = component.behaviour
    if value is not MISSING:
        return values.copied(field.sanitise(component, value, source))
    return values.copied(component.attributes.get("defaultValue", field.empty()))


def _rows(component: Component, value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [values.copied(row) if isinstance(row, dict) else {} for row in value[:MOST_ROWS]]
    drawn = component.attributes["defaultRepetitions"]
    return [{} for _ in range(int(drawn) if values.is_number(drawn) else 1)]
