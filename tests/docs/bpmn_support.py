"""Writes the handbook's table of BPMN support from the tests that stand behind each row.

python -m tests.docs.bpmn_support
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.docs.bpmn_rows import PARTS, REFUSED_WHEN_DEPLOYED, Part
from tests.docs.documents import HANDBOOK, LANGUAGES, ROOT
from tests.engine.bpmn.test_refusals import REFUSED

BEGIN, END = "<!-- made by `python -m tests.docs.bpmn_support` -->", "<!-- made until here -->"
CODES: Mapping[str, str] = {
    **{row: code for row, (code, _) in REFUSED.items()},
    "more than 2,000 elements": "too-many-elements",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "| Element | Here | Proved by |",
        "runs": "runs",
        "refused": "refused: `{code}`",
        "deployed": "refused when deployed: `{code}`",
    },
    "zh-CN": {
        "head": "| 元素 | 本系统 | 由测试证明 |",
        "runs": "运行",
        "refused": "拒绝：`{code}`",
        "deployed": "部署时拒绝：`{code}`",
    },
}
Proofs = Mapping[str, Sequence[str]]
"""By row: each test that stands behind it, as the table names it."""


def proofs() -> Proofs:
    """What the marks of all tests say; a test that may be left out proves nothing and is refused."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-p",
        "tests.docs.collecting",
        "-p",
        "no:cacheprovider",
    ]
    collected = subprocess.run([*command, "tests/engine"], cwd=ROOT, capture_output=True, text=True, check=False)
    if collected.returncode != 0:
        raise RuntimeError(f"the tests could not be collected:\n{collected.stdout[-2000:]}")
    found: dict[str, list[str]] = defaultdict(list)
    for line in collected.stdout.splitlines():
        if line.startswith('{"row"'):
            mark = json.loads(line)
            if not mark["always"]:
                raise RuntimeError(f"a test that may be left out proves nothing: {mark['test']}")
            if mark["test"] not in found[mark["row"]]:
                found[mark["row"]].append(mark["test"])
    return found


def table(language: str, proved: Proofs) -> str:
    """The generated part of the page."""
    return "\n".join([BEGIN, "", *(line for part in PARTS for line in _part(part, language, proved)), END])


def _part(part: Part, language: str, proved: Proofs) -> Iterator[str]:
    words = WORDS[language]
    yield from (f"### {part.english if language == 'en' else part.chinese}", "", words["head"], "|---|---|---|")
    for row, chinese in part.rows.items():
        here = _verdict(row, words)
        yield f"| {row if language == 'en' else chinese} | {here} | {'; '.join(proved.get(row, ()))} |"
    yield ""


def _verdict(row: str, words: Mapping[str, str]) -> str:
    if row in REFUSED_WHEN_DEPLOYED:
        return words["deployed"].format(code=REFUSED_WHEN_DEPLOYED[row])
    if row in CODES:
        return words["refused"].format(code=CODES[row])
    return words["runs"]


def page(language: str) -> Path:
    """The page that the table stands on."""
    return HANDBOOK / language / "bpmn-support.md"


def written(language: str) -> str:
    """The table as it stands on the page."""
    text = page(language).read_text(encoding="utf-8")
    return BEGIN + text.split(BEGIN)[1].split(END)[0] + END


def write(proved: Proofs) -> None:
    """Put the table on both pages."""
    for language in LANGUAGES:
        text = page(language).read_text(encoding="utf-8")
        page(language).write_text(text.replace(written(language), table(language, proved)), encoding="utf-8")


if __name__ == "__main__":
    write(proofs())
