"""People, sessions, tokens and passwords."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from engine import attempts, clock, identity
from engine.errors import LoginRefused, NotAllowed, NotFound, PasswordRefused, TooManyAttempts
from engine.identity import SYSTEM, Actor, Login
from engine.models import ApiToken, Attempt, Group, LoginSession, Person
from engine.settings import Settings

PASSWORD = "correct horse battery"
HERE = "10.0.0.1"


@pytest.fixture
def ann(session: Session) -> Person:
    """Ann in service, whose manager is bob."""
    session.add(Group(key="service", name="Service", rights=["monitor"]))
    session.add(Group(key="managers", name="Managers", rights=["monitor", "operate"]))
    session.flush()
    return identity.create_person(
        session,
        SYSTEM,
        login="ann",
        name="Ann Li",
        names={"zh-CN": "李安"},
        position="Agent",
        positions={"zh-CN": "专员"},
        password=PASSWORD,
        groups=["service", "managers"],
    )


def actor_of(session: Session, login: Login) -> Actor:
    found = identity.actor_of_session(session, login.session_token)
    assert found is not None
    return found[0]


def test_a_session_knows_the_person_with_groups_and_rights(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    actor = actor_of(session, login)
    assert (actor.kind, actor.person_id, actor.login, actor.name) == ("person", ann.id, "ann", "Ann Li")
    assert actor.groups == {"service", "managers"}
    assert actor.rights == {"monitor", "operate"}
    assert actor.may("operate")
    assert not actor.may("deploy")


def test_a_session_is_resolved_by_one_statement(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    statements: list[str] = []
    listener = lambda *given: statements.append(given[2])  # noqa: E731 - an event listener of one line
    event.listen(session.get_bind(), "before_cursor_execute", listener)
    actor_of(session, login)
    event.remove(session.get_bind(), "before_cursor_execute", listener)
    assert len(statements) == 1


def test_names_are_given_in_the_language_of_the_reader(session: Session, ann: Person) -> None:
    token = identity.log_in(session, "ann", PASSWORD, address=HERE).session_token
    found = identity.actor_of_session(session, token, locale="zh-CN")
    assert found is not None
    assert (found[0].name, found[0].position) == ("李安", "专员")


def test_only_hashes_are_stored(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    _, secret = identity.create_token(session, actor_of(session, login), "script", days=1)
    kept = session.exec(select(LoginSession)).one()
    assert login.session_token.encode() not in kept.token_hash
    assert secret.encode() not in session.exec(select(ApiToken)).one().secret_hash
    assert ann.password_hash.startswith("$argon2id$")
    assert PASSWORD not in repr(login)
    assert login.session_token not in repr(login)


@pytest.mark.parametrize(("login", "password"), [("ann", "wrong"), ("nobody", PASSWORD), ("ann\x00", "x"), ("", "")])
def test_a_wrong_login_or_password_is_refused_alike(session: Session, ann: Person, login: str, password: str) -> None:
    with pytest.raises(LoginRefused):
        identity.log_in(session, login, password, address=HERE)


def test_somebody_without_a_password_cannot_log_in_by_one(session: Session, ann: Person) -> None:
    identity.create_person(session, SYSTEM, login="lina", name="Li Na", sample=True)
    with pytest.raises(LoginRefused):
        identity.log_in(session, "lina", "", address=HERE)


def test_somebody_who_has_left_is_nobody(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    ann.active = False
    session.flush()
    assert identity.actor_of_session(session, login.session_token) is None
    with pytest.raises(LoginRefused):
        identity.log_in(session, "ann", PASSWORD, address=HERE)


@pytest.mark.usefixtures("early_in_a_window")
def test_failed_attempts_are_limited_and_a_success_starts_again(session: Session, ann: Person) -> None:
    for _ in range(identity.ATTEMPTS_AT_A_LOGIN - 1):
        with pytest.raises(LoginRefused):
            identity.log_in(session, "ann", "wrong", address=HERE)
    identity.log_in(session, "ann", PASSWORD, address=HERE)
    assert session.exec(select(Attempt)).all() == []
    for _ in range(identity.ATTEMPTS_AT_A_LOGIN):
        with pytest.raises(LoginRefused):
            identity.log_in(session, "ann", "wrong", address=HERE)
    with pytest.raises(TooManyAttempts) as caught:
        identity.log_in(session, "ann", PASSWORD, address=HERE)
    assert 0 < caught.value.params["seconds"] <= 900


@pytest.mark.usefixtures("early_in_a_window")
def test_guessing_many_logins_from_one_address_is_limited(session: Session, ann: Person) -> None:
    for _ in range(identity.ATTEMPTS_FROM_AN_ADDRESS):
        attempts.count(session, f"login:{HERE}", limit=identity.ATTEMPTS_FROM_AN_ADDRESS, per=identity.ATTEMPTS_PER)
    with pytest.raises(TooManyAttempts):
        identity.log_in(session, "ann", PASSWORD, address=HERE)


def test_a_session_ends_after_inactivity(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE, lasts=timedelta(hours=1))
    clock.set_offset(timedelta(minutes=61))
    assert identity.actor_of_session(session, login.session_token) is None
    assert identity.prune(session, before=clock.now()) == 1


def test_activity_extends_a_session_by_a_write_every_few_minutes(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    ends = select(LoginSession.expires_at)
    first = session.exec(ends).one()
    clock.set_offset(timedelta(minutes=3))
    actor_of(session, login)
    assert session.exec(ends).one() == first
    clock.set_offset(timedelta(minutes=30))
    actor_of(session, login)
    assert session.exec(ends).one() > first + timedelta(minutes=29)


def test_logging_out_ends_the_session(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    identity.log_out(session, login.session_token)
    assert identity.actor_of_session(session, login.session_token) is None
    identity.log_out(session, login.session_token)


def test_sample_people_log_in_by_one_click_only_while_sample_data_is_on(session: Session, ann: Person) -> None:
    identity.create_person(session, SYSTEM, login="lina", name="Li Na", sample=True)
    login = identity.log_in_as_sample(session, "lina", Settings(sample_data=True), address=HERE)
    assert actor_of(session, login).login == "lina"
    for who, on in (("lina", False), ("ann", True), ("nobody", True)):
        with pytest.raises(NotAllowed):
            identity.log_in_as_sample(session, who, Settings(sample_data=on), address=HERE)
    assert [person.login for person in identity.sample_people(session)] == ["lina"]


def test_a_token_works_until_it_expires_or_is_revoked(session: Session, ann: Person) -> None:
    actor = identity.actor_of_login(session, "ann")
    token, secret = identity.create_token(session, actor, "script", days=2)
    assert secret.startswith("bh_")
    assert identity.actor_of_token(session, secret) == actor
    assert [found.id for found in identity.tokens(session, actor)] == [token.id]
    clock.set_offset(timedelta(days=2, minutes=1))
    assert identity.actor_of_token(session, secret) is None
    clock.set_offset(timedelta())
    identity.revoke_token(session, actor, token.id)
    assert identity.actor_of_token(session, secret) is None


def test_the_use_of_a_token_is_noted_once_a_minute(session: Session, ann: Person) -> None:
    _, secret = identity.create_token(session, identity.actor_of_login(session, "ann"), "script", days=2)
    used = select(ApiToken.last_used_at)
    identity.actor_of_token(session, secret)
    first = session.exec(used).one()
    assert first is not None
    clock.set_offset(timedelta(seconds=50))
    identity.actor_of_token(session, secret)
    assert session.exec(used).one() == first
    clock.set_offset(timedelta(seconds=70))
    identity.actor_of_token(session, secret)
    assert session.exec(used).one() != first


def test_nobody_revokes_the_token_of_another(session: Session, ann: Person) -> None:
    token, _ = identity.create_token(session, identity.actor_of_login(session, "ann"), "script", days=2)
    identity.create_person(session, SYSTEM, login="cat", name="Cat")
    with pytest.raises(NotFound):
        identity.revoke_token(session, identity.actor_of_login(session, "cat"), token.id)


def test_a_new_password_needs_the_old_one_and_ends_all_sessions(session: Session, ann: Person) -> None:
    login = identity.log_in(session, "ann", PASSWORD, address=HERE)
    actor = actor_of(session, login)
    with pytest.raises(LoginRefused):
        identity.change_password(session, actor, "wrong", "another long one")
    with pytest.raises(PasswordRefused):
        identity.change_password(session, actor, PASSWORD, "short")
    identity.change_password(session, actor, PASSWORD, "another long one")
    assert identity.actor_of_session(session, login.session_token) is None
    identity.log_in(session, "ann", "another long one", address=HERE)


def test_only_administrators_add_people(session: Session, ann: Person) -> None:
    with pytest.raises(NotAllowed):
        identity.create_person(session, identity.actor_of_login(session, "ann"), login="dan", name="Dan")
    with pytest.raises(NotFound):
        identity.create_person(session, SYSTEM, login="dan", name="Dan", groups=["no-such-group"])


def test_colleagues_are_everybody_else(session: Session, ann: Person) -> None:
    identity.create_person(session, SYSTEM, login="cat", name="Cat", names={"zh-CN": "凯特"})
    found = identity.colleagues(session, identity.actor_of_login(session, "ann"), "zh-CN")
    assert [(person.login, person.name) for person in found] == [("cat", "凯特")]


def test_the_chosen_language_is_remembered(session: Session, ann: Person) -> None:
    identity.set_locale(session, identity.actor_of_login(session, "ann"), "zh-CN")
    assert session.exec(select(Person.locale).where(col(Person.id) == ann.id)).one() == "zh-CN"
