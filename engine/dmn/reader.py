"""From XML to a linked requirement graph: DMN 1.1 to 1.5 as tools write it; what cannot be used is refused by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.dmn.errors import DecisionRefused, Problem
from engine.dmn.functions import FunctionDefinition, Parameter
from engine.dmn.graph import Callable, Decision, Graph, InputData, Needs, Requirement
from engine.dmn.logic import NOTHING, Typed
from engine.dmn.names import Names
from engine.dmn.requirements import in_order
from engine.dmn.served import DecisionService, knowledge_function
from engine.dmn.source import Source, reachable
from engine.dmn.table import Table
from engine.dmn.texts import TextReader, Translate, untranslated
from engine.dmn.types import Type
from engine.dmn.xml import attribute, child, children, read_definitions, tag

_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """What was read: the graph, what of the first file can be used, and the problems a tolerant reader let pass."""

    graph: Graph
    decisions: Mapping[str, Decision]
    callables: Mapping[str, Callable]
    tables: tuple[Table, ...]
    imported: tuple[bytes, ...]
    problems: tuple[Problem, ...]


def read(
    xml: bytes, others: Sequence[bytes] = (), *, tolerant: bool = False, translate: Translate = untranslated
) -> Read:
    """The graph of a file and of those it imports, which are found among `others` by their namespace.

    Raises DecisionRefused with all problems; a tolerant reader raises only where the file is no DMN at all.
    """
    problems: list[Problem] = []
    files = _files(xml, others)
    names = Names(root for _, root in files)
    first, *rest = [
        Source(text, root, TextReader(root, names, problems, translate), first=root is files[0][1])
        for text, root in files
    ]
    sources = reachable(first, rest)
    for source in sources:
        source.collect()
        source.types.declared()
    found = _Reader(sources, problems).read()
    if problems and not tolerant:
        raise DecisionRefused(problems)
    return found


def _files(xml: bytes, others: Sequence[bytes]) -> list[tuple[bytes, etree._Element]]:
    """The file and, where it imports something, the others that are DMN; what is wrong with those is told elsewhere."""
    root = read_definitions(xml)
    found = [(xml, root)]
    for other in others if child(root, "import") is not None else ():
        try:
            found.append((other, read_definitions(other)))
        except DecisionRefused:
            continue
    return found


class _Reader:
    """Reads all nodes, then tells each what it needs."""

    def __init__(self, sources: Sequence[Source], problems: list[Problem]) -> None:
        self.sources = sources
        self.problems = problems
        self.inputs: dict[str, InputData] = {}
        self.decisions: dict[str, Decision] = {}
        self.callables: dict[str, Callable] = {}
        self.order: dict[str, tuple[str, ...]] = {}
        self.graph = Graph(inputs=self.inputs, decisions=self.decisions, order=self.order)
        self.known: dict[str, dict[str, Any]] = {}  # the knowledge that a knowledge model requires, by its key

    def read(self) -> Read:
        for source in self.sources:
            for id, element in source.nodes.items():
                self._node(source, id, element)
        for source in self.sources:  # when all data and decisions are there
            for id, element in source.nodes.items():
                if tag(element) == "decisionService":
                    self._serve(source, id, element)
        for source in self.sources:
            for id, element in source.nodes.items():
                self._link(source, id, element)
        requirements = {
            key: [requirement.key for requirement in decision.needs.decisions]
            for key, decision in self.decisions.items()
        }
        self.order.update(in_order(requirements, self.problems, lambda key: self.decisions[key].name))
        return Read(
            graph=self.graph,
            decisions={decision.id: decision for key, decision in self.decisions.items() if key == decision.id},
            callables={each.id: each for key, each in self.callables.items() if key == each.id},
            tables=tuple(self.sources[0].logic.tables),
            imported=tuple(source.xml for source in self.sources[1:]),
            problems=tuple(self.problems),
        )

    # -- nodes

    def _node(self, source: Source, id: str, element: etree._Element) -> None:
        key, name, variable = source.key(id), attribute(element, "name") or id, child(element, "variable")
        if tag(element) == "inputData":
            self.inputs[key] = InputData(key=key, id=id, name=name, type=source.types.of(variable))
        elif tag(element) == "decision":
            self.decisions[key] = self._decision(source, id, element, name)
        elif tag(element) == "businessKnowledgeModel":
            self._knowledge(source, id, element, name)

    def _decision(self, source: Source, id: str, element: etree._Element, name: str) -> Decision:
        variable = child(element, "variable")
        before = len(self.problems)
        logic = source.logic.inside(element, attribute(variable, "typeRef"))
        if logic is None and len(self.problems) == before:
            source.texts.problem("no-logic", element, name=name)
        table = logic.logic if isinstance(logic, Typed) else logic
        columns = tuple(column.name for column in table.outputs) if isinstance(table, Table) else ()
        return Decision(
            key=source.key(id),
            id=id,
            name=name,
            names=tuple(dict.fromkeys(filter(None, (attribute(variable, "name"), name, id)))),
            columns=columns,
            type=source.types.of(variable),
            logic=logic or NOTHING,
            version_tag=_version_tag(element),
            needs=Needs(),
        )

    def _knowledge(self, source: Source, id: str, element: etree._Element, name: str) -> None:
        logic = child(element, "encapsulatedLogic")
        result = _result(source.types.of(child(element, "variable")))
        if logic is None:
            source.texts.problem("no-logic", element, name=name)
        definition = (
            FunctionDefinition(element_id=id, parameters=(), body=NOTHING)
            if logic is None
            else source.logic.function(logic, result)
        )
        key = source.key(id)
        self.known[key] = {}
        self.callables[key] = Callable(
            key=key,
            id=id,
            name=name,
            parameters=tuple(parameter.name for parameter in definition.parameters),
            function=knowledge_function(definition, name, self.known[key]),
        )

    def _serve(self, source: Source, id: str, element: etree._Element) -> None:
        given = [self._found(source, element, each) for each in children(element, "inputData", "inputDecision")]
        # The parameters are the input data and then the input decisions, in whatever order they are written.
        keys = [key for key in given if key in self.inputs] + [key for key in given if key in self.decisions]
        outputs = [self._found(source, element, each) for each in children(element, "outputDecision")]
        made = [self.decisions[key] for key in outputs if key in self.decisions]
        if not outputs:
            source.texts.problem("no-logic", element, name=attribute(element, "name"))
        service = DecisionService(
            id=id,
            name=attribute(element, "name") or id,
            parameters=tuple(self._parameter(key) for key in keys),
            keys=tuple(keys),
            outputs=tuple((decision.name, decision.key) for decision in made),
            result=_result(source.types.of(child(element, "variable"))),
            graph=self.graph,
        )
        self.callables[source.key(id)] = Callable(
            key=source.key(id),
            id=id,
            name=service.name,
            parameters=tuple(parameter.name for parameter in service.parameters),
            outputs=tuple(name for name, _ in service.outputs),
            function=service.function(),
        )

    def _parameter(self, key: str) -> Parameter:
        node = self.inputs.get(key) or self.decisions[key]
        return Parameter(name=node.name, type=node.type)

    def _found(self, source: Source, element: etree._Element, reference: etree._Element) -> str:
        """The key of what a reference means; empty, and a problem, when that is nothing."""
        href = attribute(reference, "href")
        found = source.find(href)
        if found is None:
            source.texts.problem("unknown-reference", element, href=href)
            return ""
        return found[0].key(found[1])

    # -- what they need

    def _link(self, source: Source, id: str, element: etree._Element) -> None:
        key = source.key(id)
        inputs: list[Requirement] = []
        decisions: list[Requirement] = []
        knowledge = self.known.get(key, {})
        for reference in self._references(element):
            href = attribute(reference, "href")
            found = source.find(href)
            if found is None:
                source.texts.problem("unknown-reference", element, href=href)
                continue
            owner, found_id, prefix = found
            needed = owner.key(found_id)
            name = attribute(owner.nodes[found_id], "name") or found_id
            path = (prefix, name) if prefix else (name,)
            if needed in self.callables:
                _put(knowledge, path, self.callables[needed].function)
            else:
                kind = inputs if needed in self.inputs else decisions
                kind.append(Requirement(key=needed, path=path))
        if key in self.decisions:
            needs = self.decisions[key].needs
            needs.inputs, needs.decisions, needs.knowledge = tuple(inputs), tuple(decisions), knowledge

    def _references(self, element: etree._Element) -> list[etree._Element]:
        requirements = children(element, *_REQUIREMENTS)
        return [reference for requirement in requirements for reference in children(requirement, *_REQUIRED)]


def _put(knowledge: dict[str, Any], path: tuple[str, ...], function: Any) -> None:
    *prefix, name = path
    for part in prefix:
        knowledge = knowledge.setdefault(part, {})
    knowledge[name] = function


def _result(of: Type | None) -> Type | None:
    """What a function gives back, where the variable declares the type of the function or of its result."""
    return of.result if of is not None and of.is_function else of


def _version_tag(element: etree._Element) -> str:
    """The version tag as Camunda 7 (an attribute) and Camunda 8 (an element) write it."""
    for name, value in element.items():
        if str(name).endswith("}versionTag"):
            return str(value)
    written = next(element.iterfind("{*}extensionElements/{*}versionTag"), None)
    return attribute(written, "value")
