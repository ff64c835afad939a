"""Input and output parameters, and what goes into and comes out of a called process."""

from dataclasses import replace

from lxml import etree

from engine.bpmn import reader
from engine.bpmn.activity import VariableMapping
from engine.bpmn.dialects.problem import Fields, problem, unsupported
from engine.bpmn.dialects.tags import Tags
from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation import scripts, templates
from engine.bpmn.translation.feel_text import Piece, Untranslatable


def read(tags: Tags, node: etree._Element, fields: Fields) -> None:
    """All mappings of a node."""
    for each in tags.extensions(node):
        name = reader.local_name(each)
        if name == "inputOutput":
            read_mapping(tags, each, fields)
        elif name in ("in", "out") and "called" in fields:
            _crossing(tags, each, fields, "inputs" if name == "in" else "outputs")
        elif name in ("in", "out") and reader.local_name(node) == "signalEventDefinition":
            unsupported(fields, f"{tags.prefix}:{name}")
    if fields.get("outputs") and reader.local_name(node) in ("userTask", "receiveTask", "serviceTask", "sendTask"):
        problem(fields, "warning", "outputs-only-mapped")


def read_mapping(tags: Tags, node: etree._Element, fields: Fields) -> None:
    """Adds what one inputOutput element says."""
    for name, field in (("inputParameter", "inputs"), ("outputParameter", "outputs")):
        found = []
        for each in tags.inner(node, name):
            try:
                found.append(VariableMapping(source=_value(tags, each), target=each.get("name", "")))
            except Untranslatable as error:
                text = text_of(each) or "".join(map(str, each.itertext())).strip()
                problem(fields, "error", "expression-untranslatable", text=text[:500], **error.because)
        if found:
            fields[field] = (*fields.get(field, ()), *found)


def text_of(node: etree._Element) -> str:
    """The text of an element."""
    return (node.text or "").strip()


def _value(tags: Tags, node: etree._Element) -> str:
    """The raw text of a parameter, or FEEL where it is a list, a map or a script."""
    inner = next((each for each in node if tags.owns(each)), None)
    if inner is None:
        return text_of(node)
    return "=" + _structure(tags, inner).text


def _structure(tags: Tags, node: etree._Element, depth: int = 0) -> Piece:
    name = reader.local_name(node)
    if depth > 20:
        raise Untranslatable("the value is nested too deeply")
    if name == "list":
        return feel.items(_structure(tags, each, depth + 1) for each in node if tags.owns(each))
    if name == "map":
        return feel.context((each.get("key", ""), _entry(tags, each, depth)) for each in tags.inner(node, "entry"))
    if name in ("value", "string"):
        return _piece(text_of(node))
    if name == "script":
        return _script(node)
    raise Untranslatable("values of the kind “{kind}” are not understood", kind=name)


def _entry(tags: Tags, node: etree._Element, depth: int) -> Piece:
    inner = next((each for each in node if tags.owns(each)), None)
    return _piece(text_of(node)) if inner is None else _structure(tags, inner, depth + 1)


def _piece(text: str) -> Piece:
    return Piece(f"({templates.translate(text)[1:]})") if templates.is_template(text) else feel.literal(text)


def _script(node: etree._Element) -> Piece:
    if node.get("resource"):
        raise Untranslatable("the script stands in a file of its own")
    translated = scripts.translate(text_of(node), node.get("scriptFormat", ""), "value")
    if translated.script is None or translated.script.result_variable != "value" or translated.outputs:
        raise Untranslatable("the script is not a single value")
    return Piece(f"({translated.script.expression.removeprefix('=')})")


def _crossing(tags: Tags, node: etree._Element, fields: Fields, field: str) -> None:
    """One `in` or `out` of a call activity."""
    called = fields["called"]
    if node.get("businessKey"):
        fields["called"] = replace(called, business_key=node.get("businessKey"))
    elif node.get("variables") == "all":
        fields["called"] = replace(called, **{"all_in" if field == "inputs" else "all_out": True})
    else:
        source, target = node.get("sourceExpression"), node.get("target") or ""
        if not source:
            try:
                source = "=" + feel.plain_name(node.get("source") or "")
            except Untranslatable as error:
                problem(fields, "error", "expression-untranslatable", text=node.get("source", ""), **error.because)
                return
        fields[field] = (*fields.get(field, ()), VariableMapping(source=source, target=target))
