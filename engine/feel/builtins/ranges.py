"""Functions of ranges and of points in them, after Allen's interval algebra (DMN 1.3, 10.3.4.7)."""

from collections.abc import Callable
from typing import Any

from engine.feel.builtins.arguments import single, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.comparison import in_range, order
from engine.feel.run import Run
from engine.feel.values import Range, kind

_Relation = Callable[[Any, Any, Run], bool]
_POINTS, _RANGES, _POINT_RANGE, _RANGE_POINT = "point1, point2", "range1, range2", "point, range", "range, point"


def _declare(name: str, relation: _Relation, *signatures: str, turned: bool = False) -> None:
    """A relation as a function; `turned` is the inverse relation, which takes its arguments the other way round."""

    @builtin(name, *signatures)
    def check(run: Run, one: Any, other: Any) -> bool:
        first, second = single(one), single(other)
        if first is None or second is None:
            raise wrong("range", "range or point", None)
        return relation(second, first, run) if turned else relation(first, second, run)


def _compare(one: Any, other: Any) -> int:
    outcome = order(one, other)
    if outcome is None:
        raise _incomparable("<", one, other)
    return outcome


def _incomparable(operator: str, left: Any, right: Any) -> FunctionFailed:
    return FunctionFailed(
        "the values do not compare", "cannot-compare", operator=operator, left=kind(left), right=kind(right)
    )


def _lows(one: Range, other: Range) -> int:
    """-1, 0 or 1 as one range starts before, with or after the other; a range without start starts before all."""
    if one.low is None or other.low is None:
        return (one.low is not None) - (other.low is not None)
    return _compare(one.low, other.low) or int(other.low_included) - int(one.low_included)


def _highs(one: Range, other: Range) -> int:
    """-1, 0 or 1 as one range ends before, with or after the other; a range without end ends after all."""
    if one.high is None or other.high is None:
        return (one.high is None) - (other.high is None)
    return _compare(one.high, other.high) or int(one.high_included) - int(other.high_included)


def _range(value: Any, parameter: str = "range") -> Range:
    if type(value) is not Range:
        raise wrong(parameter, "range", value)
    return value


def _as_range(value: Any) -> Range:
    return value if type(value) is Range else Range(value, value, True, True)


def _gap(one: Range, other: Range) -> int:
    """-1 when one range ends before the other starts, 0 when they share just that point, 1 when they go on."""
    if one.high is None or other.low is None:
        return 1
    outcome = _compare(one.high, other.low)
    return outcome if outcome else 0 if one.high_included and other.low_included else -1


def _before(one: Any, other: Any, run: Run) -> bool:
    return _gap(_as_range(one), _as_range(other)) < 0


def _meets(one: Any, other: Any, run: Run) -> bool:
    return _gap(_range(one), _range(other)) == 0


def _overlaps(one: Any, other: Any, run: Run) -> bool:
    return _gap(_range(one), _range(other)) >= 0 and _gap(other, one) >= 0


def _overlaps_before(one: Any, other: Any, run: Run) -> bool:
    return _lows(_range(one), _range(other)) < 0 and _gap(one, other) >= 0 and _highs(one, other) <= 0


def _overlaps_after(one: Any, other: Any, run: Run) -> bool:
    return _lows(_range(other), _range(one)) <= 0 and _gap(other, one) >= 0 and _highs(other, one) < 0


def _finishes(one: Any, other: Any, run: Run) -> bool:
    whole = _range(other)
    if type(one) is not Range:
        return whole.high_included and _compare(one, whole.high) == 0
    return _highs(one, whole) == 0 and _lows(whole, one) <= 0


def _starts(one: Any, other: Any, run: Run) -> bool:
    whole = _range(other)
    if type(one) is not Range:
        return whole.low_included and _compare(one, whole.low) == 0
    return _lows(one, whole) == 0 and _highs(one, whole) <= 0


def _includes(one: Any, other: Any, run: Run) -> bool:
    whole = _range(one)
    if type(other) is Range:
        return _lows(whole, other) <= 0 and _highs(other, whole) <= 0
    inside = in_range(other, whole, run)
    if inside is None:
        raise _incomparable("in", other, whole)
    return inside


def _coincides(one: Any, other: Any, run: Run) -> bool:
    if type(one) is Range or type(other) is Range:
        return _lows(_range(one), _range(other)) == 0 and _highs(one, other) == 0
    return _compare(one, other) == 0


_declare("before", _before, _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("after", _before, _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES, turned=True)
_declare("meets", _meets, _RANGES)
_declare("met by", _meets, _RANGES, turned=True)
_declare("overlaps", _overlaps, _RANGES)
_declare("overlaps before", _overlaps_before, _RANGES)
_declare("overlaps after", _overlaps_after, _RANGES)
_declare("finishes", _finishes, _POINT_RANGE, _RANGES)
_declare("finished by", _finishes, _RANGE_POINT, _RANGES, turned=True)
_declare("includes", _includes, _RANGE_POINT, _RANGES)
_declare("during", _includes, _POINT_RANGE, _RANGES, turned=True)
_declare("starts", _starts, _POINT_RANGE, _RANGES)
_declare("started by", _starts, _RANGE_POINT, _RANGES, turned=True)
_declare("coincides", _coincides, _POINTS, _RANGES)
