"""The example of the README does what it says."""

import doctest
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_is_right(name: str) -> None:
    found = doctest.testfile(str(_ROOT / name), module_relative=False, encoding="utf-8")
    assert found.attempted >= 6
    assert found.failed == 0
