"""How a built-in function is declared: its name, its parameters in one or more ways, and what it does."""

from collections.abc import Callable, Sequence
from typing import Any

from engine.feel.record import Record
from engine.feel.run import Run
from engine.feel.values import Function


class FunctionFailed(Exception):
    """A function has no result for its arguments; where it was called this becomes null or an error."""

    def __init__(self, reason: str, code: str = "function-failed", **params: Any) -> None:
        super().__init__(reason)
        self.code = code
        self.params = {"reason": reason, **params}


class Order(Record):
    """Where each parameter finds its argument: an index, or None for one that was left out."""

    indexes: tuple[int | None, ...]

    def arrange(self, values: Sequence[Any]) -> Sequence[Any]:
        return [None if index is None else values[index] for index in self.indexes]


class Signature(Record):
    """Parameter names in order; the last of them may be optional."""

    names: tuple[str, ...]
    needed: int


class Builtin(Record):
    """A built-in function. One that is `variadic` takes all its arguments as one list; with `spread`, a single list
    stands for its items."""

    name: str
    function: Callable[..., Any]
    signatures: tuple[Signature, ...]
    variadic: bool
    spread: bool

    def order(self, count: int) -> Order | None:
        """How so many arguments in order are taken; None when they are not."""
        if self.variadic:
            return Order(tuple(range(count))) if count >= self.signatures[0].needed else None
        for signature in self.signatures:
            if signature.needed <= count <= len(signature.names):
                return Order(tuple(range(count)))
        return None

    def named_order(self, names: Sequence[str]) -> Order | None:
        """How named arguments are taken; None when a name is unknown, repeated or missing."""
        if len(set(names)) != len(names):
            return None
        for signature in self.signatures:
            missing = set(signature.names[: signature.needed]) - set(names)
            if not missing and set(names) <= set(signature.names):
                last = max((signature.names.index(name) for name in names), default=-1)
                wanted = signature.names[: last + 1]
                return Order(tuple(names.index(name) if name in names else None for name in wanted))
        return None

    def parameters(self) -> tuple[str, ...]:
        """All names that its parameters may have."""
        return tuple(name for signature in self.signatures for name in signature.names)

    def call(self, run: Run, values: Sequence[Any]) -> Any:
        if not self.variadic:
            return self.function(run, *values)
        only_list = self.spread and len(values) == 1 and type(values[0]) is list
        return self.function(run, values[0] if only_list else list(values))

    def as_function(self) -> Function:
        """The function as a value, for `sort(list, before)`."""
        parameters = self.signatures[0].names

        def invoke(run: Run, values: Sequence[Any]) -> Any:
            try:
                return self.call(run, values)
            except FunctionFailed as failure:
                return run.fail(failure.code, 0, **{"name": self.name, **failure.params})

        return Function(parameters, invoke, name=self.name)


BUILTINS: dict[str, Builtin] = {}


def builtin(
    name: str, *signatures: str, variadic: bool = False, spread: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declares a function of `(run, *arguments)`. A signature is `"string, start position, [length]"`."""
    parsed = tuple(_signature(text) for text in signatures)

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        BUILTINS[name] = Builtin(name, function, parsed, variadic, spread)
        return function

    return declare


def _signature(text: str) -> Signature:
    parts = [part.strip() for part in text.split(",")] if text else []
    return Signature(tuple(part.strip("[]") for part in parts), sum(not part.startswith("[") for part in parts))
