"""Functions of true and false (DMN 1.3, 10.3.4.2 and 10.3.4.4)."""

from typing import Any

from engine.feel.builtins.arguments import items, single, wrong
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equals
from engine.feel.dates import DateTime, Time
from engine.feel.run import Run
from engine.feel.values import from_host, kind


@builtin("not", "negand")
def negate(run: Run, negand: Any) -> bool | None:
    value = single(negand)
    if value is None:
        return None
    if type(value) is not bool:
        raise wrong("negand", "boolean", value)
    return not value


@builtin("is", "[value1], [value2]")
def same(run: Run, value1: Any = None, value2: Any = None) -> bool:
    """Whether two values are the same in every way: times of different zones never are."""
    if kind(value1) != kind(value2):
        return False
    if isinstance(value1, (DateTime, Time)):
        return str(value1) == str(value2)
    return equals(value1, value2, run) is True


@builtin("all", "list", variadic=True)
@builtin("and", "list", variadic=True)
def every(run: Run, values: Any) -> bool | None:
    return _decide(values, decisive=False)


@builtin("any", "list", variadic=True)
@builtin("or", "list", variadic=True)
def some(run: Run, values: Any) -> bool | None:
    return _decide(values, decisive=True)


def _decide(values: Any, *, decisive: bool) -> bool | None:
    found = [from_host(value) for value in items(values, "list")]
    if any(value is decisive for value in found):
        return decisive
    return (not decisive) if all(type(value) is bool for value in found) else None
