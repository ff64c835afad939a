"""How many rules of a table may match, and what becomes of their outputs (DMN 1.5, 8.2.10 and 8.2.11)."""

from enum import StrEnum


class HitPolicy(StrEnum):
    """U A P F R O C, as files write them."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """What Collect makes of many outputs: C+ C< C> C#."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"
