"""Start and two completions over HTTP on PostgreSQL, beside a floor of five statements and one commit.

    python -m bench.complete [--instances 400] [--clients 1 8]

CPU is user + system time of the server and of every PostgreSQL process, from /proc, so it does not depend on what else
the machine does. The floor runs in the same server, on the same database, in the same minutes, alternating.
"""

import argparse
import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from fastapi.testclient import TestClient
from sqlalchemy import event

from bench import floor, model
from bench.processes import Processes
from engine import deployments, embedded, identity, schema
from engine.db import Database
from engine.identity import SYSTEM
from engine.settings import Settings
from web.app import create_app

REQUESTS = 3
"""Requests per instance, of both: one start and two completions."""
ROUNDS = 3
"""How often product and floor take turns."""


class Client:
    """One keep-alive connection with an API token."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: Any) -> Any:
        self._connection.request("POST", path, json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        assert answer.status in (200, 201), (answer.status, data)
        return json.loads(data)

    def instance(self) -> None:
        """The product: one instance from its start to its end."""
        task = self.post("/api/v1/instances", {"process": "bench", "answers": {}})["task_id"]
        while task:
            task = self.post(f"/api/v1/tasks/{task}/completion", {"answers": model.ANSWERS})["next_task_id"]

    def floor(self) -> None:
        """The floor: as many requests, carrying as much."""
        found = self.post("/floor", {"answers": model.ANSWERS})["id"]
        for _ in range(REQUESTS - 1):
            self.post(f"/floor/{found}", {"answers": model.ANSWERS})


def run(clients: list[Client], count: int, what: Callable[[Client], None]) -> float:
    """Let the clients do `count` of them together; returns the seconds it took."""
    left = iter(range(count))
    lock = threading.Lock()

    def work(client: Client) -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            what(client)

    threads = [threading.Thread(target=work, args=[client]) for client in clients]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def measure(
    processes: Processes, clients: list[Client], count: int, what: Callable[[Client], None]
) -> tuple[float, float]:
    """CPU milliseconds and wall milliseconds per instance."""
    before = processes.cpu()
    seconds = run(clients, count, what)
    return (processes.cpu() - before) * 1000 / count, seconds * 1000 / count


def statements(address: str, token: str) -> dict[str, list[int]]:
    """SQL statements and commits of each request of one instance, counted at the driver in this process."""
    settings = Settings(database_url=address, data_dir=Path(tempfile.mkdtemp())).with_secret_key()
    database = Database(address, settings)
    counts = {"statements": 0, "commits": 0}
    event.listen(database.engine, "before_cursor_execute", lambda *_: _count(counts, "statements"))
    event.listen(database.engine, "commit", lambda *_: _count(counts, "commits"))
    found: dict[str, list[int]] = {"statements": [], "commits": []}
    with TestClient(create_app(database, settings), headers={"Authorization": f"Bearer {token}"}) as client:
        for warm in (True, False):
            path, body = "/api/v1/instances", {"process": "bench", "answers": {}}
            while path:
                counts.update(statements=0, commits=0)
                answer = client.post(path, json=body).json()
                if not warm:
                    found["statements"].append(counts["statements"])
                    found["commits"].append(counts["commits"])
                task = answer.get("task_id") or answer.get("next_task_id")
                path, body = (f"/api/v1/tasks/{task}/completion" if task else ""), {"answers": model.ANSWERS}
    database.dispose()
    return found


def _count(counts: dict[str, int], name: str) -> None:
    counts[name] += 1


@contextmanager
def prepared() -> Iterator[tuple[str, str, int]]:
    """A fresh durable database with the process in service: its address, an API token, the postmaster's pid."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    folder.chmod(0o755)
    address = embedded.start(folder)
    database = Database(address)
    try:
        schema.migrate(database)
        with database.transaction() as session:
            for table in floor.TABLES:
                session.connection().exec_driver_sql(table)
            deployments.deploy(session, SYSTEM, model.package())
            identity.create_person(session, SYSTEM, login="bench", name="Bench", groups=["bench"])
            token = identity.create_token(session, identity.actor_of_login(session, "bench"), "bench", days=1)[1]
        database.dispose()
        yield address, token, int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(address: str) -> Iterator[tuple[int, int]]:
    """The server in a process of its own: its pid and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bench.server", address, str(port), tempfile.mkdtemp()]
    server = subprocess.Popen(command)
    try:
        for _ in range(200):
            time.sleep(0.05)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        else:
            raise SystemExit("the measured server did not come up; what it said stands above")
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(10)


def wal(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint").fetchone()
        assert row is not None
        return int(row[0])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=400)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    asked = parser.parse_args()
    with prepared() as (address, token, postmaster), serving(address) as (server, port):
        processes = Processes(server, postmaster)
        run([Client(port, token)], 50, Client.instance)
        run([Client(port, token)], 50, Client.floor)
        print(f"{'':10} {'CPU ms per instance':>28} {'instances a second':>28}")
        for number in asked.clients:
            clients = [Client(port, token) for _ in range(number)]
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(measure(processes, clients, asked.instances // ROUNDS, Client.instance))
                theirs.append(measure(processes, clients, asked.instances // ROUNDS, Client.floor))
            report(number, ours, theirs)
        before = wal(address)
        run([Client(port, token)], 100, Client.instance)
        print(f"WAL bytes per instance: {(wal(address) - before) // 100}")
        counted = statements(address, token)
    print(f"statements: start {counted['statements'][0]}, completions {counted['statements'][1:]}")
    print(f"commits:    start {counted['commits'][0]}, completions {counted['commits'][1:]}")


def report(number: int, ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> None:
    """One line: medians of product and floor, and their ratio: CPU times the floor's, throughput of the floor's."""
    cpu, wall = (statistics.median(values) for values in zip(*ours, strict=True))
    floor_cpu, floor_wall = (statistics.median(values) for values in zip(*theirs, strict=True))
    name = f"{number} client" + ("s" if number > 1 else "")
    print(
        f"{name:10} {cpu:9.2f} floor {floor_cpu:6.2f} = {cpu / floor_cpu:4.2f}"
        f" {1000 / wall:9.1f} floor {1000 / floor_wall:6.1f} = {floor_wall / wall:4.2f}"
    )


if __name__ == "__main__":
    main()
