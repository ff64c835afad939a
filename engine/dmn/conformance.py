"""Whether a value is of a declared type (DMN 1.5, 7.3.2 and 10.3.2.9.4)."""

from typing import Any, Protocol

from engine.dmn.types import Test, Type
from engine.feel.values import Function, from_host, kind


class Asker(Protocol):
    """What is asked whether a value passes tests, and pays for long lists: the run of an evaluation."""

    def charge(self, steps: int = 1) -> None: ...

    def passes(self, test: Test, value: Any) -> bool: ...


def conforms(value: Any, of: Type, run: Asker) -> bool:
    """Whether a value is of a type; null is of every type."""
    if value is None:
        return True
    if not of.collection:
        fits = _item_conforms(value, of, run)
    elif type(value) is list:
        run.charge(len(value))
        fits = all(_item_conforms(from_host(item), of, run) for item in value)
    else:
        fits = False
    return fits and (of.constraint is None or run.passes(of.constraint, value))


def _item_conforms(value: Any, of: Type, run: Asker) -> bool:
    if value is None:
        return True
    if of.is_function:
        return type(value) is Function
    if of.components:
        return type(value) is dict and all(
            name in value and conforms(from_host(value[name]), component, run)
            for name, component in of.components.items()
        )
    if of.base is not None and not conforms(value, of.base, run):
        return False
    if of.kinds and kind(value) not in of.kinds:
        return False
    return of.allowed is None or _is_allowed(value, of, of.allowed, run)


def _is_allowed(value: Any, of: Type, allowed: Test, run: Asker) -> bool:
    """Allowed values stand for the items where the type is one of lists."""
    if type(value) is list and of.base is not None and of.base.collection:
        return all(run.passes(allowed, from_host(item)) for item in value)
    return run.passes(allowed, value)
