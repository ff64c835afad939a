"""Elements of files of other engines, read in one line."""

from engine import bpmn
from engine.bpmn import document
from engine.bpmn.elements import Element
from engine.bpmn.normalise import normalise
from engine.bpmn.reader import parse
from engine.bpmn.translation.texts import translate

_SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:operaton="http://operaton.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:activiti="http://activiti.org/bpmn"'
)
SPIFF = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
)


def file(*parts: str, spaces: str = _SPACES, process: str = "", beside: str = "") -> bytes:
    """A process P that holds these parts."""
    return (
        f'<definitions {spaces} targetNamespace="x">{beside}<process id="P" isExecutable="true" {process}>'
        f"{''.join(parts)}</process></definitions>"
    ).encode()


def element(*parts: str, spaces: str = _SPACES, process: str = "", beside: str = "") -> Element:
    """The element called `it`, repaired and translated."""
    found = document.read(parse(file(*parts, spaces=spaces, process=process, beside=beside)))
    normalise(found)
    translate(found)
    return found.processes[0].elements["it"]


def codes(*parts: str, spaces: str = _SPACES, beside: str = "") -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in bpmn.check(file(*parts, spaces=spaces, beside=beside))}


def extension(*parts: str) -> str:
    """An extensionElements holder."""
    return f"<extensionElements>{''.join(parts)}</extensionElements>"
