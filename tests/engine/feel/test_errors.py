"""Every error has a sentence, and every sentence an error."""

import re
from pathlib import Path

import pytest

from engine import feel
from engine.feel import MESSAGES, SIMILAR_MESSAGES, FeelError, FeelFailure, Policy, evaluate
from web.i18n import translate

_PLACEHOLDER = re.compile(r"{\w+}")
_SOURCES = [path for path in Path(feel.__file__).parent.rglob("*.py") if path.name != "errors.py"]


def test_every_message_is_used() -> None:
    used = {code for path in _SOURCES for code in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', path.read_text())}
    assert set(MESSAGES) - used == set()


def test_every_failure_in_the_source_has_a_message() -> None:
    raised = {
        code
        for path in _SOURCES
        for code in re.findall(r'(?:fail|FeelSyntaxError|FeelLimit|FeelFailure)\(\s*"([a-z-]+)"', path.read_text())
    }
    assert raised - set(MESSAGES) == set()


def test_an_error_without_its_parameters_still_speaks() -> None:
    assert str(FeelError("unknown-variable", 4)) == "There is no variable “{name}”. (position 5)"


@pytest.mark.parametrize("text", ['includes([1..2], "a")', 'before([1..2], "a")', '1 in "a"', 'min("a", 1)'])
def test_what_does_not_compare_is_named(text: str) -> None:
    with pytest.raises(FeelFailure) as caught:
        evaluate(text, {}, policy=Policy.STRICT)
    assert "{" not in str(caught.value)


def test_every_error_is_said_in_chinese_too() -> None:
    for code, english in (*MESSAGES.items(), *SIMILAR_MESSAGES.items()):
        chinese = translate("zh-CN", english)
        assert chinese != english, code
        assert set(_PLACEHOLDER.findall(chinese)) == set(_PLACEHOLDER.findall(english)), code
