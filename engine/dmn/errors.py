"""What can be wrong with a decision: codes with the element they are about, and their English sentences.

    DmnError
    ├── DecisionRefused     a file that cannot be used as it is: all its problems at once
    ├── DecisionUnknown     the file has no decision of this id
    └── DecisionFailed      a decision has no sound result for these variables

Problems in an expression keep the code that `engine.feel.errors.MESSAGES` knows, and get the element it stands in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.feel.errors import MESSAGES as FEEL_MESSAGES

MESSAGES: dict[str, str] = {
    **FEEL_MESSAGES,
    # the file
    "not-xml": "The file is not well-formed XML: {reason}",
    "doctype": "The file has a DOCTYPE, which is not allowed.",
    "file-too-large": "The file has {size} bytes; at most {limit} are allowed.",
    "not-dmn": "The file is not a DMN model; its root element is “{element}”.",
    "language-unsupported": "“{text}” in “{language}” cannot be said in FEEL: {reason}",
    "without-id": "A “{element}” has neither an id nor a name.",
    "duplicate-id": "The id “{id}” is used twice.",
    "no-logic": "The decision “{name}” has neither a table nor an expression.",
    "unknown-reference": "“{href}” refers to nothing in this file.",
    "import-missing": "The model “{namespace}” is imported but is not among the files.",
    "unnamed-parameter": "A parameter has no name.",
    "unnamed-entry": "Only the last entry of a context may be without a name.",
    "unsupported-function": "A function in “{language}” cannot be called; write it in FEEL.",
    "circular-type": "The type “{name}” is made of itself.",
    "circular-requirement": "The decision “{name}” requires itself, through {path}.",
    # tables
    "unknown-hit-policy": "There is no hit policy “{policy}”.",
    "unknown-aggregation": "There is no aggregation “{aggregation}”.",
    "aggregation-without-collect": "Only the hit policy Collect aggregates.",
    "aggregation-of-many": "A table that aggregates has exactly one output.",
    "no-output": "The table has no output column.",
    "output-without-name": "Where there are several outputs, each needs a name.",
    "duplicate-output": "Two outputs have the name “{name}”.",
    "priority-without-values": "The hit policy {policy} needs the allowed output values, in order of priority.",
    "cell-count": "The rule has {count} cells for {columns} columns.",
    "input-without-expression": "A rule tests an input that has no expression.",
    # remarks on tables
    "table-gap": "No rule matches {example}, and there is no default output.",
    "rules-overlap": "Rules {rules} both match {example}, but only one may.",
    "rules-contradict": "Rules {rules} both match {example} and have different outputs.",
    "rule-unreachable": "Rule {rule} is never reached: the rules above it match everything that it does.",
    "rule-matches-nothing": "Rule {rule} matches no allowed value.",
    "column-not-analysed": "“{label}” was not checked for gaps and overlaps, because of “{text}” in rule {rule}.",
    "table-too-large": "The table of {rules} rules is too large to be checked for gaps and overlaps.",
    # evaluation
    "unknown-decision": "There is no decision “{id}” in this file.",
    "input-not-allowed": "The input “{label}” has a value that is not among its allowed values.",
    "several-rules-match": "Rules {rules} match, but only one may.",
    "rules-disagree": "Rules {rules} match and have different outputs.",
    "type-mismatch": "A value of the type “{wanted}” is expected here, not {kind}.",
}


class DmnError(Exception):
    """A decision file or an evaluation is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: its code, the id of the element, its line in the file, and what fills the message."""

    code: str
    element_id: str = ""
    line: int = 0
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code].format_map(_Blank(self.params)) + (
            f" [{self.element_id}]" if self.element_id else ""
        )


class DecisionRefused(DmnError):
    """The file cannot be used; `problems` says everything that is in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class DecisionUnknown(DmnError):
    """The file has no decision of this id."""

    def __init__(self, decision_id: str) -> None:
        self.problem = Problem(code="unknown-decision", element_id=decision_id, params={"id": decision_id})
        super().__init__(str(self.problem))


class DecisionFailed(DmnError):
    """A decision has no sound result: which decision, and what is wrong where in it."""

    def __init__(self, decision_id: str, problem: Problem, *, limit: bool = False) -> None:
        super().__init__(str(problem))
        self.decision_id = decision_id
        self.problem = problem
        self.limit = limit  # it asked for more than it may have, which is raised under every policy


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
