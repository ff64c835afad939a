"""The page of incidents."""

from collections.abc import Callable
from uuid import UUID

import pytest

from engine import clock
from engine.db import Database
from engine.ids import new_id
from engine.models import Incident, Job
from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]
Value = Callable[[str, UUID], object]


@pytest.fixture
def stuck(database: Database, asked: Asked) -> UUID:
    """A mail that could not be sent."""
    with database.transaction() as session:
        job = Job(
            instance_id=asked.instance_id,
            token_id="t",
            element_id="answer",
            connector="mail",
            input={},
            state="failed",
            attempt=3,
            run_at=clock.now(),
            created_at=clock.now(),
        )
        session.add(job)
        session.flush()
        incident = Incident(
            instance_id=asked.instance_id,
            element_id="answer",
            job_id=job.id,
            code="connector-failed",
            message="The mail server does not answer <b>at all</b>",
            created_at=clock.now(),
        )
        session.add(incident)
        session.flush()
        return incident.id


@pytest.mark.parametrize("address", ["/incidents", "/incidents/_list", "/monitoring"])
def test_it_says_what_is_stuck_and_why(browser: Open, stuck: UUID, address: str) -> None:
    page = browser("bob").get(address).text
    assert "The mail server does not answer &lt;b&gt;at all&lt;/b&gt;" in page
    assert f"/incidents/{stuck}/retry" in page
    assert "3 attempts" in page


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "The system that is called did not do its work."), ("zh-CN", "所调用的外部系统没有完成工作。")],
)
def test_it_says_what_that_means_in_the_readers_language(
    browser: Open, asked: Asked, stuck: UUID, locale: str, said: str
) -> None:
    bob = browser("bob")
    for address in ("/incidents", "/monitoring", f"/instances/{asked.instance_id}"):
        page = bob.get(address, headers={"accept-language": locale}).text
        assert said in page
        assert page.index(said) < page.index("The mail server does not answer")


def test_it_is_tried_again(browser: Open, stuck: UUID, value: Value) -> None:
    answer = browser("bob").post(f"/incidents/{stuck}/retry", data={"next": "/monitoring"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/monitoring?said=retried")
    assert value("SELECT state FROM incident WHERE id = :id", stuck) == "resolved"
    again = browser("bob").post(f"/incidents/{stuck}/retry")
    assert again.status_code == 409


@pytest.mark.parametrize("next_page", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_a_retry_leads_to_our_own_pages_only(browser: Open, stuck: UUID, next_page: str) -> None:
    answer = browser("bob").post(f"/incidents/{stuck}/retry", data={"next": next_page})
    assert answer.headers["location"] == "/incidents?said=retried"


def test_it_refuses_strangers(browser: Open, stuck: UUID, value: Value) -> None:
    assert browser().get("/incidents").status_code == 303
    assert browser("ann").get("/incidents").status_code == 403
    assert browser("ann").post(f"/incidents/{stuck}/retry").status_code == 403
    assert value("SELECT state FROM incident WHERE id = :id", stuck) == "open"


def test_an_empty_list_says_so(browser: Open, deployed: None) -> None:
    bob = browser("bob")
    assert "No incidents" in bob.get("/incidents").text
    assert bob.post(f"/incidents/{new_id()}/retry").status_code == 404
