"""People, and browsers that are logged in as them."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from engine import identity, passwords
from engine.db import Database
from engine.models import Group, Person
from engine.settings import Settings
from web.app import create_app

PASSWORD = "correct horse battery"


class Browser(TestClient):
    """A browser that keeps cookies and sends the CSRF token of the session, as the pages do."""

    def as_person(self, login: str, password: str = PASSWORD) -> "Browser":
        """Log in and keep the session."""
        self.refresh()
        answer = self.post(
            "/login", data={"login": login, "password": password}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        return self.refresh()

    def refresh(self) -> "Browser":
        """Ask for a fresh CSRF token."""
        self.headers["x-csrf-token"] = self.get("/session").json()["csrf_token"]
        return self


def token_in(page: str) -> str:
    """The CSRF token that a page holds."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashing a password is slow on purpose; hundreds of tests log in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """Settings of an installation without sample data, in English."""
    return Settings(data_dir=data_dir, secret_key="test-secret", locale="en")


@pytest.fixture
def people(database: Database) -> dict[str, Person]:
    """Ann in service, bob her manager with all rights, cat a stranger."""
    with database.transaction() as session:
        session.add(Group(key="service", name="Service"))
        session.add(Group(key="managers", name="Managers", rights=["monitor", "operate", "deploy", "administer"]))
        session.flush()
        given = [("ann", "Ann Li", ["service"]), ("bob", "Bob Wang", ["service", "managers"]), ("cat", "Cat Zhao", [])]
        return {
            login: identity.create_person(
                session, identity.SYSTEM, login=login, name=name, password=PASSWORD, groups=groups
            )
            for login, name, groups in given
        }


@pytest.fixture
def app(database: Database, settings: Settings, people: dict[str, Person]) -> FastAPI:
    """The whole application over a database of the test's own."""
    database.settings = settings
    return create_app(database, settings)


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Callable[..., Browser]]:
    """Opens a browser: `browser()` for somebody unknown, `browser("ann")` logged in."""
    with ExitStack() as stack:

        def open_browser(login: str = "", address: str = "10.0.0.1") -> Browser:
            client = Browser(
                app,
                base_url="http://testserver",
                client=(address, 50000),
                follow_redirects=False,
                raise_server_exceptions=False,
            )
            stack.enter_context(client)
            client.headers["accept"] = "text/html"
            return client.as_person(login) if login else client

        yield open_browser
