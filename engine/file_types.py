"""The kinds of files that are taken, and how the first bytes of a file tell whether it is one."""

from collections.abc import Callable
from dataclasses import dataclass

HEAD = 4096
"""How many bytes from the beginning of a file are looked at."""


@dataclass(frozen=True)
class FileType:
    """A kind of file: the media type it is stored and delivered with, and the test its first bytes must pass."""

    content_type: str
    matches: Callable[[bytes], bool]


def _begins(*marks: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda head: any(head[at : at + len(mark)] == mark for mark in marks)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == kind


def _is_text(head: bytes) -> bool:
    """No zero bytes and readable as UTF-8 or GB 18030 (what Chinese Windows writes); a cut last character is fine."""
    if b"\0" in head:
        return head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06")
_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MP4 = _begins(b"ftyp", at=4)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

# SVG and HTML are missing on purpose: they are programs for the reader's browser.
TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", _begins(b"%PDF-")),
    "png": FileType("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileType("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": FileType("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": FileType("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "bmp": FileType("image/bmp", _begins(b"BM")),
    "webp": FileType("image/webp", _riff(b"WEBP")),
    "tif": FileType("image/tiff", _begins(b"II*\0", b"MM\0*")),
    "tiff": FileType("image/tiff", _begins(b"II*\0", b"MM\0*")),
    "heic": FileType("image/heic", _MP4),
    "docx": FileType(f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "pptx": FileType(f"{_OFFICE}.presentationml.presentation", _ZIP),
    "odt": FileType(f"{_OPEN}.text", _ZIP),
    "ods": FileType(f"{_OPEN}.spreadsheet", _ZIP),
    "doc": FileType("application/msword", _OLE),
    "xls": FileType("application/vnd.ms-excel", _OLE),
    "ppt": FileType("application/vnd.ms-powerpoint", _OLE),
    "msg": FileType("application/vnd.ms-outlook", _OLE),
    "wps": FileType("application/vnd.ms-works", lambda head: _OLE(head) or _ZIP(head)),
    "et": FileType("application/vnd.ms-excel", lambda head: _OLE(head) or _ZIP(head)),
    "txt": FileType("text/plain", _is_text),
    "log": FileType("text/plain", _is_text),
    "md": FileType("text/markdown", _is_text),
    "csv": FileType("text/csv", _is_text),
    "eml": FileType("message/rfc822", _is_text),
    "zip": FileType("application/zip", _ZIP),
    "7z": FileType("application/x-7z-compressed", _begins(b"7z\xbc\xaf\x27\x1c")),
    "rar": FileType("application/vnd.rar", _begins(b"Rar!\x1a\x07")),
    "mp3": FileType("audio/mpeg", lambda head: head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")),
    "m4a": FileType("audio/mp4", _MP4),
    "wav": FileType("audio/wav", _riff(b"WAVE")),
    "amr": FileType("audio/amr", _begins(b"#!AMR")),
    "mp4": FileType("video/mp4", _MP4),
    "mov": FileType("video/quicktime", _begins(b"ftyp", b"moov", b"mdat", b"wide", at=4)),
}


def of_name(filename: str) -> FileType | None:
    """The kind that the ending of a name promises; None when that kind is not taken."""
    return TYPES.get(extension(filename))


def extension(filename: str) -> str:
    """The ending of a name, in small letters and without its dot."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def accepted(filename: str, accept: tuple[str, ...]) -> bool:
    """Whether a name fits an `accept` list as in HTML: endings (`.pdf`), types (`image/png`), families (`image/*`)."""
    kind = of_name(filename)
    if kind is None:
        return False
    return not accept or any(_fits(entry.strip().lower(), extension(filename), kind.content_type) for entry in accept)


def _fits(entry: str, ending: str, content_type: str) -> bool:
    if entry.startswith("."):
        return entry[1:] == ending
    return entry == content_type or (entry.endswith("/*") and content_type.startswith(entry[:-1]))
