from typing import Any

import pytest

from forms import FileInfo, FormRefused
from tests.forms.drawing import codes, field, form, rows, submit


def info(name: str, size: int = 10, kind: str = "application/pdf") -> FileInfo:
    return FileInfo(filename=name, content_type=kind, size=size, sha256=name)


HELD = {"a": [info("old.pdf").reference()]}
SENT = {"files::1": [info("new.pdf")], "files::2": [info("x.exe", 99, "application/x-msdownload")]}


def test_a_key_becomes_references_to_its_files() -> None:
    kept = submit(form(field("filepicker")), {"a": "files::1"}, files=SENT)
    assert kept.data == {"a": [{"name": "new.pdf", "size": 10, "type": "application/pdf", "sha256": "new.pdf"}]}
    assert kept.errors == ()


@pytest.mark.parametrize("sent", ["files::zz", "new.pdf", ["x"], 5, {}, [{"name": "new.pdf", "sha256": "new.pdf"}]])
def test_keys_and_references_that_did_not_come_along_are_dropped(sent: Any) -> None:
    kept = submit(form(field("filepicker", validate={"required": True})), {"a": sent}, files=SENT)
    assert kept.data == {"a": None}
    assert codes(kept) == ["required"]


def test_files_held_already_stay_when_nothing_is_sent_and_go_with_an_empty_list() -> None:
    drawn = form(field("filepicker"))
    assert submit(drawn, {"a": None}, HELD).data == HELD
    assert submit(drawn, {}, HELD).data == HELD
    assert submit(drawn, {"a": []}, HELD).data == {"a": None}


def test_held_and_new_files_go_together() -> None:
    drawn = form(field("filepicker", multiple=True))
    kept = submit(drawn, {"a": [*HELD["a"], "files::1"]}, HELD, SENT)
    assert [file["name"] for file in kept.data["a"]] == ["old.pdf", "new.pdf"]
    assert kept.errors == ()


def test_one_file_only_unless_several_are_drawn() -> None:
    two = {"files::1": [info("a.pdf"), info("b.pdf")]}
    assert codes(submit(form(field("filepicker")), {"a": "files::1"}, files=two)) == ["file-count"]
    assert codes(submit(form(field("filepicker", multiple="=1 < 2")), {"a": "files::1"}, files=two)) == []
    most = form(field("filepicker", multiple=True, bihuan={"maxFiles": 1}))
    assert codes(submit(most, {"a": "files::1"}, files=two)) == ["file-count"]


def test_the_type_is_judged_here_because_the_browser_only_helps() -> None:
    drawn = form(field("filepicker", accept=".pdf,image/*"))
    (error,) = submit(drawn, {"a": "files::2"}, files=SENT).errors
    assert (error.code, error.params) == ("file-type", {"name": "x.exe", "accept": ".pdf,image/*"})


def test_size_is_judged() -> None:
    drawn = form(field("filepicker", bihuan={"minSize": 11, "maxSize": 50}))
    assert codes(submit(drawn, {"a": "files::1"}, files=SENT)) == ["file-too-small"]
    assert codes(submit(drawn, {"a": "files::2"}, files=SENT)) == ["file-too-large"]


def test_files_stand_in_rows_too() -> None:
    kept = submit(form(rows(field("filepicker"))), {"rows": [{"a": "files::1"}]}, files=SENT)
    assert kept.data["rows"][0]["a"][0]["name"] == "new.pdf"


@pytest.mark.parametrize("limit", ["5", -1, True, 1.5])
def test_limits_are_whole_numbers(limit: Any) -> None:
    with pytest.raises(FormRefused):
        form(field("filepicker", bihuan={"maxSize": limit}))
