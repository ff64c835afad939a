"""Records of what can be undone, read against another version: see `nodes.compensation` for their form."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.nodes.node import Record
from engine.bpmn.nodes.sub_process import SubProcessTask


def undoable(record: Record, spec: Any = None, mapping: Mapping[str, str] | None = None) -> Iterator[str]:
    """The elements that a record is of; with the specification of another version, only those it can still undo."""
    if isinstance(record, dict):
        for each in record["all"]:
            yield from undoable(each, spec, mapping)
    else:
        element = record if isinstance(record, str) else str(record[0])
        if spec is None or _undoes(spec, (mapping or {}).get(element, element), record):
            yield element


def renamed(records: list[Record], spec: Any, inner_specs: Mapping[str, Any], mapping: Mapping[str, str]) -> list[Any]:
    """The records by the names of the new version, without those that it cannot undo."""
    if not spec.remembers:
        return []
    return [found for each in records if (found := _renamed(each, spec, inner_specs, mapping)) is not None]


def _renamed(record: Record, spec: Any, inner_specs: Mapping[str, Any], mapping: Mapping[str, str]) -> Record | None:
    if isinstance(record, dict):
        found = renamed(record["all"], spec, inner_specs, mapping)
        return {"all": found} if found else None
    element = record if isinstance(record, str) else str(record[0])
    name = mapping.get(element, element)
    if not _undoes(spec, name, record):
        return None
    if isinstance(record, str):
        return name
    inner = record[2] if record[2] == 0 else renamed(record[2], inner_specs[name], inner_specs, mapping)
    return [name, record[1], inner]


def _undoes(spec: Any, name: str, record: Record) -> bool:
    node = spec.task_specs.get(name)
    if node is None or not spec.remembers:
        return False
    inner = isinstance(record, list) and record[2] != 0
    whole = isinstance(node.each or node, SubProcessTask) and inner
    return bool(node.handler is not None or node is spec.compensating or whole)
