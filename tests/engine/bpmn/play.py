"""Playing diagrams in tests: a little expression language, and a driver that saves and loads between all steps."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import bpmn
from engine.bpmn import CalledDecision, Callees, Model, Wait

_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip
_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_CONSTANTS = {"true": True, "false": False, "null": None}


class Unknown(Exception):
    """The expression names what does not exist."""

    code = "unknown-variable"


class LittleExpressions:
    """Names, numbers, texts, lists, comparison, arithmetic: enough for token tests. FEEL itself has its own tests."""

    def __init__(self, decisions: Mapping[str, Any] | None = None) -> None:
        self.decisions = decisions or {}
        self.time = datetime(2030, 1, 1, tzinfo=UTC)

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        python = _EQUALS.sub("==", text)  # as FEEL writes it
        return _value(ast.parse(python, mode="eval").body, variables)

    def decide(self, decision: CalledDecision, variables: Mapping[str, Any]) -> Any:
        if decision.id not in self.decisions:
            raise Unknown(decision.id)
        return self.decisions[decision.id](variables)

    def now(self) -> datetime:
        return self.time


def _value(node: ast.expr, variables: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            if name not in variables and name not in _CONSTANTS:
                raise Unknown(name)
            return variables[name] if name in variables else _CONSTANTS[name]
        case ast.Attribute(value=inner, attr=name):
            return _value(inner, variables).get(name)
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, variables), _value(right, variables))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _BINARY[type(op)](_value(left, variables), _value(right, variables))
        case ast.List(elts=items):
            return [_value(item, variables) for item in items]
    raise Unknown(ast.dump(node))


class Player:
    """A run that is dumped and loaded after every step, so that nothing can live in memory only."""

    def __init__(
        self,
        xml: bytes | Model,
        variables: Mapping[str, Any] | None = None,
        *,
        process: str = "P",
        start_element: str | None = None,
        decisions: Mapping[str, Any] | None = None,
        callees: Callees | None = None,
    ) -> None:
        self.callees = callees
        self.expressions = LittleExpressions(decisions)
        self.model = xml if isinstance(xml, Model) else bpmn.read(xml)
        self.steps: list[bpmn.Step] = []
        self.run = bpmn.start(
            self.model, process, variables or {}, self.expressions, start_element=start_element, callees=callees
        )
        self._reload()

    def _reload(self) -> None:
        self.steps.extend(self.run.trace)
        self.thrown = list(self.run.thrown)
        self.run = bpmn.load(self.model, self.run.dump(), self.expressions, callees=self.callees)

    def at(self, element_id: str) -> Wait:
        """The first wait at this element."""
        return next(wait for wait in self.run.waits() if wait.element_id == element_id)

    @property
    def waiting(self) -> list[str]:
        """Element ids of all waits."""
        return sorted(wait.element_id for wait in self.run.waits())

    @property
    def variables(self) -> dict[str, Any]:
        return self.run.variables()

    def do(self, element_id: str, **variables: Any) -> "Player":
        """Completes, completes the job, fires or delivers: whatever the first wait at this element asks for."""
        wait = self.at(element_id)
        self.act(wait, variables)
        return self

    def act(self, wait: Wait, variables: Mapping[str, Any]) -> None:
        if wait.kind == "user" or (wait.kind == "message" and wait.name is None):
            self.run.complete(wait.token_id, variables)
        elif wait.kind == "job":
            self.run.complete_job(wait.token_id, variables)
        elif wait.kind == "timer":
            self.expressions.time = max(self.expressions.time, wait.due_at or self.expressions.time)
            self.run.fire(wait.token_id)
        else:
            self.run.deliver(wait.token_id, variables)
        self._reload()

    def move(self, *cancel: str, begin: str | bpmn.Begin | None = None, **variables: Any) -> "Player":
        """Ends the first waits at these elements and begins another element."""
        begins = [bpmn.Begin(element_id=begin) if isinstance(begin, str) else begin] if begin else []
        self.run.move([self.at(element_id).token_id for element_id in cancel], begins, variables)
        self._reload()
        return self

    def fail(self, element_id: str, code: str, **variables: Any) -> bool:
        """Ends the job at this element in a BPMN error."""
        caught = self.run.throw_error(self.at(element_id).token_id, code, "", variables)
        self._reload()
        return caught

    def later(self, **span: float) -> None:
        """Moves the clock, fires nothing."""
        self.expressions.time += timedelta(**span)

    def completed(self) -> list[str]:
        """Elements completed so far, in order."""
        return [step.element_id for step in self.steps if step.kind == "completed"]
