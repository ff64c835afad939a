"""Evaluating a requirement graph: first what a decision requires, then its logic, with a record of each."""

import time
from collections.abc import Mapping
from typing import Any

from engine.dmn.coercion import coerced, typed
from engine.dmn.graph import Decision, Graph, InputData, Requirement
from engine.dmn.outcome import Evaluation
from engine.dmn.run import GraphRun
from engine.feel import FeelError, FeelLimit
from engine.feel.run import Scope
from engine.feel.values import from_host

_COST = 15  # steps that a decision takes beside those of its logic


class Round:
    """One round of decisions over the same inputs: what is known so far, by key.

    `variables` is what the caller gives, by name. A decision sees what it requires, then the results of the others
    under their ids and columns (as Camunda 7 has it), then every variable, since most diagrams draw no input data.
    """

    def __init__(self, graph: Graph, variables: Mapping[str, Any], known: Mapping[str, Any], run: GraphRun) -> None:
        self._graph = graph
        self._variables = variables
        self._known: dict[str, Any] = dict(known)
        self._results: dict[str, Any] = {}
        self._run = run
        self._base = Scope(self._results, Scope(variables, None, run), run)

    def decide(self, *keys: str) -> list[Any]:
        """The values of these decisions; DecisionFailed. A long chain of requirements needs no deep stack."""
        for key in self._graph.before(keys, self._known):
            if key not in self._known:
                self._known[key] = self._made(self._graph.decisions[key])
        return [self._known[key] for key in keys]

    def _made(self, decision: Decision) -> Any:
        run = self._run
        outer, run.decision_id = (run.decision_id, run.tables), decision.id
        run.tables = []
        started = time.perf_counter()
        try:
            run.charge(_COST)
            value = coerced(decision.logic.value(self._scope(decision)), decision.type, run, decision.id)
            run.keep_evaluation(
                Evaluation(
                    decision_id=decision.id,
                    name=decision.name,
                    value=run.plain(value),
                    seconds=time.perf_counter() - started,
                    tables=tuple(run.tables),
                    is_table=bool(decision.columns),
                )
            )
        except FeelError as error:  # of a hit policy, or a value too large for the record
            run.give_up(error)
        except RecursionError:
            run.give_up(FeelLimit("too-deep"))
        finally:
            run.decision_id, run.tables = outer
        self._remember(decision, value)
        return value

    def _remember(self, decision: Decision, value: Any) -> None:
        for name in decision.names:
            self._results.setdefault(name, value)
        if decision.columns and type(value) is dict:
            for name in decision.columns:
                self._results.setdefault(name, value.get(name))
        elif len(decision.columns) == 1:
            self._results.setdefault(decision.columns[0], value)

    def _scope(self, decision: Decision) -> Scope:
        needs = decision.needs
        if not (needs.inputs or needs.decisions or needs.knowledge):
            return self._base
        bindings = dict(needs.knowledge)
        for requirement in needs.decisions:
            if requirement.key in self._known:  # always, but in circles that a tolerant reader let pass
                _bind(bindings, requirement, self._known[requirement.key])
        for requirement in needs.inputs:
            found, value = self._input(requirement)
            if found:
                _bind(bindings, requirement, value)
        return Scope(bindings, self._base, self._run)

    def _input(self, requirement: Requirement) -> tuple[bool, Any]:
        """Whether the caller gave it, and the value as its declared type has it. What is missing stays unknown."""
        if requirement.key in self._known:
            return True, self._known[requirement.key]
        data = self._graph.inputs[requirement.key]
        found, value = _given(self._variables, data, requirement)
        if found:
            self._known[data.key] = value = coerced(typed(from_host(value), data.type), data.type, self._run, data.id)
        return found, value


def _given(variables: Mapping[str, Any], data: InputData, requirement: Requirement) -> tuple[bool, Any]:
    if data.name in variables:
        return True, variables[data.name]
    inner = variables.get(requirement.path[0]) if len(requirement.path) > 1 else None
    if isinstance(inner, Mapping) and data.name in inner:
        return True, inner[data.name]
    return False, None


def _bind(bindings: dict[str, Any], requirement: Requirement, value: Any) -> None:
    *prefix, name = requirement.path
    for part in prefix:
        inner = bindings.get(part)
        bindings[part] = deeper = dict(inner) if isinstance(inner, dict) else {}
        bindings = deeper
    bindings[name] = value
