"""Modelling rules: each looks at the graph and yields findings with a stable code. Errors refuse the model."""

from engine.bpmn.elements import Document
from engine.errors import Finding


def check(document: Document) -> list[Finding]:
    """Every finding of every rule, errors first, otherwise in the order of the file."""
    return [
        Finding(
            code=p.code,
            severity=p.severity,
            element_id=p.element_id,
            element_name=p.element_name,
            line=p.line,
            params=p.params,
        )
        for p in document.problems
    ]
