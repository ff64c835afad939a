"""Every finding has a sentence that says what to do."""

import re
from pathlib import Path

from engine import findings
from engine.errors import Finding

ENGINE = Path(findings.__file__).parent


def test_a_sentence_is_filled_with_what_the_finding_is_about() -> None:
    found = Finding(code="form-unknown", severity="error", params={"form": "ask"})
    assert findings.sentence(found) == "There is no form “ask”. Add it to the package, or correct the name."


def test_a_parameter_that_is_missing_shows_as_its_name_and_an_unknown_code_as_itself() -> None:
    assert "{form}" in findings.sentence(Finding(code="form-unknown", severity="error"))
    assert findings.sentence(Finding(code="brand-new", severity="error")) == "brand-new"


def test_every_reference_that_is_checked_has_its_sentence() -> None:
    source = (ENGINE / "references.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'_finding\(\s*"([a-z-]+)"', source))
    assert len(codes) == 7
    assert codes <= findings.MESSAGES.keys()
