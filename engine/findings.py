"""What the findings of all checks mean: one English sentence a code, filled with the finding's parameters."""

from collections.abc import Callable, Mapping, Sequence

from engine import bpmn, dmn, feel
from engine.errors import Finding
from forms import messages

MESSAGES: Mapping[str, str] = {
    **dmn.MESSAGES,
    **messages.FINDINGS,
    **bpmn.FINDING_MESSAGES,
    "expression-syntax": "The expression “{expression}” cannot be read: {reason}",
    "name-mistyped": "Nothing in this package sets “{name}”. Did you mean “{suggestion}”?",
    "text-without-element": "No element of the package has the id “{element}”: nobody sees this text of [{section}].",
    "text-mistyped": "No element of the package has the id “{element}” ([{section}]). Did you mean “{suggestion}”?",
    "form-unknown": "There is no form “{form}”. Add it to the package, or correct the name.",
    "decision-unknown": "There is no decision “{decision}”. Add it to the package, or correct the name.",
    "field-rule-unknown": "The form has no field “{field}” that could be “{mode}”.",
    "callee-unknown": "There is no process “{process}” yet; until it is in service, instances will wait here.",
    "connector-unknown": "This installation has no connector “{connector}”; until it has, instances will wait here.",
    "start-by-condition": "A condition cannot start a process here yet. Start it by hand, by a message or by a timer.",
    "group-unknown": "There is no group “{group}” yet; until somebody belongs to it, nobody is offered this.",
}
"""The templates by code; another language translates the templates, never the sentences."""


FLOW_MESSAGES: Mapping[str, str] = {"unnamed": "from “{source}” to “{target}”"}
"""How a flow without a name is told, inside the sentences that have a {flow}."""


def template(finding: Finding) -> str:
    """The template of a finding's code; the code itself where none is known."""
    if "suggestion" in finding.params and finding.code in feel.SIMILAR_MESSAGES:
        return feel.SIMILAR_MESSAGES[finding.code]
    return MESSAGES.get(finding.code, finding.code)


def sentence(finding: Finding) -> str:
    """The English sentence."""
    return template(finding).format_map(_Blank(filled(finding.params, str)))


def filled(params: Mapping[str, object], translated: Callable[[str], str]) -> dict[str, object]:
    """The parameters as a sentence needs them: a flow by its name, else by what it connects."""
    if "flow" not in params:
        return dict(params)
    if params.get("flow_name") or "target" not in params:
        return {**params, "flow": f"“{params.get('flow_name') or params['flow']}”"}
    return {**params, "flow": translated(FLOW_MESSAGES["unnamed"]).format_map(_Blank(params))}


def lines(
    found: Sequence[tuple[str, Finding]],
    say: Callable[[Finding], str] = sentence,
    word: Callable[[str], str] = str,
) -> str:
    """Findings for a terminal, a line each: file and line, severity, element, the sentence (English), code.

    They begin as compilers begin theirs, so that editors find the place; `word` says a severity in a language.
    """
    return "\n".join(
        f"{path}{f':{finding.line}' if finding.line else ''}: {word(finding.severity)}: {_place(finding)}"
        f"{say(finding)} [{finding.code}]"
        for path, finding in found
    )


def _place(finding: Finding) -> str:
    if not finding.element_id:
        return ""
    return f"{finding.element_name} ({finding.element_id}): " if finding.element_name else f"{finding.element_id}: "


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
