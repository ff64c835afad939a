"""A table of ten thousand complaints: read and taken in, judged row by row, and a part of it started.

    python -m bench.imports [--rows 10000] [--start 500]

Real time, with the embedded PostgreSQL and one worker's thread, on whatever else the machine does.
"""

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text

from engine import deployments, embedded, identity, packages, row_import_work, row_imports, sample, schema
from engine.db import Database
from engine.identity import SYSTEM
from engine.settings import Settings

Result = TypeVar("Result")

HEADINGS = "complainantName,phone,staffChannel,subject,category,description,consent"
ROW = "林小雨,100 0000 0023,电话,重复扣费,billing,二月份流量包扣了两次，每次 30 元。,是"


def main(rows: int, start: int) -> None:
    """Print the seconds of each part."""
    folder = Path(tempfile.mkdtemp(prefix="bihuan-bench-"))
    database = Database(embedded.start(folder), Settings(data_dir=folder))
    try:
        schema.migrate(database)
        with database.transaction() as session:
            deployments.deploy(session, SYSTEM, packages.read_folder(packages.SHIPPED / "complaint-handling"))
            sample.seed(session)
        _measure(database, rows, start)
    finally:
        database.dispose()
        embedded.stop(folder)


def _measure(database: Database, rows: int, start: int) -> None:
    table = "\n".join([HEADINGS, *[ROW] * rows]).encode()
    taken = _timed("taken in", rows, lambda: _bring(database, table))
    _timed("judged", rows, lambda: _work(database))
    with database.transaction() as session:
        row_imports.begin(session, identity.actor_of_login(session, "chenjing"), taken)
        session.execute(text("UPDATE import_row SET state = 'bad' WHERE line > :last"), {"last": start + 1})
    _timed("started", start, lambda: _work(database))


def _bring(database: Database, table: bytes) -> UUID:
    with database.transaction() as session:
        actor = identity.actor_of_login(session, "chenjing")
        return row_imports.create(
            session, actor, "complaint-handling", io.BytesIO(table), "complaints.csv", locale="en"
        )


def _work(database: Database) -> None:
    while row_import_work.work(database):
        pass


def _timed(name: str, rows: int, part: Callable[[], Result]) -> Result:
    began = time.perf_counter()
    result = part()
    seconds = time.perf_counter() - began
    print(f"{name:10} {rows:7,} rows {seconds:8.2f} s {1000 * seconds / rows:8.2f} ms a row")
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--start", type=int, default=500)
    given = parser.parse_args()
    main(given.rows, given.start)
