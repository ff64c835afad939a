"""Who acts: people, how they prove who they are, their sessions and tokens."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from engine import attempts, clock, passwords
from engine.errors import LoginRefused, LoginTaken, NotAllowed, NotFound
from engine.models import ApiToken, Group, LoginSession, Membership, Person
from engine.settings import Settings

RIGHTS = ("monitor", "operate", "deploy", "administer", "personal")
SESSION_LASTS = timedelta(hours=12)
TOKEN_PREFIX = "bh_"  # noqa: S105 - the visible beginning of every token, not a secret

# Extending a session or noting the use of a token is a write; these keep nearly all requests free of it.
EXTEND_EVERY = timedelta(minutes=5)
NOTE_USE_EVERY = timedelta(minutes=1)

ATTEMPTS_PER = timedelta(minutes=15)
ATTEMPTS_AT_A_LOGIN = 8
ATTEMPTS_FROM_AN_ADDRESS = 60


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does a command: the first argument after the session of every one.

    kind: "person" (logged in, or by API token), "system" (timers, jobs, the command line) or "public" (nobody known).
    groups: keys of the groups the person belongs to.
    rights: "monitor" (see all instances and figures), "operate" (retry, suspend, cancel, edit), "deploy", "administer",
    "personal" (read personal fields of any form).
    task_id: the one user task that a link lets somebody outside do ("public" only); they may nothing else.
    """

    kind: str
    person_id: UUID | None = None
    login: str = ""
    name: str = ""
    position: str = ""
    groups: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    locale: str = ""
    task_id: UUID | None = None

    def may(self, right: str) -> bool:
        """Whether the actor holds a right; the system holds all."""
        return self.kind == "system" or right in self.rights


SYSTEM = Actor(kind="system", login="system", name="Bihuan")
PUBLIC = Actor(kind="public")


@dataclass(frozen=True, kw_only=True)
class Login:
    """A fresh session; its token goes into the cookie and is stored nowhere."""

    session_token: str = field(repr=False)
    csrf_token: str = field(repr=False)
    person: Person


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody that work can be handed to, with name and position in the reader's language."""

    login: str
    name: str
    position: str


_PERSON = """
    person.id, person.login, person.name, person.position, person.names, person.positions, person.locale,
    ARRAY(SELECT group_key FROM membership WHERE person_id = person.id) AS groups,
    ARRAY(SELECT DISTINCT unnest(candidate_group.rights) FROM membership
          JOIN candidate_group ON candidate_group.key = membership.group_key
          WHERE membership.person_id = person.id) AS rights
"""
_OF_SESSION = text(
    f"SELECT {_PERSON}, login_session.csrf_token, login_session.expires_at "
    "FROM login_session JOIN person ON person.id = login_session.person_id "
    "WHERE login_session.token_hash = :hash AND login_session.expires_at > :now AND person.active"
)
_OF_TOKEN = text(
    f"SELECT {_PERSON}, api_token.id AS token_id, api_token.last_used_at "
    "FROM api_token JOIN person ON person.id = api_token.person_id "
    "WHERE api_token.secret_hash = :hash AND api_token.expires_at > :now AND person.active"
)
_LOGIN_OF = text("SELECT login FROM person WHERE id = :id AND active")
_OF_LOGIN = text(f"SELECT {_PERSON} FROM person WHERE login = :login AND active")


def log_in(session: Session, login: str, password: str, *, address: str, lasts: timedelta = SESSION_LASTS) -> Login:
    """Open a session for the right password; LoginRefused and TooManyAttempts otherwise.

    Failed attempts count only if the caller commits: catch the error inside the transaction.
    """
    login = _clean(login)
    at_login, from_address = f"login:{address}:{login.lower()}", f"login:{address}"
    attempts.count(session, at_login, limit=ATTEMPTS_AT_A_LOGIN, per=ATTEMPTS_PER)
    attempts.count(session, from_address, limit=ATTEMPTS_FROM_AN_ADDRESS, per=ATTEMPTS_PER)
    person = session.exec(select(Person).where(Person.login == login, col(Person.active))).one_or_none()
    if not passwords.matches(person.password_hash if person else "", password) or person is None:
        raise LoginRefused()
    attempts.forget(session, at_login, from_address)
    if passwords.outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    return _open(session, person, lasts)


def log_in_as_sample(
    session: Session, login: str, settings: Settings, *, address: str, lasts: timedelta = SESSION_LASTS
) -> Login:
    """Open a session for a sample person without a password, only while sample data is on."""
    attempts.count(session, f"sample:{address}", limit=600, per=ATTEMPTS_PER)
    person = session.exec(
        select(Person).where(Person.login == _clean(login), col(Person.sample), col(Person.active))
    ).one_or_none()
    if not settings.sample_data or person is None:
        raise NotAllowed()
    return _open(session, person, lasts)


def _open(session: Session, person: Person, lasts: timedelta) -> Login:
    now = clock.now()
    token, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    row = LoginSession(
        token_hash=_digest(token),
        person_id=person.id,
        csrf_token=csrf_token,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return Login(session_token=token, csrf_token=csrf_token, person=person)


def actor_of_session(
    session: Session, session_token: str, *, locale: str = "", lasts: timedelta = SESSION_LASTS
) -> tuple[Actor, str] | None:
    """The person of a session cookie and the CSRF token that belongs to it, in one statement; None when it ended.

    `locale` is the language of their name and position for people who have chosen none.
    """
    now = clock.now()
    key = _digest(session_token)
    row = session.execute(_OF_SESSION, {"hash": key, "now": now}).one_or_none()
    if row is None:
        return None
    if row.expires_at < now + lasts - EXTEND_EVERY:
        changed = update(LoginSession).where(col(LoginSession.token_hash) == key).values(expires_at=now + lasts)
        session.execute(changed)
    return _actor(row, locale), row.csrf_token


def log_out(session: Session, session_token: str) -> None:
    """End the session of this cookie; nothing happens when it has ended already."""
    session.execute(delete(LoginSession).where(col(LoginSession.token_hash) == _digest(session_token)))


def actor_of_token(session: Session, bearer: str) -> Actor | None:
    """The person an API token stands for; None when it is unknown or has expired."""
    now = clock.now()
    row = session.execute(_OF_TOKEN, {"hash": _digest(bearer), "now": now}).one_or_none()
    if row is None:
        return None
    if row.last_used_at is None or row.last_used_at < now - NOTE_USE_EVERY:
        session.execute(update(ApiToken).where(col(ApiToken.id) == row.token_id).values(last_used_at=now))
    return _actor(row)


def name_of(session: Session, person_id: UUID | None) -> str:
    """What to call a person, also one who has left."""
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else "?"


def actor_of_login(session: Session, login: str) -> Actor:
    """The actor of a person by login, for jobs and the command line; NotFound when there is none."""
    row = session.execute(_OF_LOGIN, {"login": login}).one_or_none()
    if row is None:
        raise NotFound(kind="person", id=login)
    return _actor(row)


def actor_of_person(session: Session, person_id: UUID) -> Actor:
    """The person with this id and the rights they have now; NotAllowed once they are not active any more."""
    login = session.execute(_LOGIN_OF, {"id": person_id}).scalar()
    if login is None:
        raise NotAllowed()
    return actor_of_login(session, login)


def _actor(row: Any, locale: str = "") -> Actor:
    shown_in = row.locale or locale
    return Actor(
        kind="person",
        person_id=row.id,
        login=row.login,
        name=row.names.get(shown_in) or row.name,
        position=row.positions.get(shown_in) or row.position,
        groups=frozenset(row.groups),
        rights=frozenset(row.rights),
        locale=row.locale,
    )


def create_token(session: Session, actor: Actor, name: str, *, days: int) -> tuple[ApiToken, str]:
    """Make an API token with all rights of its owner; the secret is returned once and stored nowhere."""
    now = clock.now()
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        person_id=_person_id(actor),
        name=_clean(name)[:100],
        secret_hash=_digest(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    return token, secret


def tokens(session: Session, actor: Actor) -> list[ApiToken]:
    """The actor's own tokens, newest first."""
    mine = select(ApiToken).where(ApiToken.person_id == _person_id(actor)).order_by(col(ApiToken.created_at).desc())
    return list(session.exec(mine))


def revoke_token(session: Session, actor: Actor, token_id: UUID) -> None:
    """Make one of the actor's own tokens useless at once."""
    mine = delete(ApiToken).where(col(ApiToken.id) == token_id, col(ApiToken.person_id) == _person_id(actor))
    if session.execute(mine).rowcount == 0:  # type: ignore[attr-defined]  # a DELETE always has it
        raise NotFound(kind="token", id=token_id)


def sample_people(session: Session) -> list[Person]:
    """The made-up people of the sample company, by login."""
    people = select(Person).where(col(Person.sample), col(Person.active)).order_by(col(Person.login))
    return list(session.exec(people))


def colleagues(session: Session, actor: Actor, locale: str) -> list[Colleague]:
    """Everybody else who can log in, for handing work over."""
    others = select(Person).where(col(Person.active), col(Person.id) != _person_id(actor)).order_by(col(Person.login))
    return [
        Colleague(
            login=person.login,
            name=person.names.get(locale) or person.name,
            position=person.positions.get(locale) or person.position,
        )
        for person in session.exec(others)
    ]


def set_locale(session: Session, actor: Actor, locale: str) -> None:
    """Remember the language a person wants."""
    session.execute(update(Person).where(col(Person.id) == _person_id(actor)).values(locale=locale))


def change_password(session: Session, actor: Actor, old: str, new: str) -> None:
    """Replace the actor's password and end all their sessions; LoginRefused when the old one is wrong."""
    person = session.get_one(Person, _person_id(actor), with_for_update=True)
    attempts.count(session, f"password:{person.login}", limit=ATTEMPTS_AT_A_LOGIN, per=ATTEMPTS_PER)
    if not passwords.matches(person.password_hash, old):
        raise LoginRefused()
    passwords.check_new(new, person.login)
    person.password_hash = passwords.hashed(new)
    session.execute(delete(LoginSession).where(col(LoginSession.person_id) == person.id))
    session.flush()


def create_person(
    session: Session,
    actor: Actor,
    *,
    login: str,
    name: str,
    password: str | None = None,
    groups: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    position: str = "",
    positions: Mapping[str, str] | None = None,
    email: str = "",
    locale: str = "",
    sample: bool = False,
) -> Person:
    """Add somebody who can log in; without a password only sample data's one click lets them in."""
    if not actor.may("administer"):
        raise NotAllowed()
    if password is not None:
        passwords.check_new(password, login)
    if session.exec(select(Person.id).where(Person.login == _clean(login))).first() is not None:
        raise LoginTaken(login=_clean(login))
    person = Person(
        login=_clean(login),
        name=name,
        names=dict(names or {}),
        position=position,
        positions=dict(positions or {}),
        email=email,
        password_hash="" if password is None else passwords.hashed(password),
        locale=locale,
        sample=sample,
    )
    session.add(person)
    session.flush()
    for key in groups:
        join_group(session, actor, person.id, key)
    return person


def ensure_group(session: Session, key: str, name: str, names: Mapping[str, str], rights: Sequence[str]) -> None:
    """Make a group unless it is there."""
    row = {"key": key, "name": name, "names": dict(names), "rights": list(rights), "sample": False}
    session.execute(insert(Group).values(row).on_conflict_do_nothing())


def join_group(session: Session, actor: Actor, person_id: UUID, key: str) -> None:
    """Put a person into a group, with the rights that come with it."""
    if not actor.may("administer"):
        raise NotAllowed()
    if session.get(Group, key) is None:
        raise NotFound(kind="group", id=key)
    session.merge(Membership(person_id=person_id, group_key=key))
    session.flush()


def prune(session: Session, *, before: datetime) -> int:
    """Remove sessions and rate-limit windows that ended before this moment; returns how many rows."""
    ended = session.execute(delete(LoginSession).where(col(LoginSession.expires_at) < before))
    return int(ended.rowcount) + attempts.prune(session, before=before)  # type: ignore[attr-defined]  # a DELETE has it


def _person_id(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotAllowed()
    return actor.person_id


def _digest(secret: str) -> bytes:
    # Secrets are 256 random bits, so a plain hash is enough; passwords go through argon2.
    return hashlib.sha256(secret.encode()).digest()


def _clean(given: str) -> str:
    # PostgreSQL cannot hold a NUL character in a text.
    return given.replace("\x00", "").strip()
