"""The expressions that forms may use, evaluated by the server and by the browser's feelin in Node.js, on the same JSON.

After a change, `python -m tests.agreement.answers` records the differences anew; read what changed before you commit.
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalogue import FORM_LANGUAGE
from web.assets.build import ASSETS, find_node

_HERE = Path(__file__).parent
FEELIN = ASSETS / "node_modules" / "@bpmn-io" / "feelin" / "dist" / "index.js"
DIFFERENCES = _HERE / "differences.json"
_UNARY = "? "
_NEAR = 1e-9
"""Numbers that near one another are the same here; where the rest shows is among the differences."""

VARIABLES: Mapping[str, Any] = {
    "amount": 100,
    "name": "Chen Jing",
    "accepted": True,
    "due": "2026-01-31",
    "tags": ["a", "b"],
    "e-mail": "ann@example.com",
    "customer": {"class": "A", "address": {"city": "Wuhan"}},
    "items": [
        {"name": "pen", "price": 2.5, "qty": 4},
        {"name": "lamp", "price": 30, "qty": 2},
        {"name": "cup", "price": 12, "qty": 2},
    ],
}


@dataclass(frozen=True)
class Case:
    """An expression, or a condition, which is written with a question mark before it."""

    written: str

    @property
    def is_unary(self) -> bool:
        return self.written.startswith(_UNARY)

    @property
    def text(self) -> str:
        return self.written.removeprefix(_UNARY) if self.is_unary else self.written


def cases() -> list[Case]:
    """Every case of cases.txt."""
    lines = (_HERE / "cases.txt").read_text().splitlines()
    return [Case(line) for line in lines if line and not line.startswith("# ")]


def of_server(case: Case) -> Any:
    """What the server answers in a form; null where it is no expression at all."""
    try:
        answer = (FORM_LANGUAGE.unary if case.is_unary else FORM_LANGUAGE.evaluate)(case.text, VARIABLES)
    except ValueError:
        return None
    return json.loads(json.dumps(answer, default=float))


def of_browser(asked: list[Case]) -> list[Any]:
    """What the browser answers to each."""
    wanted = [{"text": case.text, "unary": case.is_unary} for case in asked]
    command = [find_node().node, str(_HERE / "feelin.mjs"), str(FEELIN)]
    given = json.dumps({"variables": VARIABLES, "cases": wanted})
    found = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=True)
    answers: list[Any] = json.loads(found.stdout)
    return answers


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same JSON, numbers but for rounding."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _NEAR * max(1, abs(one), abs(other))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return bool(one == other)


def differences() -> dict[str, dict[str, Any]]:
    """Both answers of each case in which they are not the same."""
    asked = cases()
    answers = zip(asked, of_browser(asked), strict=True)
    compared = {case.written: {"server": of_server(case), "browser": browser} for case, browser in answers}
    return {written: both for written, both in compared.items() if not same(both["server"], both["browser"])}


if __name__ == "__main__":
    lines = (f"  {json.dumps(written)}: {json.dumps(both)}" for written, both in differences().items())
    DIFFERENCES.write_text("{\n" + ",\n".join(lines) + "\n}\n")
