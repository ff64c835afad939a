"""Every error has a sentence, and every sentence an error."""

import re
from pathlib import Path

from engine import feel
from engine.feel import MESSAGES, FeelError

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
