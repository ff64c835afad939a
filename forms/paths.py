"""Reading and writing inside nested answers by path."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

Path = tuple[str | int, ...]


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


_CONTAINERS = (dict, list)
MISSING: Final = _Missing()
"""Stands for “there is nothing at this path”, which is not the same as a null."""


def get(container: Any, path: Sequence[str | int], default: Any = MISSING) -> Any:
    """The value at the path, or the default; text that looks like an index also reads lists, as in JavaScript."""
    for step in path:
        if isinstance(container, dict):
            if step not in container:
                return default
            container = container[step]
        elif isinstance(container, list) and _is_index(step) and int(step) < len(container):
            container = container[int(step)]
        else:
            return default
    return container


def _is_index(step: str | int) -> bool:
    return isinstance(step, int) or (len(step) < 8 and step.isascii() and step.isdigit())


def put(container: Any, path: Sequence[str | int], value: Any) -> None:
    """Write the value, making objects and lists on the way; whatever is no container on the way is replaced."""
    for here, following in pairwise(path):
        inner = get(container, (here,), None)
        if not isinstance(inner, list if isinstance(following, int) else _CONTAINERS):
            inner = [] if isinstance(following, int) else {}
            _assign(container, here, inner)
        container = inner
    _assign(container, path[-1], value)


def _assign(container: Any, step: str | int, value: Any) -> None:
    if isinstance(container, dict):
        container[step] = value
    elif _is_index(step):
        container.extend([None] * (int(step) + 1 - len(container)))
        container[int(step)] = value


def drop(container: Any, path: Sequence[str | int]) -> None:
    """Remove the value; then remove every object and list on the way that has become empty."""
    for length in range(len(path), 0, -1):
        parent = get(container, path[: length - 1])
        _remove(parent, path[length - 1])
        if not _is_empty(parent):
            return


def _remove(parent: Any, step: str | int) -> None:
    if isinstance(parent, dict):
        parent.pop(step, None)
    elif isinstance(parent, list) and _is_index(step) and int(step) < len(parent):
        parent[int(step)] = None  # the other rows keep their index


def _is_empty(parent: Any) -> bool:
    return parent == {} or (isinstance(parent, list) and all(item is None for item in parent))


def matching(container: Any, template: Sequence[str | None]) -> Iterator[Path]:
    """Every path in the container that fits the template, in which None stands for any row of a list."""
    if not template:
        yield ()
        return
    steps = range(len(container)) if template[0] is None and isinstance(container, list) else (template[0],)
    for step in steps:
        inner = get(container, (step,)) if step is not None else MISSING
        if inner is not MISSING and step is not None:
            yield from ((step, *rest) for rest in matching(inner, template[1:]))
