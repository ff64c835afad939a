"""Decision tables from XML (DMN 1.3, 8.3)."""

from lxml import etree

from engine.dmn.errors import Problem
from engine.dmn.model import Aggregation, HitPolicy, Input, Output, Rule, Table, Text
from engine.dmn.texts import TextReader
from engine.dmn.xml import attribute, child, children, text_of

_RANKED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def read_table(element: etree._Element, texts: TextReader, problems: list[Problem], type_ref: str) -> Table | None:
    """The table of a decision, whose result is of the type `type_ref`; None and problems when it cannot be used."""
    reader = _TableReader(element, texts, problems, type_ref)
    before = len(problems)
    table = reader.table()
    return table if len(problems) == before else None


class _TableReader:
    def __init__(self, element: etree._Element, texts: TextReader, problems: list[Problem], type_ref: str) -> None:
        self.element = element
        self.texts = texts
        self.problems = problems
        self.type_ref = type_ref
        self.unasked: list[bool] = []  # input columns without an expression

    def problem(self, code: str, element: etree._Element, /, **params: str) -> None:
        id = attribute(element, "id") or attribute(self.element, "id")
        self.problems.append(Problem(code=code, element_id=id, line=element.sourceline or 0, params=params))

    def table(self) -> Table:
        policy, aggregation = self._hit_policy(), self._aggregation()
        inputs = tuple(self._input(column) for column in children(self.element, "input"))
        self.unasked = [not text_of(child(column, "inputExpression")) for column in children(self.element, "input")]
        columns = list(children(self.element, "output"))
        outputs = tuple(self._output(column, alone=len(columns) == 1) for column in columns)
        rules = enumerate(children(self.element, "rule"), 1)
        table = Table(
            id=attribute(self.element, "id"),
            hit_policy=policy,
            aggregation=aggregation,
            inputs=inputs,
            outputs=outputs,
            rules=tuple(self._rule(rule, number, inputs, outputs) for number, rule in rules),
        )
        self._check_outputs(table)
        return table

    def _hit_policy(self) -> HitPolicy:
        written = attribute(self.element, "hitPolicy").upper() or HitPolicy.UNIQUE
        if written in set(HitPolicy):
            return HitPolicy(written)
        self.problem("unknown-hit-policy", self.element, policy=written)
        return HitPolicy.UNIQUE

    def _aggregation(self) -> Aggregation | None:
        written = attribute(self.element, "aggregation").upper()
        if not written:
            return None
        if written in set(Aggregation):
            return Aggregation(written)
        self.problem("unknown-aggregation", self.element, aggregation=written)
        return None

    def _check_outputs(self, table: Table) -> None:
        names = [output.name for output in table.outputs]
        if not names:
            self.problem("no-output", self.element)
        if len(names) > 1 and not all(names):
            self.problem("output-without-name", self.element)
        for name in {name for name in names if name and names.count(name) > 1}:
            self.problem("duplicate-output", self.element, name=name)
        if table.aggregation and table.hit_policy is not HitPolicy.COLLECT:
            self.problem("aggregation-without-collect", self.element)
        if table.aggregation and len(names) > 1:
            self.problem("aggregation-of-many", self.element)
        if table.hit_policy in _RANKED and not any(output.values for output in table.outputs):
            self.problem("priority-without-values", self.element, policy=table.hit_policy.value)

    def _input(self, element: etree._Element) -> Input:
        expression = child(element, "inputExpression")
        type_ref = attribute(expression, "typeRef")
        given = child(element, "inputValues")
        allowed = given if text_of(given) else self.texts.allowed_of_type(type_ref)
        return Input(
            id=attribute(element, "id"),
            label=attribute(element, "label") or " ".join(text_of(expression).split()),
            type_ref=type_ref,
            expression=self.texts.expression(expression),
            allowed=self.texts.tests(allowed),
        )

    def _output(self, element: etree._Element, *, alone: bool) -> Output:
        type_ref = attribute(element, "typeRef")
        given = child(element, "outputValues")
        values = given if text_of(given) else self.texts.allowed_of_type(type_ref or (self.type_ref if alone else ""))
        return Output(
            id=attribute(element, "id"),
            name=attribute(element, "name") or attribute(element, "label"),
            label=attribute(element, "label"),
            type_ref=type_ref,
            values=self.texts.listed(values),
            default=self.texts.expression(child(element, "defaultOutputEntry")),
        )

    def _rule(
        self, element: etree._Element, number: int, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
    ) -> Rule:
        tests = tuple(self.texts.tests(cell) for cell in children(element, "inputEntry"))
        results: tuple[Text | None, ...] = tuple(self.texts.expression(c) for c in children(element, "outputEntry"))
        for cells, columns in ((tests, inputs), (results, outputs)):
            if len(cells) != len(columns):
                self.problem("cell-count", element, count=str(len(cells)), columns=str(len(columns)))
        if any(test and unasked for test, unasked in zip(tests, self.unasked, strict=False)):
            self.problem("input-without-expression", element)
        return Rule(id=attribute(element, "id") or f"rule-{number}", number=number, tests=tests, outputs=results)
