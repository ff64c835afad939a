"""Decision files as packages hold them: read with their imports, checked, and what a check finds."""

from collections.abc import Mapping, Sequence

from engine import dmn
from engine.decision_language import translate
from engine.errors import Finding

_HINTS = frozenset(("column-not-analysed", "table-too-large"))


def load(xml: bytes, others: Sequence[bytes] = ()) -> dmn.DecisionModel:
    """The model of a file; raises DecisionRefused."""
    return dmn.load(xml, others, translate=translate)


def load_all(files: Mapping[str, bytes]) -> dict[str, dmn.DecisionModel]:
    """The models of the files of one package by path, each of which may import the others; raises DecisionRefused."""
    return {path: load(xml, beside(files, path)) for path, xml in files.items()}


def beside(files: Mapping[str, bytes], path: str) -> list[bytes]:
    """The files of a package that one of them may import."""
    return [xml for other, xml in files.items() if other != path]


def check(xml: bytes, others: Sequence[bytes] = ()) -> list[Finding]:
    """What refuses a file; where nothing does, what is odd about its tables."""
    try:
        return [_remark(remark) for remark in load(xml, others).examine()]
    except dmn.DecisionRefused as refused:
        return [_finding(problem, "error") for problem in refused.problems]


def _remark(remark: dmn.Problem) -> Finding:
    return _finding(remark, "hint" if remark.code in _HINTS else "warning")


def _finding(problem: dmn.Problem, severity: str) -> Finding:
    return Finding(
        code=problem.code,
        severity=severity,
        element_id=problem.element_id,
        line=problem.line,
        params=problem.params,
    )
