"""Files that people attach: streamed to storage, checked while they come in, given back to those who may see them."""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, BinaryIO
from uuid import UUID

import fsspec
from sqlalchemy import event, update
from sqlmodel import Session, col, select

from engine import authz, clock, file_types
from engine.db import settings_of
from engine.errors import FileEmpty, FileNotAsNamed, FileTooLarge, FileTypeRefused, NotFound
from engine.identity import Actor
from engine.models import Attachment
from engine.settings import Settings

CHUNK = 1 << 18
NAME_LIMIT = 160
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def store(
    session: Session,
    actor: Actor,
    stream: BinaryIO,
    filename: str,
    *,
    accept: Sequence[str] = (),
) -> Attachment:
    """Take a file in as pending: it belongs to its uploader until `bind` ties it to an instance.

    What the uploader says about its type is not asked; the ending of its name must be a kind we take (and one of
    `accept`, as in HTML), and its first bytes must be of that kind. Should the transaction not be committed, the
    stored bytes are removed again. Raises a kind of FileRefused.
    """
    name = plain_name(filename)
    kind = file_types.of_name(name)
    if kind is None or not file_types.accepted(name, tuple(accept)):
        raise FileTypeRefused(filename=name, allowed=", ".join(accept or sorted(file_types.TYPES)))
    head = stream.read(file_types.HEAD)
    if not head:
        raise FileEmpty(filename=name)
    if not kind.matches(head):
        raise FileNotAsNamed(filename=name)
    attachment = Attachment(
        filename=name,
        content_type=kind.content_type,
        size=0,
        sha256="",
        path="",
        uploaded_by=actor.person_id,
        created_at=clock.now(),
    )
    # The path is made of our own id only: nothing of what the uploader wrote reaches the storage.
    attachment.path = f"{attachment.created_at:%Y/%m}/{attachment.id}"
    _write(session, attachment, head, stream)
    session.add(attachment)
    session.flush()
    return attachment


def plain_name(filename: str) -> str:
    """The last part of a name, without control characters and not too long; its ending stays."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in last if letter.isprintable()).strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= NAME_LIMIT else stem[: NAME_LIMIT - len(ending) - 1] + dot + ending


def _write(session: Session, attachment: Attachment, head: bytes, stream: BinaryIO) -> None:
    settings = settings_of(session)
    system, place = _storage(settings, attachment.path)
    # From here on bytes may exist that no row knows, so their removal is arranged before the first one is written.
    event.listen(session, "after_rollback", lambda _: _remove(system, place), once=True)
    limit = settings.max_upload_mb << 20
    digest = hashlib.sha256()
    with system.open(place, "wb") as target:
        chunk = head
        while chunk:
            attachment.size += len(chunk)
            if attachment.size > limit:
                break
            digest.update(chunk)
            target.write(chunk)
            chunk = stream.read(CHUNK)
    if attachment.size > limit:
        _remove(system, place)
        raise FileTooLarge(filename=attachment.filename, limit=settings.max_upload_mb)
    attachment.sha256 = digest.hexdigest()


def _storage(settings: Settings, path: str) -> tuple[Any, str]:
    system, root = fsspec.core.url_to_fs(settings.files_address)
    place = f"{root.rstrip('/')}/{path}"
    system.makedirs(place.rpartition("/")[0], exist_ok=True)
    return system, place


def _remove(system: Any, place: str) -> None:
    with suppress(FileNotFoundError):
        system.rm(place)


def discard(settings: Settings, path: str) -> None:
    """Remove the bytes at a path of ours, if there are any; their row is the caller's business."""
    _remove(*_storage(settings, path))


def stored(settings: Settings, month: str) -> list[UUID]:
    """The ids of all files whose bytes came in in a month ("2026/03"), whether a row knows them or not."""
    system, root = fsspec.core.url_to_fs(settings.files_address)
    try:
        places = system.ls(f"{root.rstrip('/')}/{month}", detail=False)
    except FileNotFoundError:
        return []
    names = (str(place).rstrip("/").rpartition("/")[2] for place in places)
    return [UUID(name) for name in names if _ID.fullmatch(name)]


def pending(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Attachment]:
    """The actor's own files that are tied to no instance yet, in the order asked for; NotFound when one is not."""
    statement = select(Attachment).where(
        col(Attachment.id).in_(ids),
        col(Attachment.instance_id).is_(None),
        col(Attachment.uploaded_by).is_not_distinct_from(actor.person_id),
    )
    found = {attachment.id: attachment for attachment in session.exec(statement)}
    missing = [str(attachment_id) for attachment_id in ids if attachment_id not in found]
    if missing:
        raise NotFound(kind="file", id=missing[0])
    return [found[attachment_id] for attachment_id in ids]


def bind(session: Session, actor: Actor, ids: Sequence[UUID], instance_id: UUID) -> None:
    """Tie the actor's pending files to an instance, when the submission that carries them is accepted."""
    if not ids:
        return
    statement = (
        update(Attachment)
        .where(
            col(Attachment.id).in_(ids),
            col(Attachment.instance_id).is_(None),
            col(Attachment.uploaded_by).is_not_distinct_from(actor.person_id),
        )
        .values(instance_id=instance_id)
        .returning(col(Attachment.id))
    )
    bound = set(session.execute(statement).scalars())
    missing = [str(attachment_id) for attachment_id in ids if attachment_id not in bound]
    if missing:
        raise NotFound(kind="file", id=missing[0])


def of_instance(session: Session, actor: Actor, instance_id: UUID) -> Sequence[Attachment]:
    """The files of an instance, oldest first."""
    authz.require_instance(session, actor, instance_id)
    statement = (
        select(Attachment)
        .where(col(Attachment.instance_id) == instance_id)
        .order_by(col(Attachment.created_at), col(Attachment.id))
    )
    return session.exec(statement).all()


def read(session: Session, actor: Actor, attachment_id: UUID) -> tuple[Attachment, BinaryIO]:
    """A file and its bytes, for its uploader while it is pending and for whoever may see its instance afterwards."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound(kind="file", id=str(attachment_id))
    if attachment.instance_id is not None:
        authz.require_instance(session, actor, attachment.instance_id)
    elif actor.person_id is None or attachment.uploaded_by != actor.person_id:
        raise NotFound(kind="file", id=str(attachment_id))
    system, place = _storage(settings_of(session), attachment.path)
    try:
        return attachment, system.open(place, "rb")
    except FileNotFoundError as error:
        raise NotFound(kind="file", id=str(attachment_id)) from error
