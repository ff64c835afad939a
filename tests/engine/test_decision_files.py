"""Decision files as packages hold them."""

from collections import Counter
from pathlib import Path

import pytest

from engine.decision_files import check, load_all
from tests.engine.dmn.models import decision, definitions, literal, table
from tests.engine.dmn.test_source import LIBRARY, importing

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "open"
OF_THE_WHOLE_FILE = {"not-xml", "not-dmn", "doctype", "file-too-large"}


def test_the_files_of_a_package_import_each_other() -> None:
    models = load_all({"a.dmn": importing("lib", "lib.size"), "b.dmn": LIBRARY})
    assert list(models["a.dmn"].decisions) == ["d"]
    assert models["a.dmn"].imported == (LIBRARY,)
    assert models["b.dmn"].imported == ()


def test_a_file_beside_that_is_broken_is_told_by_its_own_check() -> None:
    assert check(definitions(decision("d", literal("1"))), [b"nonsense"]) == []
    assert [finding.code for finding in check(b"nonsense")] == ["not-xml"]


def test_gaps_warn_and_what_was_not_analysed_is_a_hint() -> None:
    xml = definitions(decision("d", table(["x", "z"], ["y"], ["< 10 | > limit | 1", "> 10 | - | 2"])))
    assert [(finding.severity, finding.code) for finding in check(xml)] == [
        ("hint", "column-not-analysed"),
        ("warning", "table-gap"),
    ]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository")
def test_every_file_of_the_corpus_is_read_or_refused_with_element_and_reason() -> None:
    outcomes: Counter[str] = Counter()
    for path in sorted(CORPUS.rglob("*.dmn")):
        others = [other.read_bytes() for other in path.parent.glob("*.dmn") if other != path]
        errors = [finding for finding in check(path.read_bytes(), others) if finding.severity == "error"]
        outcomes["refused" if errors else "read"] += 1
        for error in errors:
            assert error.code in OF_THE_WHOLE_FILE or error.element_id or error.line, (path.name, error)
    assert outcomes["read"] > 490
    assert outcomes["refused"] > 0
