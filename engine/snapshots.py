"""Snapshots of an instance as text, to be kept beside the fact that they belong to."""

import zlib
from base64 import b85decode, b85encode


def pack(snapshot: bytes) -> str:
    """Opaque on purpose: nobody who reads the history shall find variables in it."""
    return b85encode(zlib.compress(snapshot, 9)).decode("ascii")


def unpack(text: str) -> bytes:
    """The snapshot again, byte by byte."""
    return zlib.decompress(b85decode(text))
