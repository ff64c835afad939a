"""Files that people attach."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import Session

from engine import attachments
from engine.db import Database
from engine.errors import FileEmpty, FileNotAsNamed, FileTooLarge, FileTypeRefused, NotAllowed, NotFound
from engine.identity import PUBLIC, Actor
from engine.ids import new_id
from engine.models import Attachment
from engine.settings import Settings
from tests.engine import rows

PDF = b"%PDF-1.7\n" + b"x" * 300_000
ANN = Actor(kind="person", person_id=new_id(), login="ann", name="Ann")
BOB = Actor(kind="person", person_id=new_id(), login="bob", name="Bob")


@pytest.fixture
def filing(session: Session, data_dir: Path) -> Session:
    """A session of an installation that keeps files of up to one MiB in its data folder."""
    session.info["settings"] = Settings(data_dir=data_dir, max_upload_mb=1)
    return session


def _store(session: Session, actor: Actor, name: str = "evidence.pdf", content: bytes = PDF) -> Attachment:
    return attachments.store(session, actor, BytesIO(content), name)


def _kept(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "files").rglob("*") if path.is_file()]


def test_a_file_is_stored_whole_with_its_checksum(filing: Session, data_dir: Path) -> None:
    attachment = _store(filing, ANN)
    assert (attachment.size, attachment.content_type) == (len(PDF), "application/pdf")
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    (path,) = _kept(data_dir)
    assert path.read_bytes() == PDF
    found, stream = attachments.read(filing, ANN, attachment.id)
    with stream:
        assert stream.read() == PDF
    assert found.filename == "evidence.pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ann\\证据 1.pdf", "证据 1.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
        ("...", "file"),
    ],
)
def test_a_name_loses_its_path_and_control_characters(given: str, kept: str) -> None:
    assert attachments.plain_name(given) == kept


def test_the_path_is_not_made_of_what_the_uploader_wrote(filing: Session, data_dir: Path) -> None:
    attachment = _store(filing, ANN, "../../../outside.pdf")
    assert attachment.path.endswith(str(attachment.id))
    assert all(data_dir in path.parents for path in _kept(data_dir))


def test_a_file_over_the_limit_is_refused_while_it_comes_in(filing: Session, data_dir: Path) -> None:
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += size or 0
            return b"%PDF-" + b"x" * ((size or 0) - 5)

    stream = Endless()
    with pytest.raises(FileTooLarge):
        attachments.store(filing, ANN, stream, "huge.pdf")
    assert stream.given < 2 << 20
    assert _kept(data_dir) == []


@pytest.mark.parametrize("name", ["setup.exe", "page.html", "logo.svg", "noending"])
def test_a_kind_that_is_not_taken_is_refused(filing: Session, name: str) -> None:
    with pytest.raises(FileTypeRefused):
        _store(filing, ANN, name)


def test_a_kind_that_the_field_does_not_accept_is_refused(filing: Session) -> None:
    with pytest.raises(FileTypeRefused):
        attachments.store(filing, ANN, BytesIO(PDF), "a.pdf", accept=("image/*",))


def test_a_program_that_calls_itself_a_document_is_refused(filing: Session, data_dir: Path) -> None:
    with pytest.raises(FileNotAsNamed):
        _store(filing, ANN, "invoice.pdf", b"MZ\x90\x00 program")
    with pytest.raises(FileEmpty):
        _store(filing, ANN, "invoice.pdf", b"")
    assert _kept(data_dir) == []


def test_a_pending_file_is_its_uploaders_alone(filing: Session) -> None:
    attachment = _store(filing, ANN)
    assert attachments.pending(filing, ANN, [attachment.id]) == [attachment]
    for stranger in (BOB, PUBLIC):
        with pytest.raises(NotFound):
            attachments.read(filing, stranger, attachment.id)
        with pytest.raises(NotFound):
            attachments.pending(filing, stranger, [attachment.id])
        with pytest.raises(NotFound):
            attachments.bind(filing, stranger, [attachment.id], new_id())


def test_a_bound_file_is_read_by_those_who_may_see_the_instance(filing: Session) -> None:
    ann, bob, cat = (rows.person(filing, *who) for who in (("ann", "service"), ("bob", "service"), ("cat",)))
    instance = rows.instance(filing)
    rows.task(filing, instance)
    attachment = _store(filing, ann)
    attachments.bind(filing, ann, [attachment.id], instance.id)
    filing.refresh(attachment)
    assert attachments.of_instance(filing, bob, instance.id) == [attachment]
    with attachments.read(filing, bob, attachment.id)[1] as stream:
        assert stream.read(5) == b"%PDF-"
    with pytest.raises(NotAllowed):
        attachments.read(filing, cat, attachment.id)
    with pytest.raises(NotAllowed):
        attachments.of_instance(filing, cat, instance.id)


def test_a_file_is_bound_once(filing: Session) -> None:
    attachment = _store(filing, ANN)
    attachments.bind(filing, ANN, [attachment.id], new_id())
    with pytest.raises(NotFound):
        attachments.bind(filing, ANN, [attachment.id], new_id())


def test_a_public_upload_can_be_bound_by_the_public_and_read_by_nobody_else(filing: Session) -> None:
    attachment = _store(filing, PUBLIC)
    with pytest.raises(NotFound):
        attachments.read(filing, PUBLIC, attachment.id)
    attachments.bind(filing, PUBLIC, [attachment.id], new_id())


def test_bytes_of_a_transaction_that_failed_are_removed(database: Database, data_dir: Path) -> None:
    database.settings = replace(database.settings, data_dir=data_dir)

    class Refused(Exception):
        pass

    def submit() -> None:
        with database.transaction() as session:
            _store(session, ANN)
            assert len(_kept(data_dir)) == 1
            raise Refused

    with pytest.raises(Refused):
        submit()
    assert _kept(data_dir) == []
    with database.transaction() as session:
        kept = _store(session, ANN)
    assert [path.name for path in _kept(data_dir)] == [str(kept.id)]
