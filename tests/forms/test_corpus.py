import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms import Form, FormRefused, check, load
from tests.forms.drawing import NOON, SHANGHAI
from tests.forms.feel import FEEL, check_expression

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
INDEX = CORPUS / "open.csv"
NAMED = {"flowable-form": "form-of-flowable", "jsonschema": "form-of-json-schema"}
"""How forms of other products are refused; their layouts and page templates are not all to be told apart."""


def documents() -> Iterator[tuple[str, Any, str]]:
    with INDEX.open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            if row["kind"] == "form" and row["copied_to"]:
                text = (CORPUS / row["copied_to"]).read_text(encoding="utf-8-sig")
                yield row["path"], _json(text), row["dialect"]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text  # forms of other products are HTML or XML, and are refused like anything else


@pytest.mark.skipif(not INDEX.exists(), reason="the corpus is not beside this checkout")
def test_every_form_of_the_corpus_works_or_is_refused_with_reasons() -> None:
    reasons = {path: _reasons(schema) for path, schema, _ in documents()}
    assert sum(codes == () for codes in reasons.values()) >= 60
    foreign = {path for path, _, dialect in documents() if dialect != "formjs"}
    refused = {codes for path, codes in reasons.items() if codes and path not in foreign}
    assert refused <= {("type-unknown",)}  # components that somebody's own editor has registered
    for path, _, dialect in documents():
        assert dialect not in NAMED or reasons[path] == (NAMED[dialect],), path


def _reasons(schema: Any) -> tuple[str, ...]:
    """The codes for which the form is refused; none when it could be used from end to end."""
    errors = {item.code for item in check(schema, check_expression=check_expression, locales=("zh-CN",))}
    form = _load(schema)
    if isinstance(form, FormRefused):
        codes = {finding.code for finding in form.findings}
        assert codes
        assert codes <= errors
        return tuple(sorted(codes))
    kept = form.submit({}, {}, files={}, zone=SHANGHAI, now=NOON)
    form.display(kept.data, "zh-CN")
    form.localise("zh-CN")
    return ()


def _load(schema: Any) -> Form | FormRefused:
    try:
        return load(schema, evaluate=FEEL)
    except FormRefused as refusal:
        return refusal
