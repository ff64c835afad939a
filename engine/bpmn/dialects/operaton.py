"""The operaton: extension: Camunda 7's under another name; Operaton reads either."""

from engine.bpmn.dialects.camunda import Camunda

NAMESPACE = "http://operaton.org/schema/1.0/bpmn"

OPERATON = Camunda("operaton", NAMESPACE)
