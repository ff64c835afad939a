"""The machine for patterns that Python's re could not stop matching: every step is counted, none is tried twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.feel.patterns import (
    BackReference,
    Characters,
    Choice,
    Edge,
    Group,
    PatternError,
    Repeat,
    Sequence,
    Test,
    Tree,
)
from engine.feel.run import Run

_MAX_PROGRAM = 20_000
_BATCH = 256  # steps of the machine …
_CHARGE = 150  # … that cost as much as these of an expression

Saved = tuple[int, ...]  # where each group starts and ends, -1 where it has no part


@dataclass(slots=True)
class _Instruction:
    """One step: what it does, where it goes on, and where else it may go."""

    operation: str  # "test", "split", "save", "edge", "back" or "match"
    next: int = 0
    other: int = 0
    test: Test | None = None
    number: int = 0


class Machine:
    """A pattern as a program. Immutable once made."""

    def __init__(self, tree: Tree, groups: int, flags: str) -> None:
        self._slots = 2 * groups + 2
        self._lines = "m" in flags
        self._folds = "i" in flags
        self._program: list[_Instruction] = []
        self._remembers = True  # what failed once fails again, unless it depends on what a group holds
        self._emit(_Instruction("save", number=0))
        self._add(tree)
        self._emit(_Instruction("save", number=1))
        self._emit(_Instruction("match"))

    # -- making the program

    def _emit(self, instruction: _Instruction) -> _Instruction:
        if len(self._program) >= _MAX_PROGRAM:
            raise PatternError("it repeats too much")
        self._program.append(instruction)
        instruction.next = len(self._program)
        return instruction

    def _add(self, tree: Tree) -> None:
        if isinstance(tree, Characters):
            self._emit(_Instruction("test", test=tree.test))
        elif isinstance(tree, Edge):
            self._emit(_Instruction("edge", number=int(tree.start)))
        elif isinstance(tree, BackReference):
            self._remembers = False
            self._emit(_Instruction("back", number=tree.number))
        elif isinstance(tree, Group):
            self._add_group(tree)
        elif isinstance(tree, Sequence):
            for part in tree.parts:
                self._add(part)
        elif isinstance(tree, Choice):
            self._add_choice(list(tree.branches))
        else:
            self._add_repeat(tree)

    def _add_group(self, tree: Group) -> None:
        if tree.number is None:
            self._add(tree.inner)
        else:
            self._emit(_Instruction("save", number=2 * tree.number))
            self._add(tree.inner)
            self._emit(_Instruction("save", number=2 * tree.number + 1))

    def _add_choice(self, branches: list[Tree]) -> None:
        ends = []
        for branch in branches[:-1]:
            split = self._emit(_Instruction("split"))
            self._add(branch)
            ends.append(self._emit(_Instruction("split")))  # with one way only: a jump
            split.other = len(self._program)
        self._add(branches[-1])
        for end in ends:
            end.next = end.other = len(self._program)

    def _add_repeat(self, tree: Repeat) -> None:
        for _ in range(tree.least):
            self._add(tree.inner)
        if tree.most is None:
            start = len(self._program)
            split = self._emit(_Instruction("split"))
            self._add(tree.inner)
            back = self._emit(_Instruction("split"))
            back.next = back.other = start
            self._leave([split], greedy=tree.greedy)
        else:
            splits = []
            for _ in range(tree.most - tree.least):
                splits.append(self._emit(_Instruction("split")))
                self._add(tree.inner)
            self._leave(splits, greedy=tree.greedy)

    def _leave(self, splits: list[_Instruction], *, greedy: bool) -> None:
        """Let the splits go on behind the repetition: as the second way, or as the first when it is not greedy."""
        for split in splits:
            split.other = len(self._program)
            if not greedy:
                split.next, split.other = split.other, split.next

    # -- running it

    def find_all(self, text: str, run: Run) -> Iterator[tuple[tuple[int, int], ...]]:
        """All matches from left to right, each as the spans of the whole and of its groups."""
        at = 0
        failed: set[int] = set()
        while at <= len(text):
            saved = self._match(text, at, failed, run)
            if saved is None:
                at += 1
            else:
                yield tuple(zip(saved[::2], saved[1::2], strict=True))
                at = saved[1] if saved[1] > at else at + 1
                failed = set()

    def _match(self, text: str, start: int, failed: set[int], run: Run) -> Saved | None:
        """The match that begins at a place. `failed` are splits at places from which there is none."""
        program, width = self._program, len(text) + 1
        stack: list[tuple[int, int, Saved]] = [(0, start, (-1,) * self._slots)]
        steps = 0
        while stack:
            index, at, saved = stack.pop()
            while index >= 0:
                steps += 1
                if steps % _BATCH == 0:
                    run.charge(_CHARGE)
                instruction = program[index]
                operation = instruction.operation
                if operation == "test":
                    test = instruction.test
                    if at >= len(text) or test is None or not test(text[at]):
                        break
                    at += 1
                elif operation == "split":
                    if self._remembers:
                        key = index * width + at
                        if key in failed:
                            break
                        failed.add(key)
                    if instruction.other != instruction.next:
                        stack.append((instruction.other, at, saved))
                elif operation == "save":
                    slot = instruction.number
                    saved = (*saved[:slot], at, *saved[slot + 1 :])
                elif operation == "match":
                    return saved
                else:
                    moved = self._look(instruction, text, at, saved)
                    if moved < 0:
                        break
                    at = moved
                index = instruction.next
        run.charge(steps % _BATCH * _CHARGE // _BATCH)
        return None

    def _look(self, instruction: _Instruction, text: str, at: int, saved: Saved) -> int:
        """Where an edge or back reference leads to; -1 when it does not hold."""
        if instruction.operation == "edge":
            return at if self._is_edge(text, at, start=bool(instruction.number)) else -1
        start, end = saved[2 * instruction.number], saved[2 * instruction.number + 1]
        wanted = text[start:end] if start >= 0 and end >= start else ""
        found = text[at : at + len(wanted)]
        same = found.lower() == wanted.lower() if self._folds else found == wanted
        return at + len(wanted) if same else -1

    def _is_edge(self, text: str, at: int, *, start: bool) -> bool:
        if start:
            return at == 0 or (self._lines and text[at - 1] == "\n")
        return at == len(text) or (self._lines and text[at] == "\n")
