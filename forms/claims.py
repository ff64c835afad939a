"""Who writes where: no two components may write the same place of the data."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class _Place:
    closed: bool = False
    repeater: str | None = None
    inner: dict[str, "_Place"] = field(default_factory=dict)


class Claims:
    """The binding paths claimed so far in one form."""

    def __init__(self) -> None:
        self._root = _Place()

    def claim(
        self, path: Sequence[str], ancestors: Sequence[str], *, closed: bool = False, repeater: str | None = None
    ) -> bool:
        """Claim a path; False when it is taken.

        A field closes its path. Groups share theirs. A repeating list wants its own, and below it only what stands
        inside that list (`ancestors` holds its id) may claim.
        """
        if not self._is_free(path, ancestors, exclusive=closed or repeater is not None):
            return False
        place = self._root
        for step in path:
            place = place.inner.setdefault(step, _Place())
        place.closed = closed
        place.repeater = repeater or place.repeater
        return True

    def _is_free(self, path: Sequence[str], ancestors: Sequence[str], *, exclusive: bool) -> bool:
        place = self._root
        for step in path:
            if step not in place.inner:
                return True
            place = place.inner[step]
            if place.closed or (place.repeater is not None and place.repeater not in ancestors):
                return False
        return not exclusive
