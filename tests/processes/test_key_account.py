"""The key-account package beside its scenarios: two processes under names of their own, and who may start which."""

import pytest
from sqlmodel import Session

from engine import deployments, dmn, identity, packages, sample
from engine.identity import SYSTEM

FOLDER = packages.SHIPPED / "key-account-information"


@pytest.fixture
def in_service(session: Session) -> Session:
    deployments.deploy(session, SYSTEM, packages.read_folder(FOLDER))
    sample.seed(session)
    return session


def startable(session: Session, login: str, locale: str) -> dict[str, tuple[str, str]]:
    actor = identity.actor_of_login(session, login)
    return {found.key: (found.name, found.description) for found in deployments.startable(session, actor, locale)}


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_each_process_of_the_package_is_called_by_its_own_name(in_service: Session, locale: str) -> None:
    told = packages.read_folder(FOLDER).texts[locale]["process"]
    report = told["report-an-item"]
    assert startable(in_service, "xulan", locale) == {
        "key-account-information": (told["name"], told["description"]),
        "report-an-item": (report["name"], report["description"]),
    }


def test_anybody_reports_but_only_who_looks_after_accounts_opens_one(in_service: Session) -> None:
    assert set(startable(in_service, "zhoumin", "en")) == {"report-an-item"}
    assert set(startable(in_service, "gaojie", "en")) == {"report-an-item", "key-account-information"}


def test_sample_people_join_the_groups_of_what_is_put_into_service_later(in_service: Session) -> None:
    assert "complaint-desk" not in identity.actor_of_login(in_service, "chenjing").groups
    deployments.deploy(in_service, SYSTEM, packages.read_folder(packages.SHIPPED / "complaint-handling"))
    sample.seed(in_service)
    assert "complaint-desk" in identity.actor_of_login(in_service, "chenjing").groups


def test_points_never_grow_by_being_sent_back() -> None:
    points = dmn.load(packages.read_folder(FOLDER).decisions["decisions/item-points.dmn"])
    for value in ("high", "medium", "low"):
        for benefit in ("large", "some", "little"):
            asked = {"kind": "reporting", "value": value, "benefit": benefit}
            earned = [points.decide("item-points", asked | {"returns": times}).value for times in range(4)]
            assert earned == sorted(earned, reverse=True)
            assert earned[-1] > 0
