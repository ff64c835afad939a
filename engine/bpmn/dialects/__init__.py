"""Extension elements become neutral values: one dialect a module, each with the same four functions.

`activity(node)` → fields of `Activity`; `loop(node)` → fields of `Loop`; `correlation_key(node)` of a message;
`process(node)` → fields of the process. Beside them: `unsupported` and `ignored` name what the dialect knows and we do
not run, `problems` are remarks, `source` and `result_variable` say what a script computes. Later dialects win.
"""

from typing import Any, Protocol

from lxml import etree

from engine.bpmn.dialects import bihuan, camunda, spiff, zeebe
from engine.bpmn.dialects.camunda import CAMUNDA
from engine.bpmn.dialects.flowable import ACTIVITI, FLOWABLE
from engine.bpmn.dialects.operaton import OPERATON
from engine.bpmn.dialects.problem import REMARKS, Problem, merged


class Dialect(Protocol):
    """What a dialect offers."""

    def activity(self, node: etree._Element) -> dict[str, Any]: ...
    def loop(self, node: etree._Element) -> dict[str, Any]: ...
    def correlation_key(self, node: etree._Element) -> str | None: ...
    def process(self, node: etree._Element) -> dict[str, Any]: ...


DIALECTS: tuple[Dialect, ...] = (ACTIVITI, FLOWABLE, CAMUNDA, OPERATON, spiff, zeebe, bihuan)

__all__ = ["DIALECTS", "REMARKS", "Dialect", "Problem", "camunda", "merged", "spiff"]
