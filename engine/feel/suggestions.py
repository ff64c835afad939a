"""“Did you mean …?”: the known name that a mistyped one was probably meant to be."""

from collections.abc import Iterable
from itertools import islice

_MAX_KNOWN = 500  # names that are looked at
_MAX_LENGTH = 40
_SEPARATORS = str.maketrans("", "", " _-.")
_DIGITS = str.maketrans("", "", "0123456789")


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like a name that is unknown; None when none is like it.

    Case and separators do not count, two letters that changed places are one mistake. Names that differ in their
    digits only are not mistaken for each other.
    """
    wanted = _plain(name)
    best: tuple[int, str] | None = None
    for other in islice(known, _MAX_KNOWN):
        if type(other) is not str or other == name or _only_digits_differ(name, other):
            continue
        plain = _plain(other)
        allowed = _mistakes(min(len(wanted), len(plain)))
        distance = _distance(wanted, plain, allowed)
        if distance <= allowed and (best is None or (distance, other) < best):
            best = distance, other
    return best[1] if best else None


def _mistakes(letters: int) -> int:
    """How many mistakes a name may have; one in a short name makes another word of it."""
    return 0 if letters < 3 else 1 if letters < 8 else 2


def _plain(name: str) -> str:
    return name[: _MAX_LENGTH + 1].translate(_SEPARATORS).casefold()


def _only_digits_differ(one: str, other: str) -> bool:
    return one != other and one.translate(_DIGITS) == other.translate(_DIGITS)


def _distance(one: str, other: str, allowed: int) -> int:
    """How many letters were left out, put in, changed or swapped; `allowed + 1` when it is more than that."""
    if abs(len(one) - len(other)) > allowed or max(len(one), len(other)) > _MAX_LENGTH:
        return allowed + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, above, row = row, before, [at]
        for place, wanted in enumerate(other, start=1):
            steps = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                steps = min(steps, above[place - 2] + 1)
            row.append(steps)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]
