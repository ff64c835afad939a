"""How large a request may be."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import Message

from tests.web.conftest import Browser

Open = Callable[..., Browser]
MEGABYTE = 1024 * 1024
START = b'--part\r\nContent-Disposition: form-data; name="file"; filename="film.mov"\r\n\r\n'


def test_an_announced_body_over_the_limit_is_refused_without_being_read(app: FastAPI) -> None:
    status, read = asyncio.run(send_body(app, announce=200 * MEGABYTE))
    assert (status, read) == (413, 0)


def test_an_unannounced_body_is_counted_and_cut_off_at_the_limit(app: FastAPI) -> None:
    status, read = asyncio.run(send_body(app, announce=None))
    assert status == 413
    assert read <= 61


def test_a_body_that_is_too_large_gets_a_clear_answer(browser: Open) -> None:
    answer = browser().post("/login", content=b"x" * (61 * MEGABYTE), headers={"accept": "application/json"})
    assert answer.json()["code"] == "too-large"
    assert answer.json()["detail"].startswith("The request is larger than 60 MB.")


async def send_body(app: FastAPI, announce: int | None) -> tuple[int, int]:
    """Offer 200 parts of a megabyte; returns the status and how many parts were taken."""
    taken = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        start = START if taken == 1 else b""
        return {"type": "http.request", "body": start + b"x" * MEGABYTE, "more_body": taken < 200}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=part"), (b"accept", b"application/json")]
    if announce is not None:
        headers.append((b"content-length", str(announce).encode()))
    scope = {
        "type": "http", "method": "POST", "path": "/login", "raw_path": b"/login", "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], taken


@pytest.fixture
def port(app: FastAPI) -> Iterator[int]:
    """A real server on a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def test_a_browser_that_sends_200_megabytes_reads_the_answer(port: int) -> None:
    head = f"POST /login HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nContent-Length: {200 * MEGABYTE}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head.encode())
        for _ in range(200):
            connection.sendall(b"x" * MEGABYTE)
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"The request is larger than 60 MB" in answer
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
