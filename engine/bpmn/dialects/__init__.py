"""Extension elements become neutral values: one module a dialect, each with the same four functions.

`activity(node)` → fields of `Activity`; `loop(node)` → fields of `Loop`; `correlation_key(node)` of a message;
`process(node)` → fields of the process. `unsupported` and `ignored` name what the dialect knows and we do not run.
"""

from typing import Any, Protocol

from lxml import etree

from engine.bpmn.dialects import bihuan, zeebe


class Dialect(Protocol):
    """What a dialect module offers."""

    def activity(self, node: etree._Element) -> dict[str, Any]: ...
    def loop(self, node: etree._Element) -> dict[str, Any]: ...
    def correlation_key(self, node: etree._Element) -> str | None: ...
    def process(self, node: etree._Element) -> dict[str, Any]: ...


DIALECTS: tuple[Dialect, ...] = (zeebe, bihuan)
