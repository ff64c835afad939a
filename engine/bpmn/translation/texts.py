"""Every text of a document that is not FEEL becomes FEEL, or an error that says which text and why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from engine.bpmn import timers
from engine.bpmn.activity import Activity, Timer, VariableMapping
from engine.bpmn.elements import Document, Element, Flow
from engine.bpmn.rules.place import error, hint, warning
from engine.bpmn.translation import cron, juel, python, scripts, templates
from engine.bpmn.translation.feel_text import Untranslatable
from engine.errors import Finding

_Value = TypeVar("_Value")
_XPATH_TEXT = re.compile(r"'([^'\"\\]*)'")
# How BPMN reads a variable in XPath, its own language where a file names none.
_DATA_OBJECT = re.compile(r"\b(?:bpmn:)?getDataObject\(\s*['\"]([^\W\d]\w*)['\"]\s*\)")
# Fields whose texts are expressions in the language of the file; all others are literal unless they are marked.
_EXPRESSIONS = frozenset({"condition", "completion_condition", "cardinality", "input_collection", "output_element"})
_PARTS = ("form", "assignment", "schedule", "decision", "called", "loop", "standard_loop", "ad_hoc", "message")
_TEXTS = ("priority", "signal", "error_code", "escalation_code", "condition")
# Texts for people and for outside software, and names that are never computed.
_RAW = frozenset({"binding", "shape", "version_tag", "input_element", "output_collection", "result_variable"})


def translate(document: Document) -> None:
    """Changes the texts in place; what was translated and what could not be is noted as a finding of its element."""
    for process in document.processes:
        if process.executable:
            for scope in process.scopes():
                for element in scope.elements.values():
                    _Translation(document, element).run()
                for flow in scope.flows:
                    _flow(document, flow, scope.elements.get(flow.source))


@dataclass
class _Translation:
    """The texts of one element."""

    document: Document
    element: Element

    def run(self) -> None:
        self.element.activity = self.activity(self.element.activity)
        source = self.element.source
        if source is not None and self.element.activity.script is None and self.element.activity.job is None:
            self.script()

    def activity(self, activity: Activity) -> Activity:
        changes: dict[str, Any] = {name: self.text(getattr(activity, name), name) for name in _TEXTS}
        changes |= {name: self.part(getattr(activity, name)) for name in _PARTS}
        changes |= {name: self.mappings(getattr(activity, name)) for name in ("inputs", "outputs")}
        if activity.timer is not None:
            changes["timer"] = self.timer(activity.timer)
        if activity.job is not None:
            changes["job"] = replace(activity.job, type=self.text(activity.job.type, "type"))
        if activity.triggers:
            changes["triggers"] = tuple(self.activity(trigger) for trigger in activity.triggers)
        return replace(activity, **changes)

    def part(self, part: _Value) -> _Value:
        """A neutral value with all its texts translated."""
        if part is None:
            return part
        texts = {
            each.name: self.text(getattr(part, each.name), each.name)
            for each in fields(part)  # type: ignore[arg-type]  # every part is a dataclass
            if each.name not in _RAW and isinstance(getattr(part, each.name), str)
        }
        return replace(part, **texts) if texts else part  # type: ignore[type-var]  # as above

    def mappings(self, mappings: tuple[VariableMapping, ...]) -> tuple[VariableMapping, ...]:
        return tuple(
            replace(each, source=self.text(each.source, "source"), target=self.text(each.target, "target"))
            for each in mappings
        )

    def text(self, text: Any, field: str) -> Any:
        if not isinstance(text, str) or text.startswith("="):
            return text
        language = self.document.language if field in _EXPRESSIONS else ""
        try:
            if field == "condition":
                return self.said(text, _condition(text, "", language))
            return self.said(text, _translated(text, language))
        except Untranslatable as failure:
            self.failed(text, failure)
            return text

    def timer(self, timer: Timer) -> Timer:
        """A timer: ISO texts stay, cron lines that mean the same become ISO, and Python's quotes fall off."""
        if timer.text.startswith("=") or _is_iso(timer):
            return timer
        try:
            if timer.kind == "cycle" and cron.is_cron(timer.text):
                return replace(timer, text=self.said(timer.text, cron.repetition(timer.text)))
            if templates.is_template(timer.text) or self.document.language == "python":
                return replace(timer, text=self.said(timer.text, _translated(timer.text, self.document.language)))
            if timer.text.startswith(("'", '"', "timedelta(", "datetime.timedelta(")):
                return replace(timer, text=self.said(timer.text, _translated(timer.text, "python")))
        except Untranslatable as failure:
            self.failed(timer.text, failure)
            return replace(timer, text="=null")
        return timer

    def script(self) -> None:
        """A script that only computes becomes FEEL; one with no effect is passed through."""
        element, source = self.element, self.element.source
        if source is None:
            return
        try:
            found, language = _script(source.text, source.language or self.document.language, source.result_variable)
        except Untranslatable as failure:
            if source.instead is not None:
                element.activity = replace(element.activity, job=source.instead)
                self.note(warning(element, "job-foreign", implementation=source.text, type=source.instead.type))
            else:
                self.note(error(element, "script-untranslatable", text=source.text[:500], **failure.because))
            return
        if language != source.language and not source.language and not self.document.language:
            self.note(warning(element, "script-language-guessed", language=language))
        if found.error_code is not None:
            self.throwing(source.text, found.error_code)
            return
        if found.script is None:
            self.without_effect(source.text)
            return
        outputs = (*found.outputs, *element.activity.outputs)
        if element.activity.outputs and not found.outputs:
            own = found.script.result_variable
            outputs = (VariableMapping(source=f"={own}", target=own), *outputs)
        self.said(source.text, found.script.expression)
        element.kind = "scriptTask"
        element.activity = replace(element.activity, kind="scriptTask", script=found.script, outputs=outputs)

    def throwing(self, text: str, code: str) -> None:
        """A script that does nothing but throw a BPMN error: an activity that always ends with it."""
        self.said(text, code)
        self.element.activity = replace(self.element.activity, error_code=code)

    def without_effect(self, text: str) -> None:
        element = self.element
        if element.kind in ("scriptTask", "serviceTask", "sendTask", "businessRuleTask"):
            self.note(warning(element, "script-without-effect", text=text[:500]))
            element.kind = "task"
            element.activity = replace(element.activity, kind="task")
        elif element.source is not None and element.source.instead is not None:
            element.activity = replace(element.activity, job=element.source.instead)

    def said(self, text: str, translated: str) -> str:
        if translated != text:
            self.note(hint(self.element, "expression-translated", text=text[:500], expression=translated[:500]))
        return translated

    def failed(self, text: str, failure: Untranslatable) -> None:
        self.note(error(self.element, "expression-untranslatable", text=text[:500], **failure.because))

    def note(self, finding: Finding) -> None:
        if self.element.invented:  # a script that was drawn for the activity it belongs to
            finding = replace(finding, element_id=finding.element_id.rpartition("__")[0])
        self.document.problems.append(finding)


def _translated(text: str, language: str) -> str:
    if templates.is_template(text):
        return templates.translate(text)
    if language == "python":
        return "=" + python.expression(text).text
    if language in ("juel", "groovy", "javascript", "java"):
        return "=" + juel.expression(text.strip().removeprefix("return ").removesuffix(";")).text
    return text


def _script(text: str, language: str, result_variable: str | None) -> tuple[scripts.TranslatedScript, str]:
    """The script, and the language it was read as: one that names none can only be plain assignments of Python."""
    if language or templates.is_template(text):
        return scripts.translate(text, language, result_variable), language
    found = scripts.translate(text, "python", result_variable)
    if found.script is None and "print(" not in text:
        raise Untranslatable("it does not say which language it is in")
    return found, "Python"


def _is_iso(timer: Timer) -> bool:
    parse: Mapping[str, Any] = {
        "date": timers.parse_date,
        "duration": timers.parse_duration,
        "cycle": timers.parse_cycle,
    }
    try:
        parse[timer.kind](timer.text)
    except timers.TimerUnreadable:
        return False
    return True


def _flow(document: Document, flow: Flow, source: Element | None) -> None:
    """The condition of a flow, whose findings name its source and itself."""
    text = flow.condition
    if text is None or source is None or text.startswith("="):
        return
    said = flow.language.lower()
    try:
        translated = _condition(text, said, document.language)
    except Untranslatable as failure:
        note = error(source, "expression-untranslatable", text=text[:500], **failure.because)
        document.problems.append(note)
        flow.condition = "=null"
        return
    if translated != text:
        document.problems.append(hint(source, "expression-translated", text=text[:500], expression=translated[:500]))
        flow.condition = translated


def _condition(text: str, said: str, language: str) -> str:
    if templates.is_template(text):
        return templates.translate(text)
    if _DATA_OBJECT.search(text):
        # Comparisons of XPath read the same in FEEL; what does not is refused as FEEL that cannot be read.
        return "=" + _XPATH_TEXT.sub(r'"\1"', _DATA_OBJECT.sub(r"\1", text))
    if "feel" in said or (not said and language == "feel"):
        return "=" + text
    known = next((name for name in ("juel", "groovy", "javascript", "python", "java") if name in said), "")
    if said and not known:
        raise Untranslatable("conditions in “{language}” are not run", language=said)
    if known or language:
        return _translated(text, known or language)
    return _guessed(text)


def _guessed(text: str) -> str:
    """A condition in no named language: FEEL, unless it is written as only other languages are."""
    if not any(mark in text for mark in ("==", "!=", "&&", "||", "'")):
        return text
    for translate_expression in (juel.expression, python.expression):
        try:
            return "=" + translate_expression(text).text
        except Untranslatable:
            continue
    return text
