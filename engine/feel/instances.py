"""Whether a value is of a type, and the two conversions between a value and a list of one (DMN 1.3, 10.3.2.9.4)."""

from typing import Any

from engine.feel.run import Run
from engine.feel.types import SIMPLE_TYPES, FeelType
from engine.feel.values import Function, from_host, kind


def is_instance(value: Any, of: FeelType, run: Run) -> bool:
    """`value instance of type`; null is an instance of Null only, inside lists and contexts it fits everywhere."""
    if value is None:
        return of.name == "Null"
    if of.name == "Any":
        return True
    if of.name not in SIMPLE_TYPES:
        declared = run.declared(of.name)
        return declared is not None and declared(value)
    if kind(value) != of.name:
        return False
    if of.name == "list" and of.inner:
        run.charge(len(value))
        return all(_fits(item, of.inner[0], run) for item in value)
    if of.name == "context":
        return all(name in value and _fits(value[name], field, run) for name, field in of.fields)
    if of.name == "range" and of.inner:
        return _fits(value.low, of.inner[0], run) and _fits(value.high, of.inner[0], run)
    return True


def _fits(value: Any, of: FeelType, run: Run) -> bool:
    return value is None or is_instance(from_host(value), of, run)


def conform(value: Any, of: FeelType | None, run: Run) -> Any:
    """The value as an argument of the type: itself, its only item, or a list of it; null when it does not fit."""
    if value is None or of is None or is_instance(value, of, run):
        return value
    if of.name not in SIMPLE_TYPES and run.declared(of.name) is None:
        return value
    if type(value) is list and len(value) == 1 and _fits(value[0], of, run):
        return from_host(value[0])
    if of.name == "list" and type(value) is not Function and is_instance([value], of, run):
        return [value]
    return None
