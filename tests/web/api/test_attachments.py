"""/api/v1/attachments"""

from uuid import uuid4

from tests.web.api.conftest import Program

ATTACHMENTS = "/api/v1/attachments"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_a_file_is_uploaded_named_in_a_start_and_downloaded(program: Program) -> None:
    bob = program("bob")
    stored = bob.post(ATTACHMENTS, files={"file": ("bill für Ann.pdf", PDF, "text/html")})
    assert stored.status_code == 201, stored.text
    assert (stored.json()["content_type"], stored.json()["size"]) == ("application/pdf", len(PDF))
    answers = {"subject": "See the bill", "evidence": "files::1"}
    files = {"files::1": [stored.json()["id"]]}
    started = bob.post("/api/v1/instances", json={"process": "question", "answers": answers, "files": files})
    assert started.status_code == 201, started.text
    got = program("ann").get(f"{ATTACHMENTS}/{stored.json()['id']}")
    assert got.content == PDF
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''bill%20f%C3%BCr%20Ann.pdf"
    assert "sandbox" in got.headers["content-security-policy"]


def test_a_pending_file_belongs_to_its_uploader(program: Program) -> None:
    stored = program("bob").post(ATTACHMENTS, files={"file": ("a.pdf", PDF)}).json()
    assert program("ann").get(f"{ATTACHMENTS}/{stored['id']}").status_code in (403, 404)


def test_a_file_that_is_not_what_it_says_is_refused(program: Program) -> None:
    answer = program("bob").post(ATTACHMENTS, files={"file": ("a.pdf", b"MZ\x90\x00 program")})
    assert (answer.status_code, answer.json()["code"]) == (422, "file-not-as-named")
    answer = program("bob").post(ATTACHMENTS, files={"file": ("a.exe", b"MZ\x90\x00 program")})
    assert (answer.status_code, answer.json()["code"]) == (422, "file-type-refused")


def test_there_is_no_such_file(program: Program) -> None:
    assert program("bob").get(f"{ATTACHMENTS}/{uuid4()}").status_code == 404
