"""Scripts that do nothing but compute and set variables become one FEEL expression and the mappings that set them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.activity import Script, VariableMapping
from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation import juel, python_script, statements, templates
from engine.bpmn.translation.assignments import Assignments
from engine.bpmn.translation.feel_text import Untranslatable

_RESULT = "scriptResult"
_FAMILIES: Mapping[str, str] = {
    "feel": "feel",
    "python": "python",
    "jython": "python",
    "juel": "juel",
    "groovy": "groovy",
    "javascript": "javascript",
    "ecmascript": "javascript",
    "text/javascript": "javascript",
    "application/javascript": "javascript",
    "graal.js": "javascript",
    "nashorn": "javascript",
    "http://www.javascript.com/javascript": "javascript",
    "java": "java",
    "http://www.java.com/java": "java",
}
_THROWN = re.compile(
    r"throw\s+new\s+(?:[a-z]\w*\.)*BpmnError\(\s*(['\"])([^'\"$]+)\1\s*(?:,\s*(['\"])[^'\"]*\3\s*)?\)\s*;?"
)


@dataclass(frozen=True, kw_only=True)
class TranslatedScript:
    """What a script computes, and what it sets; or the code of the BPMN error that it always throws.

    Without either it has no effect on variables at all.
    """

    script: Script | None = None
    outputs: tuple[VariableMapping, ...] = ()
    error_code: str | None = None


def translate(text: str, language: str, result_variable: str | None) -> TranslatedScript:
    """The script in FEEL; Untranslatable when it does anything else than compute and set variables.

    `result_variable` is where the value of the script goes, when the diagram says so.
    """
    family = _FAMILIES.get(language.strip().lower(), "")
    if family == "feel" or text.startswith("="):
        return TranslatedScript(script=Script(expression=text, result_variable=result_variable or ""))
    if family == "python":
        return _assigned(python_script.read(text), None)
    if family == "juel" or (not family and templates.is_template(text)):
        return _juel(text, result_variable)
    if family in ("groovy", "javascript", "java"):
        thrown = _THROWN.fullmatch(text.strip())
        if thrown is not None:
            return TranslatedScript(error_code=thrown[2])
        return _assigned(statements.read(text, groovy=family == "groovy"), result_variable)
    raise Untranslatable("scripts in “{language}” are not run", language=language or "no language")


def assignment(text: str) -> TranslatedScript | None:
    """The variable that `${execution.setVariable('name', value)}` sets; None for any other expression."""
    inside = text.strip()[2:-1]
    found = statements.set_variable(inside)
    return None if found is None else _single(found[0], juel.expression(found[1]))


def _juel(text: str, result_variable: str | None) -> TranslatedScript:
    setting = assignment(text) if text.strip().endswith("}") else None
    if setting is not None:
        return setting
    expression = templates.translate(text) if templates.is_template(text) else "=" + juel.expression(text).text
    if not result_variable:
        return TranslatedScript()
    return TranslatedScript(script=Script(expression=expression, result_variable=result_variable))


def _assigned(found: Assignments, result_variable: str | None) -> TranslatedScript:
    if result_variable and found.value is not None:
        found.set(result_variable, found.value)
    if len(found.steps) == 1 and len(found.outputs) == 1:
        [(variable, _)] = found.outputs.items()
        return _single(variable, found.steps[0][1])
    if not found.outputs:
        return TranslatedScript()
    outputs = tuple(
        VariableMapping(source=f"={_RESULT}.{alias}", target=variable) for variable, alias in found.outputs.items()
    )
    expression = "=" + feel.context(found.steps).text
    return TranslatedScript(script=Script(expression=expression, result_variable=_RESULT), outputs=outputs)


def _single(variable: str, value: feel.Piece) -> TranslatedScript:
    return TranslatedScript(script=Script(expression="=" + value.text, result_variable=variable))
