"""A plugin of pytest that says which tests stand behind which rows of the BPMN table; use it with `--collect-only`.

It runs in a process of its own, because one run of pytest cannot hold another.
"""

import json
import sys
from pathlib import Path

import pytest

BELOW = Path(__file__).resolve().parent.parent / "engine"
NEVER_RUN = ("skip", "skipif", "xfail")


def pytest_collection_finish(session: pytest.Session) -> None:
    """One line for each row of each test: the row, the test as a sentence with its file, whether it always runs."""
    for item in session.items:
        always = not any(item.get_closest_marker(name) for name in NEVER_RUN)
        for mark in item.iter_markers("proves"):
            for row in mark.args:
                sys.stdout.write("\n" + json.dumps({"row": row, "test": _told(item), "always": always}) + "\n")


def _told(item: pytest.Item) -> str:
    name = getattr(item, "originalname", item.name).removeprefix("test_").replace("_", " ")
    return f"{name} (`{item.path.relative_to(BELOW).as_posix()}`)"
