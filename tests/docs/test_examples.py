"""The examples of the developer's handbook do what it says, against the whole product."""

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlmodel import Session, select

from engine import deployments, identity, packages, sample
from engine.db import Database
from engine.identity import SYSTEM
from engine.models import Event
from engine.settings import Settings
from engine.worker import Worker
from tests.docs.documents import LANGUAGES, examples, page
from web.app import create_app

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="the examples are for curl, which is not here")

SCRIPT = """
set -euo pipefail
curl() { command curl --fail-with-body --silent --show-error "$@" && echo; }
"""


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables that the examples need: the address of a running installation, and a token of 陈静."""
    settings = Settings(data_dir=tmp_path, port=_free_port()).with_secret_key()
    database.settings = settings
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, packages.read_folder(packages.SHIPPED / "complaint-handling"))
        sample.seed(session)
        token = _token(session, "chenjing")
    server = uvicorn.Server(uvicorn.Config(create_app(database, settings), port=settings.port, log_level="warning"))
    thread, worker = threading.Thread(target=server.run, daemon=True), Worker(database)
    thread.start()
    worker.start()
    while not server.started:
        time.sleep(0.02)
    yield {"BIHUAN": settings.base_url, "TOKEN": token}
    server.should_exit = True
    worker.stop()
    thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _token(session: Session, login: str) -> str:
    session.flush()
    return identity.create_token(session, identity.actor_of_login(session, login), "examples", days=1)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_the_developers_handbook_work(
    language: str, installation: dict[str, str], database: Database, tmp_path: Path
) -> None:
    blocks = [body for kind, marks, body in examples(page(language, "developer")) if (kind, marks) == ("sh", "run")]
    done = subprocess.run(
        ["bash", "-c", SCRIPT + "\n".join(blocks)],
        env={"PATH": "/usr/bin:/bin", **installation},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    who, started, completed, found, stored = answers
    assert who["login"] == "chenjing"
    assert started["business_key"].startswith("CP-")
    assert completed["instance_id"] == started["instance_id"]
    assert [item["id"] for item in found["items"]] == [started["instance_id"]]
    assert stored["filename"] == "bill.pdf"
    with database.reading() as session:
        kinds = [row.kind for row in session.exec(select(Event)).all()]
    assert kinds.count("task.completed") == 1
