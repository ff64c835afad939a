"""What a DMN file says, compiled: decisions, their logic, and what they require. Immutable and safe between threads."""

from dataclasses import dataclass
from enum import StrEnum

from engine.feel import Expression


class HitPolicy(StrEnum):
    """How many rules may match, and what becomes of their outputs (DMN 1.3, 8.2.10)."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An expression of the file and the element it stands in."""

    element_id: str
    line: int
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A column that is tested. Without an expression its value is null."""

    id: str
    label: str
    type_ref: str
    expression: Text | None
    allowed: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A column of results. `values` is the list of allowed values in order of priority."""

    id: str
    name: str
    label: str
    type_ref: str
    values: Text | None
    default: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row: `tests` has None where anything passes, `outputs` has None where the cell is empty."""

    id: str
    number: int  # counted from 1, as the table shows it
    tests: tuple[Text | None, ...]
    outputs: tuple[Text | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    id: str
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision, the names under which others see its result, and the decisions it requires, directly or not.

    `required` is in an order in which each can be evaluated after the ones before it.
    """

    id: str
    name: str
    variable: str
    type_ref: str
    logic: Table | Text
    required: tuple[str, ...]
    input_names: tuple[str, ...]
