from forms import FileInfo
from tests.forms.drawing import codes, form, refined, submit

JPEG = FileInfo(filename="p.jpg", content_type="image/jpeg", size=3_000_000, sha256="ab")
PDF = FileInfo(filename="p.pdf", content_type="application/pdf", size=9, sha256="cd")


def test_photos_are_pictures() -> None:
    drawn = form({**refined("filepicker", "photo", maxFiles=2), "multiple": True})
    assert submit(drawn, {"a": "files::1"}, files={"files::1": [JPEG, JPEG]}).errors == ()
    assert codes(submit(drawn, {"a": "files::1"}, files={"files::1": [JPEG, PDF]})) == ["file-type"]
    assert codes(submit(drawn, {"a": "files::1"}, files={"files::1": [JPEG] * 3})) == ["file-count"]


def test_their_size_is_limited_in_megabytes() -> None:
    small = form(refined("filepicker", "photo", maxSizeMb=2.5))
    [error] = submit(small, {"a": "files::1"}, files={"files::1": [JPEG]}).errors
    assert (error.code, error.params) == ("file-larger-than-mb", {"name": "p.jpg", "limit": "2.5"})
    assert (
        submit(form(refined("filepicker", "photo", maxSizeMb=3)), {"a": "files::1"}, files={"files::1": [JPEG]}).errors
        == ()
    )
