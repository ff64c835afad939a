from forms import FileInfo
from tests.forms.drawing import codes, form, refined, submit

PNG = FileInfo(filename="s.png", content_type="image/png", size=9, sha256="ab")
PDF = FileInfo(filename="s.pdf", content_type="application/pdf", size=9, sha256="cd")


def test_a_signature_is_one_png() -> None:
    drawn = form({**refined("filepicker", "signature"), "multiple": True})
    assert submit(drawn, {"a": "files::1"}, files={"files::1": [PNG]}).data["a"] == [PNG.reference()]
    assert codes(submit(drawn, {"a": "files::1"}, files={"files::1": [PDF]})) == ["file-type"]
    assert codes(submit(drawn, {"a": "files::1"}, files={"files::1": [PNG, PNG]})) == ["file-count"]
