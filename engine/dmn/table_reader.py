"""Decision tables from XML (DMN 1.5, 8.3)."""

from lxml import etree

from engine.dmn.hit_policy import Aggregation, HitPolicy
from engine.dmn.table import Input, Output, Rule, Table
from engine.dmn.texts import TextReader
from engine.dmn.type_reader import Types
from engine.dmn.xml import attribute, child, children, text_of

_RANKED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def read_table(element: etree._Element, texts: TextReader, types: Types, type_ref: str) -> Table:
    """The table of a decision, whose result is of the type `type_ref`; what is wrong with it is noted."""
    return _TableReader(element, texts, types, type_ref).table()


class _TableReader:
    def __init__(self, element: etree._Element, texts: TextReader, types: Types, type_ref: str) -> None:
        self.element = element
        self.texts = texts
        self.types = types
        self.type_ref = type_ref
        self.unasked: list[bool] = []  # input columns without an expression
        # Camunda 7 calls the value of an input so where its column gives it no other name.
        self.says_cell_input = any("cellInput" in text_of(cell) for cell in element.iter("{*}inputEntry"))

    def table(self) -> Table:
        policy, aggregation = self._hit_policy(), self._aggregation()
        inputs = tuple(self._input(column) for column in children(self.element, "input"))
        self.unasked = [not text_of(child(column, "inputExpression")) for column in children(self.element, "input")]
        columns = list(children(self.element, "output"))
        outputs = tuple(self._output(column, alone=len(columns) == 1) for column in columns)
        rules = enumerate(children(self.element, "rule"), 1)
        table = Table(
            id=attribute(self.element, "id") or attribute(self.element.getparent(), "id"),
            line=self.element.sourceline or 0,
            hit_policy=policy,
            aggregation=aggregation,
            inputs=inputs,
            outputs=outputs,
            rules=tuple(made for number, rule in rules if (made := self._rule(rule, number, inputs, outputs))),
        )
        self._check_outputs(table)
        return table

    def _hit_policy(self) -> HitPolicy:
        written = attribute(self.element, "hitPolicy").upper() or HitPolicy.UNIQUE
        if written in set(HitPolicy):
            return HitPolicy(written)
        self.texts.problem("unknown-hit-policy", self.element, policy=written)
        return HitPolicy.UNIQUE

    def _aggregation(self) -> Aggregation | None:
        written = attribute(self.element, "aggregation").upper()
        if not written:
            return None
        if written in set(Aggregation):
            return Aggregation(written)
        self.texts.problem("unknown-aggregation", self.element, aggregation=written)
        return None

    def _check_outputs(self, table: Table) -> None:
        names = [output.name for output in table.outputs]
        if not names:
            self.texts.problem("no-output", self.element)
        if len(names) > 1 and not all(names):
            self.texts.problem("output-without-name", self.element)
        for name in {name for name in names if name and names.count(name) > 1}:
            self.texts.problem("duplicate-output", self.element, name=name)
        if table.aggregation and table.hit_policy is not HitPolicy.COLLECT:
            self.texts.problem("aggregation-without-collect", self.element)
        if table.aggregation and len(names) > 1:
            self.texts.problem("aggregation-of-many", self.element)
        if table.hit_policy in _RANKED and not any(output.values for output in table.outputs):
            self.texts.problem("priority-without-values", self.element, policy=table.hit_policy.value)

    def _input(self, element: etree._Element) -> Input:
        expression = child(element, "inputExpression")
        given = child(element, "inputValues")
        allowed = given if text_of(given) else self.types.allowed_of(attribute(expression, "typeRef"))
        variable = next((value for name, value in element.items() if name.endswith("}inputVariable")), "")
        return Input(
            id=attribute(element, "id"),
            label=attribute(element, "label") or " ".join(text_of(expression).split()),
            type=self.types.of(expression),
            expression=self.texts.expression(expression),
            allowed=self.texts.tests(allowed),
            variable=str(variable) or ("cellInput" if self.says_cell_input else ""),
        )

    def _output(self, element: etree._Element, *, alone: bool) -> Output:
        name = attribute(element, "name") or attribute(element, "label")
        return Output(
            id=attribute(element, "id"),
            name=name,
            label=attribute(element, "label"),
            type=self.types.of(element),
            values=self.texts.listed(self._values(element, name, alone=alone)),
            default=self.texts.expression(child(element, "defaultOutputEntry")),
        )

    def _values(self, element: etree._Element, name: str, *, alone: bool) -> etree._Element | None:
        """The allowed values of an output: its own, of its type, or of what the decision's type has in its place."""
        given = child(element, "outputValues")
        if text_of(given):
            return given
        own = self.types.allowed_of(attribute(element, "typeRef"))
        if own is not None:
            return own
        if alone:
            return self.types.allowed_of(self.type_ref)
        return self.types.component_allowed(self.type_ref, name)

    def _rule(
        self, element: etree._Element, number: int, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
    ) -> Rule | None:
        tests = tuple(self.texts.tests(cell) for cell in children(element, "inputEntry"))
        results = tuple(self.texts.expression(cell) for cell in children(element, "outputEntry"))
        for count, columns in ((len(tests), len(inputs)), (len(results), len(outputs))):
            if count != columns:
                self.texts.problem("cell-count", element, count=str(count), columns=str(columns))
                return None
        if any(test and unasked for test, unasked in zip(tests, self.unasked, strict=False)):
            self.texts.problem("input-without-expression", element)
        return Rule(id=attribute(element, "id") or f"rule-{number}", number=number, tests=tests, outputs=results)
