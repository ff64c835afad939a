"""The house rules that no linter knows: sizes, names, what may not be in the code at all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session

ROOT = Path(__file__).parent.parent
CODE = sorted(
    path
    for folder in ("engine", "forms", "web", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts and "node_modules" not in path.parts
)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NOT_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "manager",
    "managers",
    "misc",
    "service",
    "services",
}
# Who may be longer, and why.
EXCEPTIONS: dict[str, str] = {}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_file_is_short_enough_to_hold_in_mind() -> None:
    sizes = {relative(path): path.read_text(encoding="utf-8").count("\n") for path in CODE}
    long = {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE and name not in EXCEPTIONS}
    assert long == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def test_every_function_is_short_enough_to_read_at_once() -> None:
    long = [(relative(path), name) for path in CODE for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert long == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [relative(path) for path in CODE if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_module_is_named_for_nothing() -> None:
    assert [relative(path) for path in CODE if NOT_NAMES & {path.stem, *path.relative_to(ROOT).parts}] == []


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_no_code_is_made_from_text_anywhere() -> None:
    """No eval, exec or compile: whatever a model says goes through FEEL."""
    found = [(relative(path), name) for path in CODE for name in calls(path) if name in ("eval", "exec", "compile")]
    assert found == []


def test_models_run_without_eval_and_exec(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even inside the libraries that run a model: a whole instance moves with both taken away."""
    from engine import bpmn, expressions  # noqa: PLC0415 - loaded before eval and exec are taken away
    from tests.engine.bpmn.builder import File  # noqa: PLC0415

    file = File()
    process = file.process("P")
    process.start()
    process.script("double", "twice", "=amount * 2")
    process.node("exclusiveGateway", "large")
    process.user("yes")
    process.user("no")
    process.chain("start", "double", "large")
    process.flow("large", "yes", "=twice > 10")
    process.flow("large", "no", "=twice <= 10")

    def refuse(*_: object) -> None:
        raise AssertionError("text was run as code")

    monkeypatch.setattr("builtins.eval", refuse)
    monkeypatch.setattr("builtins.exec", refuse)
    language = expressions.InstanceExpressions(Session(), UUID(int=0))  # no decision is asked, so no database
    run = bpmn.start(bpmn.read(file.xml()), "P", {"amount": 6}, language)
    assert [wait.element_id for wait in run.waits()] == ["yes"]


def test_only_one_place_commits() -> None:
    pattern = re.compile(r"\.(commit|rollback)\(\)")
    found = [relative(path) for path in CODE if pattern.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= {"engine/db.py"}


def test_no_line_is_suppressed_without_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?![^\n]*(?: - | {2}# |\]  ?#))")
    found = [
        f"{relative(path)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
