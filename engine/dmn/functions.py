"""Functions as boxed expressions and as knowledge models, and their invocation (DMN 1.5, 10.2.1.7 and 10.2.1.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.dmn.coercion import coerced
from engine.dmn.logic import Logic
from engine.dmn.run import GraphRun, run_of
from engine.dmn.types import Type
from engine.feel.calls import call_value
from engine.feel.run import Run, Scope
from engine.feel.values import Function, kind

_COST = 15  # steps that a call takes beside those of its body


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A name that a function is called with, and the type of what it takes."""

    name: str
    type: Type | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefinition:
    """A function whose body is any logic; its value remembers the scope it was made in."""

    element_id: str
    parameters: tuple[Parameter, ...]
    body: Logic
    result: Type | None = None

    def value(self, scope: Scope) -> Function:
        """The function as a value of FEEL."""
        names = tuple(parameter.name for parameter in self.parameters)

        def call(run: Run, values: Sequence[Any]) -> Any:
            return self._call(Scope({}, scope, run), values)

        return Function(names, call)

    def _call(self, scope: Scope, values: Sequence[Any]) -> Any:
        run = run_of(scope)
        run.charge(_COST)
        bindings = arguments(self.parameters, values, run, self.element_id)
        if bindings is None:
            return None
        value = self.body.value(Scope(bindings, scope, run))
        return coerced(value, self.result, run, self.element_id)


def arguments(
    parameters: Sequence[Parameter], values: Sequence[Any], run: GraphRun, element_id: str
) -> dict[str, Any] | None:
    """The values by parameter; None when one of them is not of the parameter's type, so that nothing is called."""
    bindings: dict[str, Any] = {}
    for parameter, value in zip(parameters, values, strict=True):
        bindings[parameter.name] = coerced(value, parameter.type, run, element_id)
        if bindings[parameter.name] is None and value is not None:
            return None
    return bindings


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A call with named arguments."""

    element_id: str
    function: Logic
    bindings: tuple[tuple[str, Logic], ...]

    def value(self, scope: Scope) -> Any:
        """What the function gives back for these arguments."""
        run = run_of(scope)
        callee = self.function.value(scope)
        given = {name: logic.value(scope) for name, logic in self.bindings}
        if type(callee) is not Function:
            run.refuse("not-a-function", self.element_id, name="", kind=kind(callee))
            return None
        if set(given) != set(callee.parameters):
            run.refuse("wrong-arguments", self.element_id, name=callee.name, given=", ".join(given))
            return None
        return call_value(callee, run, [given[name] for name in callee.parameters], callee.name, 0)
