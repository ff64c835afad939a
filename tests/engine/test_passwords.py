"""Passwords: what matches, and what a new one must be like."""

import pytest

from engine import passwords
from engine.errors import PasswordRefused


def test_a_password_matches_its_own_hash_only() -> None:
    stored = passwords.hashed("correct horse")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "correct horse")
    assert not passwords.matches(stored, "wrong horse")
    assert not passwords.outdated(stored)


@pytest.mark.parametrize("stored", ["", "not a hash", "$argon2id$broken"])
def test_nothing_matches_what_is_not_a_hash(stored: str) -> None:
    assert not passwords.matches(stored, "nobody")
    assert not passwords.matches(stored, "")


@pytest.mark.parametrize("given", ["short", "", "LongLoginName"])
def test_an_easy_password_is_refused(given: str) -> None:
    with pytest.raises(PasswordRefused):
        passwords.check_new(given, "longloginname")
