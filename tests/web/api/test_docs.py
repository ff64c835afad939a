"""/api/v1/openapi.json and /api/v1/docs"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Browser
from web.api.docs import problems

Open = Callable[..., Browser]


@pytest.fixture
def document(browser: Open) -> dict[str, Any]:
    found: dict[str, Any] = browser().get("/api/v1/openapi.json").json()
    return found


def test_only_the_rest_api_is_described(document: dict[str, Any]) -> None:
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert {"/api/v1/tasks/{task_id}/completion", "/api/v1/instances", "/api/v1/messages"} <= set(document["paths"])


def test_every_operation_is_explained_and_may_answer_a_problem(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (method, path)
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert "422" not in operation["responses"]


def test_no_table_is_returned(document: dict[str, Any]) -> None:
    assert not {"Person", "UserTask", "ProcessInstance", "ApiToken"} & set(document["components"]["schemas"])
    assert "password_hash" not in str(document)


def test_the_page_works_without_scripts_of_others(browser: Open, document: dict[str, Any]) -> None:
    page = browser().get("/api/v1/docs")
    assert page.status_code == 200
    assert "/api/v1/tasks/{task_id}/completion" in page.text
    assert 'id="problem-already-done"' in page.text
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "cdn" not in page.text


def test_every_problem_has_a_text() -> None:
    codes = [row["code"] for row in problems()]
    assert {"form-invalid", "too-large", "csrf-refused", "no-such-address"} <= set(codes)
    assert len(codes) == len(set(codes))
    assert all(row["text"] and 400 <= row["status"] < 600 for row in problems())
