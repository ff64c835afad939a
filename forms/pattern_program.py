"""Turns the tree of a pattern into steps, and searches a text with them in bounded time.

Backtracking engines can need exponential time on a pattern like `(a|a)*b`. A form asks only whether a pattern occurs,
so a pair of step and position needs to be tried but once: time grows with pattern times text. Only patterns with
references to groups can need more; for them, and for everything else, there is a limit on the number of tries.
"""

from dataclasses import dataclass, field

from forms.pattern_syntax import (
    WORD,
    Assertion,
    Choice,
    Group,
    Look,
    Node,
    NotSupported,
    Ranges,
    Reference,
    Repeat,
    Sequence,
    Units,
)

MOST_STEPS = 5_000
MOST_TRIES = 150_000
_NONE = -1


class TooSlow(Exception):
    """The search was given up; nothing is known about the text."""


@dataclass(frozen=True, slots=True)
class Take:
    """Step over one code unit of the set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Fork:
    """Go on at one step, or else at the other."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Jump:
    """Go on elsewhere."""

    to: int


@dataclass(frozen=True, slots=True)
class Inner:
    """A look around: a program of its own."""

    program: "Program"
    ahead: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Remember the place as a border of a group."""

    slot: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget what the groups inside a repetition have captured, as every new round does."""

    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The end."""


Step = Take | Fork | Jump | Inner | Mark | Forget | Found | Assertion | Reference


class _Size:
    """How large a pattern has become with everything that is inside it, written out."""

    def __init__(self) -> None:
        self._steps = 0

    def grow(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise NotSupported("too large")


@dataclass
class Program:
    """The steps of one pattern; `slots` is how many group borders it must remember, mostly none."""

    slots: int
    size: _Size
    steps: list[Step] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Append the steps of a node."""
        match node:
            case Units(ranges):
                self._append(Take(ranges))
            case Sequence(items):
                for item in items:
                    self.add(item)
            case Choice(branches):
                self._add_choice(branches)
            case Repeat():
                self._add_repeat(node)
            case Group(item, number):
                self._add_group(item, number)
            case Look(item, ahead, negative):
                self._add_look(item, ahead, negative)
            case Assertion() | Reference():
                self._append(node)

    def _append(self, step: Step) -> int:
        self.size.grow()
        self.steps.append(step)
        return len(self.steps) - 1

    def _add_look(self, item: Node, ahead: bool, negative: bool) -> None:
        if not ahead and _refers(item):
            raise NotSupported("a reference in a look behind")
        inner = Program(self.slots, self.size)
        inner.add(item)
        inner.steps.append(Found())
        self._append(Inner(inner, ahead, negative))

    def _add_group(self, item: Node, number: int) -> None:
        if not self.slots:
            self.add(item)
            return
        self._append(Mark(2 * number - 2))
        self.add(item)
        self._append(Mark(2 * number - 1))

    def _add_choice(self, branches: tuple[Node, ...]) -> None:
        ends = []
        for branch in branches[:-1]:
            fork = self._append(Found())
            self.add(branch)
            ends.append(self._append(Found()))
            self.steps[fork] = Fork(fork + 1, len(self.steps))
        self.add(branches[-1])
        for end in ends:
            self.steps[end] = Jump(len(self.steps))

    def _add_repeat(self, repeat: Repeat) -> None:
        forget = tuple(_slots_in(repeat.item)) if self.slots else ()
        for _ in range(repeat.least):
            self._add_round(repeat.item, forget)
        if repeat.most is None:
            fork = self._append(Found())
            self._add_round(repeat.item, forget)
            self._append(Jump(fork))
            self._set_fork(fork, repeat.lazy)
        else:
            forks = []
            for _ in range(repeat.most - repeat.least):
                forks.append(self._append(Found()))
                self._add_round(repeat.item, forget)
            for fork in forks:
                self._set_fork(fork, repeat.lazy)

    def _add_round(self, item: Node, forget: tuple[int, ...]) -> None:
        self.size.grow()
        if forget:
            self._append(Forget(forget))
        self.add(item)

    def _set_fork(self, fork: int, lazy: bool) -> None:
        onward, out = fork + 1, len(self.steps)
        self.steps[fork] = Fork(out, onward) if lazy else Fork(onward, out)


def _slots_in(node: Node) -> list[int]:
    own = [2 * node.number - 2, 2 * node.number - 1] if isinstance(node, Group) else []
    return own + [slot for inner in _inside(node) for slot in _slots_in(inner)]


def _refers(node: Node) -> bool:
    return isinstance(node, Reference) or any(map(_refers, _inside(node)))


def _inside(node: Node) -> tuple[Node, ...]:
    match node:
        case Repeat(item=item) | Look(item=item) | Group(item=item):
            return (item,)
        case Sequence(items) | Choice(items):
            return items
    return ()


def compiled(tree: Node, slots: int) -> Program:
    """The program of a tree."""
    program = Program(slots, _Size())
    program.add(tree)
    program.steps.append(Found())
    return program


Borders = tuple[int, ...]


class Search:
    """One search in one text, given as code units."""

    def __init__(self, units: list[int]) -> None:
        self._units = units
        self._tries = 0

    def occurs(self, program: Program) -> bool:
        """Does the pattern occur anywhere? Raises TooSlow when that takes too long to find out."""
        nothing = (_NONE,) * program.slots
        tried: set[tuple[int, int, Borders]] = set()
        starts = range(len(self._units) + 1)
        return any(self._run(program, start, nothing, tried) is not None for start in starts)

    def _run(
        self,
        program: Program,
        start: int,
        borders: Borders,
        tried: set[tuple[int, int, Borders]],
        end: int | None = None,
    ) -> Borders | None:
        """The group borders of the first match from here (up to `end`, if that is given), or None."""
        ahead = [(0, start, borders)]
        while ahead:
            state = ahead.pop()
            if state in tried:
                continue
            tried.add(state)
            self._count()
            at, place, borders = state
            step = program.steps[at]
            if isinstance(step, Found):
                if end is None or place == end:
                    return borders
            elif isinstance(step, Fork):
                ahead.append((step.second, place, borders))
                ahead.append((step.first, place, borders))
            else:
                following = self._follow(step, at, place, borders)
                if following is not None:
                    ahead.append(following)
        return None

    def _count(self) -> None:
        self._tries += 1
        if self._tries > MOST_TRIES:
            raise TooSlow

    def _follow(self, step: Step, at: int, place: int, borders: Borders) -> tuple[int, int, Borders] | None:
        match step:
            case Take(ranges):
                fits = place < len(self._units) and _contains(ranges, self._units[place])
                return (at + 1, place + 1, borders) if fits else None
            case Jump(to):
                return to, place, borders
            case Assertion(kind):
                return (at + 1, place, borders) if self._holds(kind, place) else None
            case Inner():
                return self._look(step, at, place, borders)
            case Reference(number):
                return self._again(number, at, place, borders)
            case Mark(slot):
                return at + 1, place, (*borders[:slot], place, *borders[slot + 1 :])
            case Forget(slots):
                return at + 1, place, tuple(_NONE if slot in slots else old for slot, old in enumerate(borders))
        return None

    def _holds(self, kind: str, place: int) -> bool:
        if kind == "^":
            return place == 0
        if kind == "$":
            return place == len(self._units)
        return (self._is_word(place - 1) != self._is_word(place)) == (kind == "b")

    def _is_word(self, place: int) -> bool:
        return 0 <= place < len(self._units) and _contains(WORD, self._units[place])

    def _look(self, look: Inner, at: int, place: int, borders: Borders) -> tuple[int, int, Borders] | None:
        if look.ahead:
            found = self._run(look.program, place, borders, set())
        else:
            matches = (self._run(look.program, start, borders, set(), place) for start in range(place, -1, -1))
            found = next((match for match in matches if match is not None), None)
        if look.negative:
            return (at + 1, place, borders) if found is None else None
        return None if found is None else (at + 1, place, found)

    def _again(self, number: int, at: int, place: int, borders: Borders) -> tuple[int, int, Borders] | None:
        first, last = borders[2 * number - 2 : 2 * number]
        captured = self._units[first:last] if first != _NONE and last != _NONE else []
        fits = self._units[place : place + len(captured)] == captured
        return (at + 1, place + len(captured), borders) if fits else None


def _contains(ranges: Ranges, unit: int) -> bool:
    return any(first <= unit <= last for first, last in ranges)
