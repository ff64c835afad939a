"""The addresses of one-time links: the id, signed, so that nobody can make one up and no secret is stored."""

import base64
import hashlib
import hmac
from binascii import Error
from uuid import UUID

from engine.settings import Settings

_MAC_BYTES = 16
_PURPOSE = b"bihuan task link:"


def address(settings: Settings, link_id: UUID) -> str:
    """Where the link leads to."""
    return f"{settings.base_url}/link/{sign(settings, link_id)}"


def sign(settings: Settings, link_id: UUID) -> str:
    """The id with its signature (HMAC-SHA256, cut to 128 bits; RFC 2104, section 5), as a part of an address."""
    return base64.urlsafe_b64encode(link_id.bytes + _mac(settings, link_id)).decode().rstrip("=")


def verify(settings: Settings, signed: str) -> UUID | None:
    """The id that `sign` was given; None for whatever this installation has not signed."""
    try:
        raw = base64.b64decode(signed + "=" * (-len(signed) % 4), altchars=b"-_", validate=True)
    except (Error, ValueError):
        return None
    if len(raw) != 16 + _MAC_BYTES:
        return None
    link_id = UUID(bytes=raw[:16])
    return link_id if hmac.compare_digest(_mac(settings, link_id), raw[16:]) else None


def _mac(settings: Settings, link_id: UUID) -> bytes:
    if not settings.secret_key:
        raise ValueError("an address cannot be signed without a secret key")
    return hmac.new(settings.secret_key.encode(), _PURPOSE + link_id.bytes, hashlib.sha256).digest()[:_MAC_BYTES]
