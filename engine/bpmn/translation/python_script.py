"""Python scripts of assignments, as SpiffWorkflow's script tasks hold them: parsed, never run."""

import ast
import re
from collections.abc import Mapping

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation import python
from engine.bpmn.translation.assignments import Assignments
from engine.bpmn.translation.feel_text import Piece, Untranslatable

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def read(text: str) -> Assignments:
    """What the script assigns; Untranslatable for anything but assignments, `append` and `print`."""
    module = python.parse(text, "exec")
    found = Assignments()
    for statement in module.body:  # type: ignore[attr-defined]  # "exec" gives a Module
        _statement(found, statement)
    return found


def _statement(found: Assignments, node: ast.stmt) -> None:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        _assign(found, node.targets[0], _value(found, node.value))
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        _assign(found, node.target, _value(found, node.value))
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, _OPERATORS):
        changed = ast.BinOp(left=_loaded(node.target), op=node.op, right=node.value)
        _assign(found, node.target, _value(found, changed))
    elif isinstance(node, ast.If):
        _branches(found, node)
    elif isinstance(node, ast.Expr):
        _expression(found, node.value)
    elif not isinstance(node, ast.Pass):
        raise Untranslatable("Python's {syntax} has no equivalent in FEEL", syntax=type(node).__name__)


def _assign(found: Assignments, target: ast.expr, value: Piece) -> None:
    if isinstance(target, ast.Name):
        found.set(target.id, value)
        return
    variable, path = _path(target)
    keys = feel.literal(path[0] if len(path) == 1 else path)
    old = _value(found, ast.Name(id=variable, ctx=ast.Load()))
    found.set(variable, feel.call("context put", old, keys, value))


def _path(target: ast.expr) -> tuple[str, list[str]]:
    """The variable and the keys inside it that are assigned."""
    path: list[str] = []
    while not isinstance(target, ast.Name):
        if isinstance(target, ast.Attribute):
            path.insert(0, target.attr)
        elif (
            isinstance(target, ast.Subscript)
            and isinstance(target.slice, ast.Constant)
            and isinstance(target.slice.value, str)
        ):
            path.insert(0, target.slice.value)
        else:
            raise Untranslatable("what is assigned to is not a variable or a named entry of one")
        target = target.value
    return target.id, path


def _expression(found: Assignments, node: ast.expr) -> None:
    if isinstance(node, ast.Constant):
        return
    call = node if isinstance(node, ast.Call) else None
    if call is not None and isinstance(call.func, ast.Name) and call.func.id == "print":
        for argument in call.args:
            _value(found, argument)
        return
    function = call.func if call is not None else None
    if call is None or not isinstance(function, ast.Attribute) or function.attr != "append" or len(call.args) != 1:
        found.value = _value(found, node)
        return
    item = _value(found, call.args[0])
    _assign(found, function.value, feel.call("append", _value(found, _loaded(function.value)), item))


def _branches(found: Assignments, node: ast.If) -> None:
    """Both ways of a choice set variables: each gets the value of the way that is taken."""
    test = _value(found, node.test)
    ways = [_way(found, body) for body in (node.body, node.orelse)]
    for variable in dict.fromkeys([*ways[0], *ways[1]]):
        values = [way.get(variable) or _before(found, variable) for way in ways]
        found.set(variable, feel.choice(test, *values))


def _way(found: Assignments, body: list[ast.stmt]) -> dict[str, Piece]:
    inner = Assignments(names=dict(found.names), steps=list(found.steps))
    for statement in body:
        _statement(inner, statement)
    new = dict(inner.steps[len(found.steps) :])
    if len(new) > len(inner.outputs):
        raise Untranslatable("a variable is assigned more than once inside a choice")
    for at, piece in enumerate(new.values()):
        if any(re.search(rf"\b{re.escape(earlier)}\b", piece.text) for earlier in list(new)[:at]):
            raise Untranslatable("assignments inside a choice use one another")
    return {variable: new[entry] for variable, entry in inner.outputs.items()}


def _before(found: Assignments, variable: str) -> Piece:
    if variable not in found.names:
        raise Untranslatable("“{variable}” is only set on one side of a choice", variable=variable)
    return feel.name(found.names[variable])


def _value(found: Assignments, node: ast.expr) -> Piece:
    return python.piece(_Renaming(found.renamed).visit(node))


def _loaded(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


class _Renaming(ast.NodeTransformer):
    """Names that were assigned twice are read from their newest entry."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id=self.names.get(node.id, node.id), ctx=ast.Load())
