"""The kinds of files that are taken."""

import pytest

from engine import file_types


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("contract.pdf", b"%PDF-1.7\n"),
        ("photo.JPG", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        ("scan.png", b"\x89PNG\r\n\x1a\n\x00"),
        ("picture.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
        ("letter.docx", b"PK\x03\x04\x14\x00"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("call.mp3", b"ID3\x04"),
        ("clip.mp4", b"\x00\x00\x00\x20ftypisom"),
        ("notes.txt", "投诉记录".encode()),
        ("notes.csv", "编号,姓名".encode("gb18030")),
    ],
)
def test_a_file_that_is_what_its_name_says_is_recognised(name: str, head: bytes) -> None:
    kind = file_types.of_name(name)
    assert kind is not None
    assert kind.matches(head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("contract.pdf", b"MZ\x90\x00"),
        ("photo.jpg", b"<svg xmlns="),
        ("notes.txt", b"MZ\x90\x00\x03"),
        ("letter.docx", b"%PDF-1.7"),
        ("song.mp3", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_found_out(name: str, head: bytes) -> None:
    kind = file_types.of_name(name)
    assert kind is not None
    assert not kind.matches(head)


@pytest.mark.parametrize("name", ["setup.exe", "page.html", "logo.svg", "run.sh", "noending", "trick.pdf.js", ""])
def test_programs_and_unknown_endings_are_not_taken(name: str) -> None:
    assert file_types.of_name(name) is None


def test_a_text_cut_in_the_middle_of_a_character_is_still_text() -> None:
    kind = file_types.of_name("a.txt")
    assert kind is not None
    assert kind.matches("汉".encode() * 100 + "字".encode()[:2])


@pytest.mark.parametrize(
    ("name", "accept", "fits"),
    [
        ("a.pdf", (), True),
        ("a.pdf", (".pdf", ".jpg"), True),
        ("a.png", (".pdf", "image/*"), True),
        ("a.docx", ("image/*",), False),
        ("a.png", ("image/png",), True),
        ("a.exe", (), False),
        ("a.exe", (".exe",), False),
    ],
)
def test_an_accept_list_reads_as_in_html(name: str, accept: tuple[str, ...], fits: bool) -> None:
    assert file_types.accepted(name, accept) is fits
