"""Boxed expressions from XML: each by its element (DMN 1.5, 7.3 and 10.5)."""

from collections.abc import Callable

from lxml import etree

from engine.dmn.boxes import Context, Items, Relation
from engine.dmn.functions import FunctionDefinition, Invocation, Parameter
from engine.dmn.iteration import Conditional, Filter, Iterator
from engine.dmn.logic import NOTHING, Logic, Typed
from engine.dmn.table import Table
from engine.dmn.table_reader import read_table
from engine.dmn.texts import TextReader
from engine.dmn.type_reader import Types
from engine.dmn.types import Type
from engine.dmn.xml import attribute, child, children, tag, text_of

MAX_DEPTH = 60


class LogicReader:
    """Reads the logic of one file."""

    def __init__(self, texts: TextReader, types: Types) -> None:
        self.texts = texts
        self.types = types
        self.tables: list[Table] = []  # all that were read, wherever they stand
        self._depth = 0

    def inside(self, parent: etree._Element | None, type_ref: str = "") -> Logic | None:
        """The logic in an element whose value is of a type; None when there is none."""
        for element in parent if parent is not None else ():
            if tag(element) in _LOGIC:
                return self._read(element, type_ref)
        return None

    def _some(self, parent: etree._Element | None, name: str = "") -> Logic:
        """The logic in an element, or in the one of a name in it; null where it was left out."""
        return self.inside(child(parent, name) if name else parent) or NOTHING

    def _read(self, element: etree._Element, type_ref: str = "") -> Logic | None:
        if self._depth >= MAX_DEPTH:
            self.texts.problem("nested-too-deeply", element, limit=MAX_DEPTH)
            return None
        self._depth += 1
        try:
            if tag(element) == "decisionTable":
                found: Logic | None = self._table(element, type_ref or attribute(element, "typeRef"))
            else:
                found = _READERS[tag(element)](self, element)
        finally:
            self._depth -= 1
        of = self.types.of(element) if tag(element) != "functionDefinition" else None
        return found if of is None or found is None else Typed(logic=found, type=of, element_id=self._id(element))

    def _table(self, element: etree._Element, type_ref: str) -> Table:
        table = read_table(element, self.texts, self.types, type_ref)
        self.tables.append(table)
        return table

    def _id(self, element: etree._Element) -> str:
        around: etree._Element | None = element
        while around is not None and not attribute(around, "id"):
            around = around.getparent()
        return attribute(around, "id")

    def _typed(self, logic: Logic, element: etree._Element | None) -> Logic:
        of = self.types.of(element)
        return logic if of is None or element is None else Typed(logic=logic, type=of, element_id=self._id(element))

    def _literal(self, element: etree._Element) -> Logic | None:
        return self.texts.expression(element)

    def _context(self, element: etree._Element) -> Logic:
        entries: list[tuple[str, Logic]] = []
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            if entries and not entries[-1][0]:
                self.texts.problem("unnamed-entry", entry)
            entries.append((attribute(variable, "name"), self._typed(self._some(entry), variable)))
        return Context(entries=tuple(entries))

    def _list(self, element: etree._Element) -> Logic:
        return Items(items=self._cells(element))

    def _cells(self, element: etree._Element) -> tuple[Logic, ...]:
        return tuple(self._read(cell) or NOTHING for cell in element if tag(cell) in _LOGIC)

    def _relation(self, element: etree._Element) -> Logic:
        columns = list(children(element, "column"))
        rows = []
        for row in children(element, "row"):
            cells = self._cells(row)
            if len(cells) != len(columns):
                self.texts.problem("cell-count", row, count=len(cells), columns=len(columns))
                continue
            rows.append(tuple(self._typed(cell, column) for cell, column in zip(cells, columns, strict=True)))
        return Relation(columns=tuple(attribute(column, "name") for column in columns), rows=tuple(rows))

    def _invocation(self, element: etree._Element) -> Logic:
        bindings = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            if not attribute(parameter, "name"):
                self.texts.problem("unnamed-parameter", binding)
            bindings.append((attribute(parameter, "name"), self._typed(self._some(binding), parameter)))
        called = self.inside(element)
        if called is None and text_of(element):
            called = self.texts.expression(element)
        if called is None:
            self.texts.problem("no-logic", element, name="invocation")
        return Invocation(element_id=self._id(element), function=called or NOTHING, bindings=tuple(bindings))

    def function(self, element: etree._Element, result: Type | None = None) -> FunctionDefinition:
        """A function definition, also as the logic of a knowledge model, whose result has a type."""
        kind = attribute(element, "kind") or "FEEL"
        foreign = kind.upper() not in ("FEEL", "F")
        if foreign:
            self.texts.problem("unsupported-function", element, language=kind)
        parameters = tuple(
            Parameter(name=attribute(parameter, "name"), type=self.types.of(parameter))
            for parameter in children(element, "formalParameter")
        )
        if not all(parameter.name for parameter in parameters):
            self.texts.problem("unnamed-parameter", element)
        return FunctionDefinition(
            element_id=self._id(element),
            parameters=parameters,
            body=NOTHING if foreign else self._some(element),
            result=result,
        )

    def _conditional(self, element: etree._Element) -> Logic:
        return Conditional(
            element_id=self._id(element),
            condition=self._some(element, "if"),
            then=self._some(element, "then"),
            otherwise=self._some(element, "else"),
        )

    def _filter(self, element: etree._Element) -> Logic:
        return Filter(
            element_id=self._id(element), source=self._some(element, "in"), condition=self._some(element, "match")
        )

    def _iterator(self, element: etree._Element) -> Logic:
        quantifier = "" if tag(element) == "for" else tag(element)
        return Iterator(
            element_id=self._id(element),
            quantifier=quantifier,
            variable=attribute(element, "iteratorVariable"),
            source=self._some(element, "in"),
            body=self._some(element, "satisfies" if quantifier else "return"),
        )


_READERS: dict[str, Callable[[LogicReader, etree._Element], Logic | None]] = {
    "literalExpression": LogicReader._literal,
    "context": LogicReader._context,
    "list": LogicReader._list,
    "relation": LogicReader._relation,
    "invocation": LogicReader._invocation,
    "functionDefinition": LogicReader.function,
    "conditional": LogicReader._conditional,
    "filter": LogicReader._filter,
    "for": LogicReader._iterator,
    "some": LogicReader._iterator,
    "every": LogicReader._iterator,
}
_LOGIC = frozenset((*_READERS, "decisionTable"))  # a table is read with the type of its decision
