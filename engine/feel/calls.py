"""Calling functions as closures: built-in ones, those of the text, those in variables (DMN 1.3, 10.3.2.8)."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.builtins.registry import Builtin, FunctionFailed, Order
from engine.feel.comparison import in_range
from engine.feel.errors import FeelLimit
from engine.feel.instances import conform
from engine.feel.run import CHARACTERS_PER_STEP, Code, Run, Scope
from engine.feel.tree import Call, ExternalFunction, FunctionLiteral, Name, NamedCall, Node
from engine.feel.values import Function, Range, kind

_DEFINED = "is defined"  # an extension of Camunda and form-js: asks without failing


def call(node: Call, build: Any, build_tolerant: Any) -> Code:
    """`function(argument, …)`"""
    name = _name(node.function)
    builtin = BUILTINS.get(name)
    if name == _DEFINED and len(node.arguments) == 1:
        argument = build_tolerant(node.arguments[0])
        return lambda scope: argument(scope) is not None
    arguments = [build(argument) for argument in node.arguments]
    other = _call_value(name, _callee(node.function, build), arguments, node.position)
    if builtin is None:
        return other
    return _unless_shadowed(
        name, _call_builtin(builtin, builtin.order(len(arguments)), arguments, node.position), other
    )


def named_call(node: NamedCall, build: Any) -> Code:
    """`function(name: argument, …)`"""
    name = _name(node.function)
    builtin = BUILTINS.get(name)
    names = [parameter for parameter, _ in node.arguments]
    arguments = [build(argument) for _, argument in node.arguments]
    other = _call_value_by_name(name, _callee(node.function, build), names, arguments, node.position)
    if builtin is None:
        return other
    order = builtin.named_order(names)
    unknown = next((given for given in names if given not in builtin.parameters()), None)
    if unknown is not None:
        return _unless_shadowed(name, _unknown_parameter(builtin, unknown, node.position), other)
    return _unless_shadowed(name, _call_builtin(builtin, order, arguments, node.position), other)


def _name(node: Node) -> str:
    return node.name if isinstance(node, Name) else ""


def _callee(node: Node, build: Any) -> Code:
    """What is called; a name that nothing has is that of no function."""
    code: Code = build(node)
    if not isinstance(node, Name) or node.name in BUILTINS:
        return code
    name, position = node.name, node.position

    def run_callee(scope: Scope) -> Any:
        if scope.defines(name):
            return code(scope)
        return scope.run.unknown("unknown-function", position, name, chain(scope.names(), BUILTINS), name=name)

    return run_callee


def _unknown_parameter(builtin: Builtin, given: str, position: int) -> Code:
    params = {"name": builtin.name, "parameter": given}
    return lambda scope: scope.run.unknown("unknown-parameter", position, given, builtin.parameters(), **params)


def _unless_shadowed(name: str, builtin: Code, other: Code) -> Code:
    """A variable with the name of a built-in function goes before it."""
    return lambda scope: other(scope) if scope.defines(name) else builtin(scope)


def _call_builtin(builtin: Builtin, order: Order | None, arguments: list[Code], position: int) -> Code:
    name = builtin.name

    def run_builtin(scope: Scope) -> Any:
        values = [argument(scope) for argument in arguments]
        if order is None:
            return scope.run.fail("wrong-arguments", position, name=name, given=", ".join(map(kind, values)))
        return call_builtin(builtin, scope.run, order.arrange(values), position)

    return run_builtin


def call_builtin(builtin: Builtin, run: Run, values: Sequence[Any], position: int) -> Any:
    """The result of a built-in function, paid for by the size of its arguments and checked for its own size."""
    run.charge(1 + sum(map(_weight, values)))
    try:
        result = builtin.call(run, values)
    except FunctionFailed as failure:
        return run.fail(failure.code, position, **{"name": builtin.name, **failure.params})
    if type(result) is list:
        run.list(len(result))
    elif type(result) is str:
        run.text(len(result))
    return result


def _weight(value: Any) -> int:
    if type(value) is str:
        return len(value) // CHARACTERS_PER_STEP
    return len(value) if type(value) is list or type(value) is dict else 0


def _call_value(name: str, function: Code, arguments: list[Code], position: int) -> Code:
    def run_call(scope: Scope) -> Any:
        callee = function(scope)
        values = [argument(scope) for argument in arguments]
        if type(callee) is Range and len(values) == 1:
            return in_range(values[0], callee, scope.run)
        return call_value(callee, scope.run, values, name, position)

    return run_call


def call_value(callee: Any, run: Run, values: Sequence[Any], name: str, position: int) -> Any:
    """The result of a function value; counted, so that endless recursion ends in FeelLimit."""
    if type(callee) is not Function:
        return run.fail("not-a-function", position, name=name, kind=kind(callee))
    if len(values) != len(callee.parameters):
        return run.fail("wrong-arguments", position, name=name or callee.name, given=", ".join(map(kind, values)))
    for parameter, of, value in zip(callee.parameters, callee.types, values, strict=False):
        if value is not None and conform(value, of, run) is None:
            wanted, given = str(of), kind(value)
            return run.fail("wrong-parameter-type", position, name=name, parameter=parameter, wanted=wanted, kind=given)
    run.charge(3)
    run.calls += 1
    try:
        if run.calls > run.limits.calls:
            raise FeelLimit("too-deep", position)
        if callee.types:
            values = [conform(value, of, run) for value, of in zip(values, callee.types, strict=True)]
        return callee.call(run, values)
    finally:
        run.calls -= 1


def _call_value_by_name(name: str, function: Code, names: list[str], arguments: list[Code], position: int) -> Code:
    def run_call(scope: Scope) -> Any:
        callee = function(scope)
        values = {parameter: argument(scope) for parameter, argument in zip(names, arguments, strict=True)}
        if type(callee) is not Function:
            return call_value(callee, scope.run, (), name, position)
        title, known = name or callee.name, callee.parameters
        unknown = next((given for given in names if given not in known), None)
        if unknown is not None:
            return scope.run.unknown("unknown-parameter", position, unknown, known, name=title, parameter=unknown)
        if not len(names) == len(values) == len(known):
            return scope.run.fail("wrong-arguments", position, name=title, given=", ".join(names))
        return call_value(callee, scope.run, [values[parameter] for parameter in known], name, position)

    return run_call


def function_literal(node: FunctionLiteral, build: Any) -> Code:
    """`function(a: number) a + 1`: a value that remembers the scope it was made in."""
    body = build(node.body)
    parameters = tuple(name for name, _ in node.parameters)
    types = tuple(of for _, of in node.parameters)
    types = types if any(types) else ()

    def run_function(scope: Scope) -> Function:
        def invoke(run: Run, values: Sequence[Any]) -> Any:
            return body(Scope(dict(zip(parameters, values, strict=True)), scope, run))

        return Function(parameters, invoke, types)

    return run_function


def external(node: ExternalFunction) -> Code:
    position = node.position
    return lambda scope: scope.run.fail("external-function", position)
