"""The built-in functions of FEEL (DMN 1.3, 10.3.4), one file per family."""

from engine.feel.builtins import (
    booleans,
    contexts,
    conversion,
    lists,
    numeric,
    range_text,
    ranges,
    statistics,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS

FAMILIES = (booleans, contexts, conversion, lists, numeric, range_text, ranges, statistics, strings, temporal)

__all__ = ["BUILTINS", "FAMILIES"]
