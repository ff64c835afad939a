"""CPU that a server and its PostgreSQL use, from /proc, whatever else the machine does."""

import os
from pathlib import Path


class Processes:
    """CPU seconds of the server and of everything PostgreSQL."""

    def __init__(self, server: int, postmaster: int) -> None:
        self._server, self._postmaster = server, postmaster

    def cpu(self) -> float:
        """User and system seconds up to now; backends that have ended are counted with their postmaster."""
        return _seconds(self._server, ended=False) + self._database()

    def _database(self) -> float:
        children = [pid for pid in _pids() if _parent(pid) == self._postmaster]
        return _seconds(self._postmaster, ended=True) + sum(_seconds(pid, ended=False) for pid in children)


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 50


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _seconds(pid: int, *, ended: bool) -> float:
    fields = _stat(pid)
    ticks = sum(int(fields[place]) for place in ((11, 12, 13, 14) if ended else (11, 12)))
    return ticks / os.sysconf("SC_CLK_TCK")
