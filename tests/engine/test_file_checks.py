"""A file is checked as what it is, whatever it is called or holds."""

import pytest

from engine.file_checks import check
from tests.engine.bpmn.builder import File

DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">'
    b'<decision id="limit" name="limit"><variable name="limit"/><literalExpression><text>1</text></literalExpression>'
    b"</decision></definitions>"
)
JUNK = [b"", b"\0\xff", b"[]", b"7", b"<a", b"<a/>", b"/DMN/", b"<!DOCTYPE a><a/>", b"\xff\xfe<\0"]


def test_models_decisions_and_forms() -> None:
    file = File()
    file.process().start()
    assert check("a.bpmn", file.xml()) == []
    assert check("a.bpmn20.xml", file.xml()) == []
    for name in ("a.dmn", "a.dmn11.xml"):
        assert check(name, DECISION) == []
    form = b'{"type": "default", "id": "f", "schemaVersion": 19, "components": []}'
    assert [finding.severity for finding in check("a.form", form)] in ([], ["warning"])


@pytest.mark.parametrize("name", ["a.bpmn", "a.xml", "a.dmn", "a.form", "a.json", "a", "a.txt"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\xff", b"[]", b"7", b"<a", b"<a/>", b"/DMN/", b"<!DOCTYPE a><a/>", b"\xff\xfe<\0"]
)
def test_anything_at_all_is_refused_and_never_an_exception(name: str, data: bytes) -> None:
    assert any(finding.severity == "error" for finding in check(name, data))
