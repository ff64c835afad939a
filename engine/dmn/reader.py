"""From XML to compiled decisions: what dmn-js and Camunda write in DMN 1.1 to 1.5; anything else is refused by name."""

from lxml import etree

from engine.dmn.errors import DecisionRefused, Problem
from engine.dmn.model import Decision, Table, Text
from engine.dmn.requirements import in_order
from engine.dmn.table_reader import read_table
from engine.dmn.texts import TextReader
from engine.dmn.xml import attribute, child, children, read_definitions, tag

_UNSUPPORTED = {
    "businessKnowledgeModel": "a business knowledge model",
    "decisionService": "a decision service",
    "import": "another model",
}
_UNSUPPORTED_LOGIC = {
    "context": "a boxed context",
    "list": "a boxed list",
    "relation": "a relation",
    "invocation": "a boxed invocation",
    "functionDefinition": "a boxed function",
    "conditional": "a boxed conditional",
    "filter": "a boxed filter",
    "for": "a boxed iteration",
    "some": "a boxed quantifier",
    "every": "a boxed quantifier",
}


def read(xml: bytes) -> dict[str, Decision]:
    """The decisions of a file by id; raises DecisionRefused with all problems found."""
    return _Reader(read_definitions(xml)).decisions()


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.texts = TextReader(root, self.problems)
        self.inputs = {attribute(e, "id"): attribute(e, "name") for e in children(root, "inputData")}
        self.elements = {attribute(e, "id"): e for e in children(root, "decision")}

    def decisions(self) -> dict[str, Decision]:
        self._refuse_unsupported()
        requirements = {id: self._requirements(element) for id, element in self.elements.items()}
        order = in_order(requirements, self.problems, self._name)
        found = [self._decision(id, element, order.get(id, ())) for id, element in self.elements.items()]
        if self.problems:
            raise DecisionRefused(self.problems)
        return {decision.id: decision for decision in found if decision is not None}

    def _name(self, decision_id: str) -> str:
        return attribute(self.elements[decision_id], "name") or decision_id

    def problem(self, code: str, element: etree._Element, /, **params: str) -> None:
        self.problems.append(
            Problem(code=code, element_id=attribute(element, "id"), line=element.sourceline or 0, params=params)
        )

    def _refuse_unsupported(self) -> None:
        seen: set[str] = set()
        for element in self.root:
            name, id = tag(element), attribute(element, "id")
            if name in _UNSUPPORTED:
                self.problem("unsupported-element", element, element=name, reason=f"it is {_UNSUPPORTED[name]}")
            if name in ("decision", "inputData") and not id:
                self.problem("without-id", element, element=name)
            if id and id in seen:
                self.problem("duplicate-id", element, id=id)
            seen.add(id)

    # -- requirements

    def _requirements(self, element: etree._Element) -> list[str]:
        """The ids of the decisions that a decision requires itself."""
        found = []
        for reference in self._references(element):
            href = attribute(reference, "href")
            id = self._local(href)
            if tag(reference) == "requiredDecision" and id in self.elements:
                found.append(id)
            elif not (tag(reference) == "requiredInput" and id in self.inputs):
                self.problem("unknown-reference", element, href=href)
        return found

    def _references(self, element: etree._Element) -> list[etree._Element]:
        requirements = children(element, "informationRequirement", "knowledgeRequirement")
        names = ("requiredDecision", "requiredInput", "requiredKnowledge")
        return [reference for requirement in requirements for reference in children(requirement, *names)]

    def _local(self, href: str) -> str:
        """The id in this file that a reference means; empty when it points into another file."""
        before, _, id = href.rpartition("#")
        return id if before in ("", self.root.get("namespace")) else ""

    # -- logic

    def _decision(self, id: str, element: etree._Element, required: tuple[str, ...]) -> Decision | None:
        logic = self._logic(element)
        if logic is None:
            return None
        references = [r for r in self._references(element) if tag(r) == "requiredInput"]
        variable = child(element, "variable")
        return Decision(
            id=id,
            name=self._name(id),
            variable=attribute(variable, "name") or self._name(id),
            type_ref=attribute(variable, "typeRef"),
            logic=logic,
            required=required,
            input_names=tuple(self.inputs.get(self._local(attribute(r, "href")), "") for r in references),
        )

    def _logic(self, element: etree._Element) -> Table | Text | None:
        for inner in element:
            name = tag(inner)
            if name == "decisionTable":
                return read_table(inner, self.texts, self.problems, attribute(child(element, "variable"), "typeRef"))
            if name == "literalExpression":
                return self._literal(element, inner)
            if name in _UNSUPPORTED_LOGIC:
                self.problem("unsupported-element", inner, element=name, reason=f"it is {_UNSUPPORTED_LOGIC[name]}")
                return None
        self.problem("no-logic", element, name=attribute(element, "name"))
        return None

    def _literal(self, decision: etree._Element, element: etree._Element) -> Text | None:
        before = len(self.problems)
        found = self.texts.expression(element)
        if found is None and len(self.problems) == before:
            self.problem("no-logic", decision, name=attribute(decision, "name"))
        return found
