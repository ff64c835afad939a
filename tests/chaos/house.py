"""The product as its own process group, which can be killed as a whole and started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import httpx2

from tests.chaos.ports import free_port

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 90.0
"""Seconds; a machine that is busy with other things needs some."""


class House:
    """One installation: always the same database, data folder and port; at most one process at a time."""

    def __init__(self, database_url: str, folder: Path, smtp_port: int, *, dead_after: int) -> None:
        self.port = free_port(Random())
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "house.log"
        self._settings = {
            "BIHUAN_DATABASE_URL": database_url,
            "BIHUAN_DATA_DIR": str(folder / "data"),
            "BIHUAN_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "BIHUAN_PORT": str(self.port),
            "BIHUAN_SAMPLE_DATA": "1",
            "BIHUAN_DEAD_AFTER": str(dead_after),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the product as `bihuan serve` does; returns at once."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from web.cli import main; main()", "serve"],
                cwd=ROOT,
                env={"PYTHONUTF8": "1", **self._settings},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return when it answers; RuntimeError with its log when it gave up or takes too long."""
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                httpx2.get(f"{self.url}/healthz", timeout=5).raise_for_status()
            except httpx2.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the house did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def kill(self) -> None:
        """SIGKILL the process and all its children; nothing happens when it does not run."""
        if self._process is None:
            return
        if self._process.poll() is None:
            # It leads a group of its own (a new session), so this reaches nothing that it did not start.
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=30)
        self._process = None

    def stop(self) -> int:
        """Ask it to stop as Ctrl-C does, and return its exit code."""
        if self._process is None:
            raise RuntimeError("the house does not run")
        os.killpg(self._process.pid, signal.SIGINT)
        code = self._process.wait(timeout=30)
        self._process = None
        return code
