"""Routers that are asked only about addresses below their prefix."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from web.routing import Router


def test_each_router_answers_below_its_prefix() -> None:
    app = FastAPI()
    for prefix in ("/tasks", "/tasks-done"):
        router = Router(prefix=prefix)
        router.add_api_route("", lambda prefix=prefix: prefix)
        router.add_api_route("/{key}", lambda key, prefix=prefix: f"{prefix} {key}")
        app.include_router(router)
    client = TestClient(app)
    assert client.get("/tasks").json() == "/tasks"
    assert client.get("/tasks/17").json() == "/tasks 17"
    assert client.get("/tasks-done/17").json() == "/tasks-done 17"
    assert client.post("/tasks/17").status_code == 405
    assert client.get("/other").status_code == 404
