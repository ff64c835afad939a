"""Built files: whoever reads Brotli gets what the build compressed, everybody else the file itself."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.static_files import BuiltFiles


@pytest.fixture
def browser(tmp_path: Path) -> TestClient:
    (tmp_path / "form.js").write_text("export {}; // as it was built")
    (tmp_path / "form.js.br").write_bytes(b"smaller")
    (tmp_path / "plain.js").write_text("export {};")
    return TestClient(BuiltFiles(directory=tmp_path))


def test_a_browser_that_reads_brotli_gets_the_smaller_file(browser: TestClient) -> None:
    answer = browser.get("/form.js", headers={"accept-encoding": "gzip, br;q=1.0"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-length"] == "7"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "identity", "", "brotli"])
def test_others_get_the_file_itself(browser: TestClient, accepted: str) -> None:
    answer = browser.get("/form.js", headers={"accept-encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.text.startswith("export")


def test_a_file_without_a_smaller_one_is_answered_as_it_is(browser: TestClient) -> None:
    answer = browser.get("/plain.js", headers={"accept-encoding": "br"})
    assert "content-encoding" not in answer.headers
    assert answer.text == "export {};"
