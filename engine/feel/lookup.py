"""What a name means: the nearest variable of that name, otherwise the built-in function (DMN 1.3, 10.3.2.11)."""

from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.run import Code, Scope
from engine.feel.values import from_host


def read_name(name: str, position: int, *, tolerant: bool) -> Code:
    """Reads a variable; one that is not there is an error, unless tolerant."""
    builtin = BUILTINS.get(name)
    fallback = builtin.as_function() if builtin else None

    def read(scope: Scope) -> Any:
        level: Scope | None = scope
        while level is not None:
            if name in level.bindings:
                return from_host(level.bindings[name])
            level = level.parent
        if fallback is None and not tolerant:
            scope.run.unknown("unknown-variable", position, name, scope.names(), name=name)
        return fallback

    return read
