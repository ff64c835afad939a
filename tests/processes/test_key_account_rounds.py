"""One account is followed for eighty years: its thousandth round costs and weighs what the first ones did."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bench.account import EVERY, PACKAGE, Account, InDatabase
from engine import deployments, interpreter, packages, sample
from engine.identity import SYSTEM

ROUNDS = 1000
"""Reviews of the account, one a month."""
ROOM = 64
"""Bytes by which a snapshot may differ where numbers have grown by some digits; one item alone weighs a kilobyte."""

_ROWS = text(
    "SELECT (SELECT count(*) FROM user_task WHERE instance_id = :instance AND state = 'open'), "
    "(SELECT count(*) FROM timer WHERE instance_id = :instance), "
    "(SELECT count(*) FROM subscription WHERE instance_id = :instance), "
    "(SELECT count(*) FROM incident WHERE instance_id = :instance)"
)


@pytest.fixture
def hands(session: Session) -> InDatabase:
    """An account that the people of the sample company work on, in one open transaction."""
    deployments.deploy(session, SYSTEM, packages.read_folder(PACKAGE))
    sample.seed(session)
    return InDatabase(session)


def rows(hands: InDatabase) -> tuple[int, ...]:
    """Open tasks, timers, subscriptions and incidents."""
    return tuple(hands.session.execute(_ROWS, {"instance": hands.id}).one())


def variables(hands: InDatabase) -> dict[str, Any]:
    return interpreter.read(hands.session, hands.id).run.variables()


@pytest.mark.slow
def test_a_thousand_rounds_of_one_account_leave_nothing_behind(hands: InDatabase) -> None:
    account = Account(hands)
    account.hand_in()
    weighed = []
    for number in range(ROUNDS):
        account.round(number)
        if number % EVERY == 0:
            weighed.append((account.size(), rows(hands)))
    sizes, found = zip(*weighed, strict=True)
    assert max(sizes[1:]) - min(sizes[1:]) <= ROOM, sizes
    # The review and the item's judgement; nothing else; the message for further items.
    assert set(found) == {(2, 0, 1, 0)}
    known = variables(hands)
    assert (known["handedIn"], known["adopted"]) == (1, 0)
    assert {score["kind"] for score in known["scores"]} == {"updating", "saving", "using"}


def test_what_is_adopted_replaces_what_was_known_and_the_lists_stay_short(hands: InDatabase) -> None:
    account = Account(hands)
    sizes = []
    for number in range(30):
        account.hand_in()
        account.go_through("adopted")
        if number >= 20:
            sizes.append(account.size())
    assert max(sizes) - min(sizes) <= ROOM, sizes
    # The review; the record that is in the file waits to go stale; the message for further items.
    assert rows(hands) == (1, 1, 1, 0)
    known = variables(hands)
    assert (known["handedIn"], known["adopted"], len(known["recent"])) == (30, 30, 20)
    assert [(each["adopted"], each["points"]) for each in known["contributors"]] == [(30, 300)]
