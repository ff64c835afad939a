"""What a check of a form finds, and the refusal of a form that cannot be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One remark on a form: a stable code, the component it is about, and what fills its message.

    An `error` refuses the form, a `warning` asks the author for a word, a `hint` is advice.
    """

    code: str
    severity: Severity = "error"
    component_id: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class FormRefused(Exception):
    """The form cannot be used as it is drawn; `findings` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(f"{finding.code} ({finding.component_id})" for finding in self.findings))
