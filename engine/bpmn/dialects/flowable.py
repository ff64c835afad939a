"""The flowable: extension, and activiti: from which both it and Camunda 7 descend."""

from engine.bpmn.dialects.camunda import Camunda

FLOWABLE_NAMESPACE = "http://flowable.org/bpmn"
ACTIVITI_NAMESPACE = "http://activiti.org/bpmn"

FLOWABLE = Camunda("flowable", FLOWABLE_NAMESPACE)
ACTIVITI = Camunda("activiti", ACTIVITI_NAMESPACE)
