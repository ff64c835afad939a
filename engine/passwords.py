"""Passwords: hashed with argon2id, compared in constant effort, and what a new one must be like."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import PasswordRefused

MINIMUM = 10

_hasher = PasswordHasher()
# Somebody without an account or a password costs the same effort, so that answering time tells nothing.
_nobody = _hasher.hash("nobody")


def hashed(password: str) -> str:
    """The argon2id hash that is stored; it carries its own salt and parameters."""
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password; an empty hash matches nothing."""
    try:
        _hasher.verify(password_hash or _nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def check_new(password: str, login: str) -> None:
    """Raise PasswordRefused when the password is too short or says the login again."""
    if len(password) < MINIMUM or password.lower() == login.lower():
        raise PasswordRefused(minimum=MINIMUM)
