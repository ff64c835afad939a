"""Arguments of built-in functions: each reader gives the value as the function needs it, or fails naming the parameter.

Where a function wants one value, a list of one is that value (DMN 1.3, 10.3.2.9.4).
"""

from typing import Any, cast

from engine.feel.builtins.registry import FunctionFailed
from engine.feel.numbers import Number, whole
from engine.feel.values import Function, from_host, is_number, kind

_MAX_POSITION = 10**9


def wrong(parameter: str, wanted: str, value: Any) -> FunctionFailed:
    return FunctionFailed(
        f"{parameter} is not {wanted}", "wrong-parameter-type", parameter=parameter, wanted=wanted, kind=kind(value)
    )


def single(value: Any) -> Any:
    """The only item of a list of one; any other value itself."""
    return from_host(value[0]) if type(value) is list and len(value) == 1 else value


def string(value: Any, parameter: str) -> str:
    value = single(value)
    if type(value) is not str:
        raise wrong(parameter, "string", value)
    return value


def number(value: Any, parameter: str) -> Number:
    value = single(value)
    if not is_number(value):
        raise wrong(parameter, "number", value)
    return cast(Number, value)


def integer(value: Any, parameter: str) -> int:
    """A number without its fraction, small enough to count something."""
    found = number(value, parameter)
    if not -_MAX_POSITION <= found <= _MAX_POSITION:
        raise wrong(parameter, "number of a sensible size", value)
    return int(found)


def index(value: Any, parameter: str, length: int) -> int:
    """A position counted from 1, or from -1 backwards, as an index counted from 0."""
    found = whole(number(value, parameter))
    if found is None or found == 0 or abs(found) > length:
        raise FunctionFailed(f"there is no position {value}", "no-such-position", index=str(value), length=length)
    return found - 1 if found > 0 else length + found


def items(value: Any, parameter: str) -> list[Any]:
    """A list, or the list of a single value; null is refused."""
    if value is None:
        raise wrong(parameter, "list", value)
    return value if type(value) is list else [value]


def numbers(value: list[Any], parameter: str) -> list[Number]:
    """A list that is not empty and holds nothing but numbers."""
    found = [from_host(item) for item in value]
    if not found or not all(map(is_number, found)):
        raise wrong(parameter, "list<number>", value)
    return found


def context(value: Any, parameter: str) -> dict[str, Any]:
    value = single(value)
    if type(value) is not dict:
        raise wrong(parameter, "context", value)
    return value


def function(value: Any, parameter: str, arity: int) -> Function:
    if type(value) is not Function or len(value.parameters) != arity:
        raise wrong(parameter, f"function of {arity} parameters", value)
    return value
