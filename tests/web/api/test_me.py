"""/api/v1/me"""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.conftest import Browser

ME = "/api/v1/me"


def test_who_i_am(program: Program) -> None:
    assert program("bob").get(ME).json() == {
        "login": "bob",
        "name": "Bob Wang",
        "position": "",
        "locale": "",
        "groups": ["managers", "service"],
        "rights": ["administer", "deploy", "monitor", "operate"],
    }


def test_a_token_is_made_used_and_revoked(program: Program, browser: Callable[..., Browser]) -> None:
    ann = browser("ann")
    made = ann.post(f"{ME}/tokens", json={"name": "script", "days": 30})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("bh_")
    script = browser()
    script.headers["authorization"] = f"Bearer {made.json()['secret']}"
    assert script.get(ME).json()["login"] == "ann"
    [listed] = ann.get(f"{ME}/tokens").json()["items"]
    assert "secret" not in listed
    assert listed["last_used_at"] is not None
    assert ann.delete(f"{ME}/tokens/{listed['id']}").status_code == 204
    assert script.get(ME).status_code == 401


def test_a_session_needs_its_csrf_token_here_too(program: Program, browser: Callable[..., Browser]) -> None:
    ann = browser("ann")
    ann.headers.pop("x-csrf-token")
    assert ann.post(f"{ME}/tokens", json={"name": "script"}).json()["code"] == "csrf-refused"


def test_a_token_needs_a_name_and_a_sensible_age(program: Program) -> None:
    assert program("ann").post(f"{ME}/tokens", json={"name": "", "days": 1}).status_code == 422
    assert program("ann").post(f"{ME}/tokens", json={"name": "x", "days": 100000}).status_code == 422
