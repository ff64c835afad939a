import pytest

from forms import FormRefused
from tests.forms.drawing import answer, field, form


def test_line_breaks_stay() -> None:
    assert answer(field("textarea"), "a\nb\tc") == "a\nb\tc"


def test_what_no_database_keeps_is_taken_out() -> None:
    assert answer(field("textarea"), "a\x00b\ud83dc😀") == "ab\ufffdc😀"


def test_a_pattern_that_is_none_refuses_the_form() -> None:
    with pytest.raises(FormRefused) as refusal:
        form(field("textarea", validate={"pattern": "^(?:a"}))
    assert [finding.code for finding in refusal.value.findings] == ["pattern-invalid"]
