"""Decision files as packages hold them."""

from engine.decision_files import check, load_all
from tests.engine.dmn.models import decision, definitions, literal, table
from tests.engine.dmn.test_source import LIBRARY, importing


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
