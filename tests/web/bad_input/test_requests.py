"""Requests that make no sense: unreadable, from strangers, far too large, of the wrong kind; each is told clearly."""

import asyncio
import logging
import resource
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import orjson
import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.web.api.conftest import Program
from tests.web.bad_input.conftest import PDF, RIGHT, Wish
from tests.web.conftest import PASSWORD, Browser

Open = Callable[..., Browser]
JSON = {"content-type": "application/json"}
MEBIBYTE = 1 << 20

UNREADABLE: Mapping[str, bytes] = {
    "nothing": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"answers": {"name": "\xff\xfe"}}',
    "a list": b"[]",
    "a NUL character": b'{"answers": {"name": "a\\u0000b", "code": "\\u0000"}}',
    "half a character": b'{"answers": {"name": "\\ud800"}}',
    "half a character in a name": b'{"answers": {"\\udfff": 1}}',
    "no number": b'{"answers": {"amount": NaN}}',
    "endless": b'{"answers": {"amount": Infinity}}',
    "a number beyond all numbers": b'{"answers": {"amount": 1e400}}',
    "too many digits": b'{"answers": {"amount": ' + b"9" * 5000 + b"}}",
    "too deep": b'{"answers": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_or_held_is_the_senders_mistake(wish: Wish, case: str) -> None:
    completion = f"/api/v1/tasks/{wish.id}/completion"
    answer = wish.program.post(completion, content=UNREADABLE[case], headers=JSON)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    draft = UNREADABLE[case].replace(b'"answers":', b'"rev": 0, "data":')
    for address in (f"/api/v1/tasks/{wish.id}/draft", f"/tasks/{wish.id}/draft"):
        client = wish.program if "api" in address else wish.page
        answer = client.put(address, content=draft, headers={**JSON, "accept": "application/json"})
        assert answer.status_code in (400, 422), (address, answer.text)


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_page_form_that_cannot_be_read_is_refused_too(wish: Wish, case: str) -> None:
    inner = UNREADABLE[case].removeprefix(b'{"answers": ').removesuffix(b"}")
    answer = wish.page.post(
        f"/tasks/{wish.id}/completion",
        files=[("data", (None, inner, "text/plain"))],
        headers={"accept": "application/json"},
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] != "internal-error"


@pytest.mark.parametrize("name", ["%00", "%ED%A0%80", "%FF", "%27%22%3E%3Cscript%3E", "a" * 5000])
@pytest.mark.parametrize(
    "address", ["/inbox", "/instances", "/api/v1/tasks?view=team&", "/api/v1/instances", "/p/", "/receipt/", "/start/"]
)
def test_odd_characters_in_addresses_break_nothing(wish: Wish, address: str, name: str) -> None:
    client = wish.program if address.startswith("/api") else wish.page
    separator = "" if address.endswith(("/", "&")) else "?"
    for asked in (f"{address}{separator}q={name}&search={name}", f"{address.split('?')[0].rstrip('/')}/{name[:300]}"):
        assert client.get(asked).status_code < 500, asked[:60]


@pytest.mark.parametrize("task_id", ["17", "None", "../../etc/passwd", "%2e%2e", "'; DROP TABLE person; --", "%00"])
def test_an_id_that_is_none_is_not_found_or_wrong(wish: Wish, task_id: str) -> None:
    for client, address in ((wish.page, "/tasks"), (wish.program, "/api/v1/tasks")):
        assert client.get(f"{address}/{task_id}").status_code in (404, 422)
        assert client.post(f"{address}/{task_id}/completion", json={}).status_code in (404, 422)


def test_an_unknown_task_is_told_alike(wish: Wish) -> None:
    unknown = uuid4()
    page = wish.page.post(f"/tasks/{unknown}/completion", data={"data": "{}"}, headers={"accept": "application/json"})
    by_program = wish.program.post(f"/api/v1/tasks/{unknown}/completion", json={"answers": {}})
    assert (page.status_code, page.json()["code"]) == (404, "not-found")
    assert page.json() == by_program.json()


def test_a_task_of_another_group_is_told_alike_and_stays(wish: Wish, browser: Open, program: Program) -> None:
    page = browser("cat").post(
        f"/tasks/{wish.id}/completion", data={"data": "{}"}, headers={"accept": "application/json"}
    )
    by_program = program("cat").post(f"/api/v1/tasks/{wish.id}/completion", json={"answers": dict(RIGHT)})
    assert (page.status_code, page.json()["code"]) == (403, "not-allowed")
    assert page.json() == by_program.json()
    assert wish.program.get(f"/api/v1/tasks/{wish.id}").json()["state"] == "open"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png", "?"]
)
def test_content_of_another_kind_is_refused(wish: Wish, kind: str) -> None:
    answer = wish.program.post(
        f"/api/v1/tasks/{wish.id}/completion", content=b'{"answers": {}}', headers={"content-type": kind}
    )
    assert answer.status_code in (415, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "head", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"]
)
def test_a_broken_form_is_refused(wish: Wish, head: str) -> None:
    headers = {"content-type": head, "accept": "application/json"}
    answer = wish.page.post(f"/tasks/{wish.id}/completion", content=b"--y\r\nnothing of a form", headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "address"),
    [("DELETE", "/api/v1/tasks"), ("PUT", "/api/v1/instances"), ("PATCH", "/inbox"), ("POST", "/monitoring")],
)
def test_a_method_that_is_not_offered_is_told(wish: Wish, method: str, address: str) -> None:
    answer = wish.program.request(method, address)
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["allow"]


HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="film.pdf"\r\n\r\n%PDF-1.4\n'


async def upload(app: FastAPI, address: str, headers: Mapping[str, str]) -> tuple[int, bytes, int]:
    """Send 200 MB without saying so; the status, the answer, and how many MB were taken before it came."""
    taken, answer = 0, []

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": HEAD if taken == 1 else b"\0" * MEBIBYTE, "more_body": taken <= 200}

    async def send(message: Message) -> None:
        answer.append(message)

    await app({**SCOPE, "path": address, "raw_path": address.encode(), "headers": encoded(headers)}, receive, send)
    body = b"".join(message.get("body", b"") for message in answer[1:])
    return answer[0]["status"], body, taken


SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "query_string": b"",
    "client": ("10.0.0.9", 1),
    "server": ("testserver", 80),
}


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize("address", ["/api/v1/attachments", "/start/question", "/p/question"])
def test_two_hundred_megabytes_are_refused_early_and_fill_no_memory(
    wish: Wish, app: FastAPI, address: str, value: Any
) -> None:
    client = wish.program if address.startswith("/api") else wish.page
    # A guest's token stands in the body, which is therefore read to the limit before the token is missed.
    shown = () if address.startswith("/p/") else ("authorization", "x-csrf-token")
    sent = {name: client.headers[name] for name in shown if name in client.headers}
    cookies = "; ".join(f"{name}={content}" for name, content in client.cookies.items())
    headers = {"content-type": "multipart/form-data; boundary=x", "accept": "application/json", "cookie": cookies}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status, body, taken = asyncio.run(upload(app, address, headers | sent))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (status, orjson.loads(body)["code"]) == (413, "too-large")
    assert "60 MB" in orjson.loads(body)["detail"]
    assert taken <= 62
    assert grown < 40 * 1024
    assert value("SELECT count(*) FROM attachment") == 0


def test_secrets_stand_in_no_error_and_no_log(wish: Wish, browser: Open, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = wish.program.headers["authorization"].removeprefix("Bearer ")
    session = dict(wish.page.cookies)
    stranger = browser()
    refused = [
        stranger.post("/login", data={"login": "ann", "password": "my secret word"}),
        wish.program.post("/api/v1/tasks/17/completion", json={"answers": {"pin": "4711-secret"}}),
        wish.program.post(f"/api/v1/tasks/{wish.id}/completion", content=b'{"pin": "4711-secret', headers=JSON),
        wish.by_page({**RIGHT, "code": "4711-secret"}, [PDF]),
        wish.program.post("/api/v1/me/tokens", json={"name": "", "password": "4711-secret"}),
    ]
    told = "".join(answer.text for answer in refused) + caplog.text
    for word in (secret, PASSWORD, "my secret word", "4711-secret", "test-secret", *session.values()):
        assert word not in told, word
