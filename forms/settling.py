"""How shown fields rewrite their values: options that are gone, times in the local zone, computed values."""

from collections.abc import Callable, Iterable
from typing import Any

from forms import paths, values
from forms.visibility import Instance

_ROUNDS = 12
"""Rounds that always suffice for everything but chains of computed fields, each of which adds one."""


def settle(
    data: dict[str, Any], shown: Callable[[], list[Instance]], own_value: Callable[[paths.Path], Any]
) -> list[Instance]:
    """Rewrite the data until nothing changes; a computed field changes once only, so that loops end.

    Within one round every field sees the data as it was before the round, as in the browser.
    """
    computed: set[paths.Path] = set()
    instances = shown()
    for _ in range(_ROUNDS + sum(_is_computed(instance, "change") for instance in instances)):
        changes = [
            (instance, value)
            for instance in instances
            if _rewrites(instance)
            and not values.equal(
                value := _settled(instance, data, own_value, computed), paths.get(data, instance.path, None)
            )
        ]
        if not changes:
            break
        for instance, value in changes:
            paths.put(data, instance.path, value)
        instances = shown()
    return instances


def _rewrites(instance: Instance) -> bool:
    return instance.keyed and not instance.component.disabled and not instance.readonly


def _is_computed(instance: Instance, when: str) -> bool:
    return instance.component.type == "expression" and instance.component.attributes["computeOn"] == when


def _settled(
    instance: Instance,
    data: dict[str, Any],
    own_value: Callable[[paths.Path], Any],
    computed: set[paths.Path],
) -> Any:
    component, path = instance.component, instance.path
    value = paths.get(data, path, None)
    if not _is_computed(instance, "change"):
        return component.behaviour.settle(component, value, own_value(path), instance.scope)
    result = instance.scope.value(component.attributes.get("expression"))
    if path in computed or values.equal(result, value):
        return value
    computed.add(path)
    return result


def compute_before_submission(data: dict[str, Any], shown: Iterable[Instance]) -> bool:
    """Compute the fields that wait for it, all from what was last shown; whether there were any."""
    waiting = [instance for instance in shown if _is_computed(instance, "presubmit") and _rewrites(instance)]
    for instance in waiting:
        paths.put(data, instance.path, instance.scope.value(instance.component.attributes.get("expression")))
    return bool(waiting)
