"""Uploaded files as a form sees them: what is known about each, and which ones a field accepts."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

KEY_PREFIX = "files::"
"""How form-js names a selection of files in the data; the files themselves travel beside it under this key."""


@dataclass(frozen=True, kw_only=True)
class FileInfo:
    """One file that came with a submission: its name, media type, size in bytes, and checksum."""

    filename: str
    content_type: str
    size: int
    sha256: str
    id: str | None = None

    def reference(self) -> dict[str, Any]:
        """What stands for the file in the data of a form."""
        known = {"name": self.filename, "size": self.size, "type": self.content_type, "sha256": self.sha256}
        return known if self.id is None else {**known, "id": self.id}


def is_reference(value: Any) -> bool:
    """Is it what `FileInfo.reference` makes?"""
    return isinstance(value, dict) and isinstance(value.get("name"), str) and isinstance(value.get("sha256"), str)


def is_key(value: Any) -> bool:
    """Is it a key under which the browser sent files?"""
    return isinstance(value, str) and value.startswith(KEY_PREFIX)


def accepts(accept: str, file: FileInfo) -> bool:
    """Does the HTML `accept` list (`.pdf, image/*, text/plain`) allow the file? An empty list allows all."""
    wanted = [item.strip().lower() for item in accept.split(",") if item.strip()]
    return not wanted or any(_matches(item, file) for item in wanted)


def _matches(wanted: str, file: FileInfo) -> bool:
    media_type = file.content_type.partition(";")[0].strip().lower()
    if wanted.startswith("."):
        return PurePosixPath(file.filename).name.lower().endswith(wanted)
    if wanted in ("*", "*/*"):
        return True
    return media_type.startswith(wanted[:-1]) if wanted.endswith("/*") else media_type == wanted
