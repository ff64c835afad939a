"""The handbook's table of BPMN support says what the tests prove, row by row, in both languages."""

import pytest

from tests.docs import bpmn_support
from tests.docs.bpmn_rows import ROWS
from tests.docs.bpmn_support import Proofs
from tests.docs.documents import LANGUAGES


@pytest.fixture(scope="module")
def proved() -> Proofs:
    return bpmn_support.proofs()


def test_every_row_is_proved_and_every_mark_names_a_row(proved: Proofs) -> None:
    assert set(proved) == ROWS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_the_one_made_from_the_tests(proved: Proofs, language: str) -> None:
    assert bpmn_support.written(language) == bpmn_support.table(language, proved), (
        "run `python -m tests.docs.bpmn_support`"
    )
