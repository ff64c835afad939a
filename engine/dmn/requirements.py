"""The order in which decisions that require each other are made."""

from collections.abc import Callable, Mapping, Sequence

from engine.dmn.errors import Problem


def in_order(
    requirements: Mapping[str, Sequence[str]], problems: list[Problem], name: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """For each decision everything it requires, directly or not, the first needed first; notes circles as problems."""
    order: dict[str, tuple[str, ...]] = {}
    for start in requirements:
        _visit(start, requirements, order, problems, name)
    return order


def _visit(
    start: str,
    requirements: Mapping[str, Sequence[str]],
    order: dict[str, tuple[str, ...]],
    problems: list[Problem],
    name: Callable[[str], str],
) -> None:
    """Depth first without recursion, since a chain of requirements may be long."""
    path = [start]
    while path:
        current = path[-1]
        missing = next((needed for needed in requirements[current] if needed not in order), None)
        if current in order or missing is None:
            order.setdefault(current, _merged(requirements[current], order))
            path.pop()
        elif missing in path:
            circle = [name(id) for id in [*path[path.index(missing) :], missing]]
            params = {"name": name(missing), "path": " → ".join(circle)}
            problems.append(Problem(code="circular-requirement", element_id=missing, params=params))
            order[missing] = ()
        else:
            path.append(missing)


def _merged(direct: Sequence[str], order: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for needed in direct:
        found.update(dict.fromkeys([*order[needed], needed]))
    return tuple(found)
