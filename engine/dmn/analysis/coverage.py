"""Which combinations of values no rule takes, and which several do."""

from collections.abc import Iterator, Sequence

from engine.dmn.analysis.grid import Grid, TooLarge

_MAX_STEPS = 200_000


class Coverage:
    """Looks at the combinations of a grid, many of which are alike, with a budget of steps for all questions."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._steps = _MAX_STEPS

    def gaps(self) -> Iterator[list[int]]:
        """Combinations that no rule takes, not even possibly; one for each way in which they are missed."""
        box = [column.expected for column in self._grid.columns]
        return self._uncovered(self._grid.possible, box)

    def is_masked(self, place: int) -> bool:
        """Whether the rules above take everything that a rule could possibly match."""
        above = self._grid.certain[:place]
        return next(self._uncovered(above, list(self._grid.possible[place])), None) is None

    def overlaps(self) -> Iterator[tuple[int, int, list[int]]]:
        """Pairs of rules that certainly share a combination, and one that they share."""
        for later, box in enumerate(self._grid.certain):
            for earlier, other in enumerate(self._grid.certain[:later]):
                self._pay()
                shared = [one & another for one, another in zip(box, other, strict=True)]
                if all(shared):
                    yield earlier, later, [_lowest(values) for values in shared]

    def is_empty(self, place: int) -> bool:
        """Whether a rule can match nothing at all."""
        return not all(self._grid.possible[place])

    def _uncovered(self, rules: Sequence[Sequence[int]], box: list[int]) -> Iterator[list[int]]:
        """Combinations within a box that none of the rules takes."""
        every = (1 << len(rules)) - 1
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[list[int], int]] = [([], every)]  # what was chosen so far, and the rules that take it
        while waiting:
            chosen, alive = waiting.pop()
            if not alive:
                yield [*chosen, *(_lowest(values) for values in box[len(chosen) :])]
            elif len(chosen) < len(box) and (len(chosen), alive) not in seen:
                seen.add((len(chosen), alive))
                waiting.extend(reversed(self._choices(rules, box, chosen, alive)))

    def _choices(
        self, rules: Sequence[Sequence[int]], box: list[int], chosen: list[int], alive: int
    ) -> list[tuple[list[int], int]]:
        """The next column: one value for each set of rules that stays, and one for each stretch where none does."""
        place = len(chosen)
        found: dict[int, int] = {}
        missed: list[int] = []
        before = -1  # the rules that stay at the value before
        for value in _members(box[place]):
            left = self._staying(rules, place, value, alive)
            if left:
                found.setdefault(left, value)
            elif before:
                missed.append(value)
            before = left
        choices = [(value, 0) for value in missed] + [(value, left) for left, value in found.items()]
        return [([*chosen, value], left) for value, left in choices]

    def _staying(self, rules: Sequence[Sequence[int]], place: int, value: int, alive: int) -> int:
        left = 0
        for number in _members(alive):
            self._pay()
            if rules[number][place] >> value & 1:
                left |= 1 << number
        return left

    def _pay(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise TooLarge


def _members(values: int) -> Iterator[int]:
    while values:
        lowest = values & -values
        yield lowest.bit_length() - 1
        values ^= lowest


def _lowest(values: int) -> int:
    return (values & -values).bit_length() - 1
