"""The documents of the project as tests read them: their files, links, headings, tables and examples."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGES = ("en", "zh-CN")
PAGES = ("bpmn-support", "developer", "key-account", "modeller", "operator", "user")

_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)[^>]+(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_FIRST_CELL = re.compile(r"^\| `([^`|]+)` \|", re.MULTILINE)
_EXAMPLE = re.compile(r"^```(\w+)((?: [^\n]*)?)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def documents() -> list[Path]:
    """Every document that somebody may open by itself."""
    roots = [path for path in ROOT.glob("*.md") if path.stat().st_size]
    return sorted([*roots, *ROOT.glob("docs/**/*.md"), *ROOT.glob("processes/**/*.md"), ROOT / "web/assets/README.md"])


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def page(language: str, name: str) -> str:
    """One page of the handbook."""
    return text(HANDBOOK / language / f"{name}.md")


def links(path: Path) -> Iterator[str]:
    """The addresses that a document names, outside its examples."""
    for found in _LINK.findall(_CODE.sub("", text(path))):
        yield next(part for part in found if part)


def headings(written: str) -> list[int]:
    """The levels of the headings, in order: the shape of a document in any language."""
    return [len(marks) for marks in _HEADING.findall(_CODE.sub("", written))]


def rows(written: str) -> list[str]:
    """What stands in code in the first cell of each row of its tables, in order."""
    return _FIRST_CELL.findall(written)


def examples(written: str) -> Iterator[tuple[str, str, str]]:
    """Every fenced example: its language, what follows it on the first line, its text."""
    for language, marks, body in _EXAMPLE.findall(written):
        yield language, marks.strip(), body
