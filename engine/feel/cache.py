"""The memory of compiled texts: the most recently used ones, bounded in number and in total length, for all threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_MAX_ENTRIES = 4_096
_MAX_CHARACTERS = 400_000  # of text; a compiled text takes some hundred times its length


class Cache(Generic[_Value]):
    """What was made for a key. Reading takes no lock: the worst a race can do is to compile a text twice."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, length: int, make: Callable[[], _Value]) -> _Value:
        """The value of a key; `make` is called, outside of the lock, when it is not there."""
        found = self._entries.get(key)
        if found is not None:
            return found[0]
        value = make()
        with self._lock:
            if key not in self._entries:
                self._entries[key] = (value, length)
                self._characters += length
                self._shrink()
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._characters = 0

    def _shrink(self) -> None:
        while len(self._entries) > _MAX_ENTRIES or self._characters > _MAX_CHARACTERS:
            _, (_, length) = self._entries.popitem(last=False)
            self._characters -= length
