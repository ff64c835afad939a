"""A text that names no element of the package would be missed in the pages, without a word."""

from typing import Any

from engine import text_references
from tests.engine.bpmn.builder import File
from tests.engine.conftest import package


def found(section: str, *names: str) -> list[tuple[str, str, str]]:
    file = File()
    process = file.process("P")
    process.start()
    process.user("approve")
    process.chain("start", "approve")
    texts: dict[str, Any] = {"zh-CN": {section: dict.fromkeys(names, "审批")}}
    return [
        (path, finding.code, finding.params.get("suggestion", ""))
        for path, finding in text_references.check(package(file.xml(), **texts))
    ]


def test_texts_of_elements_that_are_there_are_nothing_to_tell() -> None:
    assert found("elements", "approve", "start") == []


def test_a_text_of_an_element_that_is_not_there_is_told() -> None:
    for section in ("elements", "descriptions", "stages"):
        assert found(section, "removed") == [("locales/zh-CN.toml", "text-without-element", "")]


def test_what_was_probably_meant_is_named() -> None:
    assert found("elements", "aprove") == [("locales/zh-CN.toml", "text-mistyped", "approve")]
