"""The spiffworkflow: extension of SpiffWorkflow's own modeller, whose expressions and scripts are Python."""

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import CalledDecision, FormBinding, JobDefinition, VariableMapping
from engine.bpmn.dialects.problem import Fields, ignored, problem
from engine.bpmn.dialects.tags import Tags
from engine.bpmn.elements import Source
from engine.bpmn.translation import python
from engine.bpmn.translation.feel_text import Untranslatable

NAMESPACE = "http://spiffworkflow.org/bpmn/schema/1.0/core"
TAGS = Tags("spiffworkflow", (NAMESPACE,))
_AROUND = {"preScript": "before", "postScript": "after"}
_FORM = "formJsonSchemaFilename"
_IGNORED = frozenset({"messageVariable", "messagePayload", "processVariableCorrelation", "variableName"})


def activity(node: etree._Element) -> Fields:
    """Fields of `Activity` that spiffworkflow elements below this node say."""
    fields: Fields = {}
    for extension in TAGS.extensions(node):
        name, text = reader.local_name(extension), (extension.text or "").strip()
        if name == "serviceTaskOperator":
            _operator(extension, fields)
        elif name == "calledDecisionId" and text:
            fields["decision"] = CalledDecision(id=text, result_variable="", shape="outputs")
        elif name == "properties":
            _properties(extension, fields)
        elif name == "instructionsForEndUser" and text:
            fields["documentation"] = text
        elif name in _AROUND and text:
            fields[_AROUND[name]] = Source(text=text, language="python")
        elif name in _IGNORED:
            ignored(fields, f"spiffworkflow:{name}")
    return fields


def loop(node: etree._Element) -> Fields:
    """Nothing of its own stands on a loop; BPMN's own elements do."""
    return {}


def correlation_key(node: etree._Element) -> str | None:
    """Correlation is done by BPMN's own properties, which are not read."""
    return None


def process(node: etree._Element) -> Fields:
    """Nothing of the process tag."""
    return {}


def _operator(node: etree._Element, fields: Fields) -> None:
    inputs = []
    for each in node.iter(f"{{{NAMESPACE}}}parameter"):
        text = each.get("value")
        if not text:
            continue
        try:
            inputs.append(VariableMapping(source="=" + python.expression(text).text, target=each.get("id", "")))
        except Untranslatable as error:
            problem(fields, "error", "expression-untranslatable", text=text[:500], **error.because)
    result = node.get("resultVariable")
    kind = node.get("id", "")
    problem(fields, "warning", "job-foreign", implementation=kind, type=kind)
    fields["job"] = JobDefinition(type=kind, headers={"resultVariable": result} if result else {})
    if inputs:
        fields["inputs"] = tuple(inputs)


def _properties(node: etree._Element, fields: Fields) -> None:
    found = {each.get("name", ""): each.get("value", "") for each in node}
    fields["properties"] = found
    if found.get(_FORM):
        problem(fields, "warning", "form-foreign", form=found[_FORM])
        fields["form"] = FormBinding(id=found[_FORM].removesuffix(".json"))
