"""Every code that a check can give has a sentence, and its sentence asks only for parameters that come with it."""

import re
from pathlib import Path
from string import Formatter

import pytest

from engine import bpmn
from engine.bpmn import reader
from tests.engine.bpmn.test_lint import ERRORS, WARNINGS, drawn

CODE = re.compile(
    r'(?:error|warning|hint|refused|problem|code=|scope_finding)\(?[^"\n]*(?:\n\s*)?"([a-z]+(?:-[a-z]+)+)"'
)


def test_every_code_in_the_source_has_a_sentence() -> None:
    package = Path(reader.__file__).parent
    sources = [*package.glob("*.py"), *package.glob("rules/*.py")]
    codes = {
        code
        for path in sources
        if path.name in ("reader.py", "document.py", "normalise.py", "lint.py") or path.parent.name == "rules"
        for code in CODE.findall(path.read_text("utf-8"))
    }
    assert codes <= bpmn.FINDING_MESSAGES.keys()
    assert len(codes) > 40


@pytest.mark.parametrize("case", [*ERRORS, *WARNINGS])
def test_a_sentence_asks_only_for_what_its_finding_brings(case: str) -> None:
    for finding in bpmn.check(drawn({**ERRORS, **WARNINGS}[case])):
        asked = {name for _, name, _, _ in Formatter().parse(bpmn.FINDING_MESSAGES[finding.code]) if name}
        assert asked <= finding.params.keys()
