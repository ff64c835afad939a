import re
from pathlib import Path

import forms
from forms import FieldError, messages

FOLDER = Path(forms.__file__).parent


def test_every_code_in_the_code_has_a_sentence() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    problems = set(re.findall(r'(?:Problem|FieldError)\(\s*code="([a-z-]+)"', code))
    findings = set(re.findall(r'(?:Finding\(\s*code=|_find\()"([a-z-]+)"', code))
    assert problems
    assert findings
    assert problems <= set(messages.FIELD_ERRORS)
    assert findings <= set(messages.FINDINGS)


def test_sentences_are_translated_before_they_are_filled() -> None:
    error = FieldError(code="min", params={"limit": "5"}, component_id="a", path=("a",))
    assert messages.sentence(error) == "Field must have minimum value of 5."
    assert messages.sentence(error, {messages.FIELD_ERRORS["min"]: "不能小于{limit}。"}.__getitem__) == "不能小于5。"


def test_a_missing_parameter_shows_as_its_name() -> None:
    assert messages.fill("{a} and {b}", {"a": 1}) == "1 and {b}"
