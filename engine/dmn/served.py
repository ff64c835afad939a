"""Decision services and knowledge models as functions that expressions can call (DMN 1.5, 10.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dmn.coercion import coerced
from engine.dmn.evaluation import Round
from engine.dmn.functions import FunctionDefinition, Parameter, arguments
from engine.dmn.graph import Graph
from engine.dmn.run import run_of
from engine.dmn.types import Type
from engine.feel.run import Run, Scope
from engine.feel.values import Function


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionService:
    """Decisions that are called as one: from the values of its inputs to those of its output decisions.

    `keys` are the nodes that the parameters give, `outputs` the output decisions by name.
    """

    id: str
    name: str
    parameters: tuple[Parameter, ...]
    keys: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    result: Type | None
    graph: Graph

    def function(self) -> Function:
        """The service as a value of FEEL."""

        def call(run: Run, values: Sequence[Any]) -> Any:
            return self._call(Scope({}, None, run), values)

        return Function(tuple(parameter.name for parameter in self.parameters), call, name=self.name)

    def _call(self, scope: Scope, values: Sequence[Any]) -> Any:
        run = run_of(scope)
        bindings = arguments(self.parameters, values, run, self.id)
        if bindings is None:
            return None
        known = dict(zip(self.keys, bindings.values(), strict=True))
        decided = Round(self.graph, {}, known, run).decide(*(key for _, key in self.outputs))
        value: Any = decided[0] if len(decided) == 1 else None
        if len(decided) > 1:
            value = {name: each for (name, _), each in zip(self.outputs, decided, strict=True)}
        return coerced(value, self.result, run, self.id)


def knowledge_function(definition: FunctionDefinition, name: str, known: Mapping[str, Any]) -> Function:
    """A knowledge model as a value of FEEL; its body knows its parameters and the knowledge that it requires."""

    def call(run: Run, values: Sequence[Any]) -> Any:
        made: Function = definition.value(Scope(known, None, run))
        return made.call(run, values)

    return Function(tuple(parameter.name for parameter in definition.parameters), call, name=name)
