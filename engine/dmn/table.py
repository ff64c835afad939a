"""Decision tables: what they look at, the rules that match it, and the outputs of those rules (DMN 1.5, chapter 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.dmn.coercion import coerced, typed
from engine.dmn.hit_policy import Aggregation, HitPolicy
from engine.dmn.hits import Hit, outcome_of
from engine.dmn.logic import Text
from engine.dmn.outcome import InputValue, MatchedRule, TableRecord
from engine.dmn.run import GraphRun, run_of
from engine.dmn.types import Type
from engine.feel import FeelError, FeelLimit
from engine.feel.run import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A column that is tested. Without an expression its value is null; `variable` is its name in the cells."""

    id: str
    label: str
    type: Type | None
    expression: Text | None
    allowed: Text | None
    variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A column of results. `values` is the list of allowed values in order of priority."""

    id: str
    name: str
    label: str
    type: Type | None
    values: Text | None
    default: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row: `tests` has None where anything passes, `outputs` has None where the cell is empty."""

    id: str
    number: int  # counted from 1, as the table shows it
    tests: tuple[Text | None, ...]
    outputs: tuple[Text | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision table."""

    id: str
    line: int
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def value(self, scope: Scope) -> Any:
        """What the table decides; what it looked at goes into the record."""
        run = run_of(scope)
        scopes = [self._tested(column, scope) for column in self.inputs]
        inputs = tuple(
            InputValue(input_id=column.id, label=column.label, value=run.plain(tested.bindings["?"]))
            for column, tested in zip(self.inputs, scopes, strict=True)
        )
        allowed = all(_is_allowed(column, tested) for column, tested in zip(self.inputs, scopes, strict=True))
        hits = self._hits(scopes, scope) if allowed else []
        run.keep_table(
            TableRecord(table_id=self.id, inputs=inputs, matched=tuple(self._matched(hit, run) for hit in hits))
        )
        return outcome_of(self, hits, scope) if allowed else None

    def _tested(self, column: Input, scope: Scope) -> Scope:
        """The scope in which the value of a column is under test."""
        value = None if column.expression is None else typed(column.expression.value(scope), column.type)
        return Scope({"?": value, column.variable: value} if column.variable else {"?": value}, scope, scope.run)

    def _hits(self, scopes: list[Scope], scope: Scope) -> list[Hit]:
        """The rules that match, in order, with their outputs; the first one only where no other can count."""
        hits = []
        for rule in self._matching(scopes, run_of(scope)):
            hits.append(Hit(rule.number, self._outputs(rule, scope), rule.id))
            if self.hit_policy is HitPolicy.FIRST:
                break
        return hits

    def _matching(self, scopes: list[Scope], run: GraphRun) -> Iterator[Rule]:
        """The rules whose cells all pass. A table may be long, so this asks its cells without ceremony."""
        outer = run.at
        try:
            for rule in self.rules:
                run.charge()
                for test, tested in zip(rule.tests, scopes, strict=True):
                    if test is not None:
                        run.at = test
                        if test.code(run)(tested) is not True:
                            break
                else:
                    run.at = outer
                    yield rule
        except FeelError as error:
            run.give_up(error)
        except RecursionError:
            run.give_up(FeelLimit("too-deep"))
        finally:
            run.at = outer

    def _outputs(self, rule: Rule, scope: Scope) -> list[Any]:
        run = run_of(scope)
        return [_output(column, text, scope, run) for column, text in zip(self.outputs, rule.outputs, strict=True)]

    def _matched(self, hit: Hit, run: GraphRun) -> MatchedRule:
        names = [column.name or column.id for column in self.outputs]
        outputs = {name: run.plain(value) for name, value in zip(names, hit.outputs, strict=True)}
        return MatchedRule(rule_id=hit.rule_id, number=hit.number, outputs=outputs)


def _output(column: Output, text: Text | None, scope: Scope, run: GraphRun) -> Any:
    if text is None:
        return None
    return coerced(typed(text.value(scope), column.type), column.type, run, text.element_id)


def _is_allowed(column: Input, tested: Scope) -> bool:
    """Whether the value of an input is one that its column allows; null always is."""
    if tested.bindings["?"] is None or column.allowed is None or column.allowed.value(tested) is True:
        return True
    run_of(tested).refuse("input-not-allowed", column.id, label=column.label)
    return False
