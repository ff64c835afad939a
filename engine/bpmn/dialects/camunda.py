"""The camunda: extension of Camunda 7; by other namespaces, those of the engines that share its descent."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import Assignment, CalledDecision, CalledProcess, FormBinding, Schedule
from engine.bpmn.dialects import camunda_forms, camunda_mapping, camunda_work
from engine.bpmn.dialects.problem import Fields, ignored, problem, unsupported
from engine.bpmn.dialects.tags import Tags

NAMESPACE = "http://camunda.org/schema/1.0/bpmn"
_LISTENERS = frozenset({"executionListener", "taskListener", "eventListener"})
# What changes how tokens move or whose work it is, and is not run.
_UNSUPPORTED_ATTRIBUTES = frozenset(
    {"caseRef", "variableMappingClass", "variableMappingDelegateExpression", "calledElementType", "ruleVariablesInput"}
)
_UNSUPPORTED_ELEMENTS = frozenset({"eventType", "channelKey", "variableListenerEventDefinition", "mapException"})
_RESULTS = ("singleEntry", "singleResult", "collectEntries", "resultList")


_FAMILY: list["Camunda"] = []


def of_family(node: etree._Element) -> bool:
    """Whether the file speaks any dialect of this family here."""
    return any(dialect.tags.declared(node) for dialect in _FAMILY)


def sends_nothing(node: etree._Element) -> bool:
    """Whether this is the definition of a message event that throws, in this family, without work.

    Camunda 7 and Operaton pass such an event whatever message it names; the others send a message that is named.
    """
    event = node.getparent()
    throws = event is not None and reader.local_name(event) in ("endEvent", "intermediateThrowEvent")
    if not throws or reader.local_name(node) != "messageEventDefinition" or not of_family(node):
        return False
    if node.get("messageRef") and not any(dialect.tags.declared(node) for dialect in _FAMILY if dialect.needs_work):
        return False
    return not len(node) and not any(dialect.tags.attributes(node) for dialect in _FAMILY)


class Camunda:
    """A dialect of this family: what its elements and attributes say, under its own namespaces."""

    def __init__(self, prefix: str, *namespaces: str) -> None:
        self.tags = Tags(prefix, namespaces)
        self.needs_work = prefix in ("camunda", "operaton")
        _FAMILY.append(self)

    def activity(self, node: etree._Element) -> Fields:
        """Fields of `Activity` that attributes and extension elements of this node say."""
        tags, kind = self.tags, reader.local_name(node)
        if not tags.declared(node):
            return {}
        fields: Fields = {}
        if kind in ("userTask", "startEvent"):
            fields |= _form(tags, node, fields)
        if kind == "userTask":
            _people(tags, node, fields)
        if kind == "callActivity":
            _call(tags, node, fields)
        elif kind == "businessRuleTask":
            _decision(tags, node, fields)
        camunda_work.read(tags, node, fields)
        camunda_mapping.read(tags, node, fields)
        _event(tags, node, kind, fields)
        _rest(tags, node, fields)
        return fields

    def loop(self, node: etree._Element) -> Fields:
        """The collection of a multi-instance, which is an expression or the plain name of a variable."""
        if self.tags.child(node, "collection") is not None:
            return {"unsupported": [f"{self.tags.prefix}:collection"]}
        fields = _aggregated(self.tags, node)
        collection = self.tags.get(node, "collection")
        if collection:
            fields["input_collection"] = f"={collection}" if collection.isidentifier() else collection
            fields["input_element"] = self.tags.get(node, "elementVariable") or None
        return fields

    def correlation_key(self, node: etree._Element) -> str | None:
        """This family correlates by what the caller says, never by the model."""
        return None

    def process(self, node: etree._Element) -> Fields:
        """Version tag, and who may start."""
        fields: Fields = {}
        if self.tags.get(node, "versionTag"):
            fields["version_tag"] = self.tags.get(node, "versionTag")
        groups = self.tags.get(node, "candidateStarterGroups")
        starts = [self.tags.get(start, "initiator") for start in reader.children(node, "startEvent")]
        initiators = tuple({"variable": name} for name in dict.fromkeys(starts) if name)
        extension = {"starters": ({"groups": groups},) if groups else (), "initiator": initiators}
        if any(extension.values()):
            fields["extension"] = {name: found for name, found in extension.items() if found}
        return fields


def _form(tags: Tags, node: etree._Element, fields: Fields) -> Fields:
    generated = camunda_forms.generate(tags, node, fields)
    if generated is not None:
        return {"form": generated}
    key, reference = tags.get(node, "formKey"), tags.get(node, "formRef")
    if reference:
        binding = tags.get(node, "formRefBinding") or "latest"
        if binding == "version":
            ignored(fields, f"{tags.prefix}:formRefVersion")
        return {"form": FormBinding(id=reference, binding=binding if binding == "deployment" else "latest")}
    if not key:
        return {}
    name = key.rpartition(":")[2].rpartition("/")[2]
    if key.startswith("camunda-forms:"):
        return {"form": FormBinding(id=name.removesuffix(".form"), binding="deployment")}
    problem(fields, "warning", "form-foreign", form=key)
    return {"form": FormBinding(id=key if "${" in key or "#{" in key else name)}


def _people(tags: Tags, node: etree._Element, fields: Fields) -> None:
    groups, users = tags.get(node, "candidateGroups"), tags.get(node, "candidateUsers")
    assignee = tags.get(node, "assignee") or _performer(node)
    owners = _owners(node)
    assignment = Assignment(
        assignee=assignee,
        candidate_groups=groups or ", ".join(owners["group"]) or None,
        candidate_users=users or ", ".join(owners["user"]) or None,
    )
    schedule = Schedule(due_date=tags.get(node, "dueDate"), follow_up_date=tags.get(node, "followUpDate"))
    # A file may declare several dialects of this family: one that says nothing here takes nothing away.
    if assignment != Assignment():
        fields["assignment"] = assignment
    if schedule != Schedule():
        fields["schedule"] = schedule
    if tags.get(node, "priority"):
        fields["priority"] = tags.get(node, "priority")


def _performer(node: etree._Element) -> str | None:
    return next(iter(_resources(node, "humanPerformer")), None)


def _owners(node: etree._Element) -> dict[str, list[str]]:
    """BPMN's own way to say who may take a task, as this family writes it: user(ann), group(sales)."""
    found: dict[str, list[str]] = {"user": [], "group": []}
    for text in _resources(node, "potentialOwner"):
        for part in text.split(","):
            word, _, name = part.strip().partition("(")
            kind = word if word in found and name.endswith(")") else "group"
            found[kind].append(name.removesuffix(")") if word in found and name else part.strip())
    return found


def _resources(node: etree._Element, name: str) -> Sequence[str]:
    paths = reader.children(node, name)
    texts = [each.findtext(f".//{{{reader.BPMN}}}formalExpression") or "" for each in paths]
    return [text.strip() for text in texts if text.strip()]


def _call(tags: Tags, node: etree._Element, fields: Fields) -> None:
    called = node.get("calledElement")
    if not called or not (tags.attributes(node) or tags.extensions(node)):
        return
    binding = tags.get(node, "calledElementBinding") or "latest"
    if tags.get(node, "sameDeployment") == "true":
        binding = "deployment"
    fields["called"] = CalledProcess(
        id=called,
        binding=binding,
        version_tag=tags.get(node, "calledElementVersionTag") or None,
        version=tags.get(node, "calledElementVersion") or None,
        all_in=tags.get(node, "inheritVariables") == "true",
        all_out=False,
        out_on_failure=tags.prefix in ("camunda", "operaton"),
    )


def _decision(tags: Tags, node: etree._Element, fields: Fields) -> None:
    reference = tags.get(node, "decisionRef")
    if not reference:
        return
    binding = tags.get(node, "decisionRefBinding") or "latest"
    if binding == "version":
        problem(fields, "error", "extension-unsupported", extension=f"{tags.prefix}:decisionRefVersion")
    result = tags.get(node, "mapDecisionResult") or "resultList"
    fields["decision"] = CalledDecision(
        id=reference,
        result_variable=tags.get(node, "resultVariable") or "decisionResult",
        binding=binding if binding in ("deployment", "versionTag") else "latest",
        version_tag=tags.get(node, "decisionRefVersionTag") or None,
        shape=result if result in _RESULTS else "resultList",
    )


def _aggregated(tags: Tags, node: etree._Element) -> Fields:
    """Flowable's aggregation is an output collection; two of them, or code that aggregates, are not run."""
    found = [each for each in tags.extensions(node) if reader.local_name(each) == "variableAggregation"]
    if not found:
        return {}
    [*others, aggregation] = found
    variables = [each for each in aggregation if reader.local_name(each) == "variable"]  # in any namespace
    names = [(each.get("source"), each.get("target") or each.get("source")) for each in variables]
    target = aggregation.get("target") or ""
    plain = target.isidentifier() and all(name and name.isidentifier() for pair in names for name in pair)
    said = set(map(str, aggregation.attrib)) <= {"target", "createOverviewVariable"}
    if others or not names or not plain or not said:
        return {"unsupported": [f"{tags.prefix}:variableAggregation"]}
    entries = ", ".join(f"{name}: {source}" for source, name in names)
    return {"output_collection": target, "output_element": f"={{{entries}}}"}


def _event(tags: Tags, node: etree._Element, kind: str, fields: Fields) -> None:
    for attribute, what in (
        ("errorCodeVariable", "code"),
        ("escalationCodeVariable", "code"),
    ):
        name = tags.get(node, attribute)
        if name:
            fields["caught"] = {**fields.get("caught", {}), what: name}
    for attribute, field in (("signalExpression", "signal_name"), ("messageExpression", "message_name")):
        if tags.get(node, attribute):
            fields[field] = tags.get(node, attribute)
    if kind == "terminateEventDefinition" and tags.get(node, "terminateAll") == "true":
        fields["terminates_all"] = True


def _rest(tags: Tags, node: etree._Element, fields: Fields) -> None:
    """What is read by nobody, but would be missed."""
    for name in tags.attributes(node):
        if name in _UNSUPPORTED_ATTRIBUTES:
            unsupported(fields, f"{tags.prefix}:{name}")
        elif name in ("skipExpression", "errorMessageVariable"):
            ignored(fields, f"{tags.prefix}:{name}")
    for each in tags.extensions(node):
        name = reader.local_name(each)
        if name in _UNSUPPORTED_ELEMENTS:
            unsupported(fields, f"{tags.prefix}:{name}")
        elif name in _LISTENERS:
            problem(fields, "warning", "listener-ignored", listener=_listener(each))
    properties = tags.child(node, "properties")
    if properties is not None:
        fields["properties"] = {each.get("name") or each.get("id") or "": each.get("value", "") for each in properties}


def _listener(node: etree._Element) -> str:
    what: Any = next((node.get(name) for name in ("class", "expression", "delegateExpression") if node.get(name)), None)
    return f"{reader.local_name(node)} {node.get('event', '')} {what or 'script'}".replace("  ", " ")


CAMUNDA = Camunda("camunda", NAMESPACE)
