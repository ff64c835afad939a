import pytest

from forms import FileInfo, files


def info(name: str = "offer.PDF", kind: str = "application/pdf; charset=binary") -> FileInfo:
    return FileInfo(filename=name, content_type=kind, size=10, sha256="ab")


@pytest.mark.parametrize("accept", ["", ".pdf", "image/*, .pdf", "application/pdf", "application/*", "*/*", " ,"])
def test_a_file_is_accepted_by_ending_or_type(accept: str) -> None:
    assert files.accepts(accept, info())


@pytest.mark.parametrize("accept", [".png", "image/*", "application/json", "pdf"])
def test_other_files_are_not(accept: str) -> None:
    assert not files.accepts(accept, info())


def test_a_reference_says_what_is_known() -> None:
    assert info().reference() == {"name": "offer.PDF", "size": 10, "type": info().content_type, "sha256": "ab"}
    known = FileInfo(filename="a", content_type="b", size=1, sha256="c", id="7").reference()
    assert known["id"] == "7"
    assert files.is_reference(known)
    assert not files.is_reference({"name": "a"})


def test_keys_have_the_prefix_of_the_viewer() -> None:
    assert files.is_key("files::abc")
    assert not files.is_key("abc")
    assert not files.is_key(["files::abc"])
