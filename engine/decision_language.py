"""Texts of decisions in JUEL, Groovy, JavaScript or Python become FEEL of the same meaning, or not at all.

Camunda 7 and Flowable write JUEL, where Flowable names no language; SpiffWorkflow writes Python.
"""

import re

from engine.bpmn.translation import juel, python, templates
from engine.bpmn.translation.feel_text import Untranslatable

_LIKE_JUEL = ("juel", "groovy", "javascript")
_COMPARED = re.compile(r"(==|!=|<=|>=|<|>)(.+)", re.DOTALL)
_OPERATORS = {"==": "="}


def translate(text: str, language: str, unary: bool) -> str:
    """The FEEL of an expression, or of unary tests; ValueError where FEEL has no words for it."""
    if not unary:
        return _expression(text, language)
    compared = _COMPARED.fullmatch(text)
    if compared:
        operator, operand = compared.groups()
        return f"{_OPERATORS.get(operator, operator)} ({_expression(operand.strip(), language)})"
    if _is_constant(text):
        return _expression(text, language)
    # A condition by itself, where FEEL would compare its value with the input; `?` says that it decides.
    return f"[{_expression(text, language)}, ?][1]"


def _expression(text: str, language: str) -> str:
    named = language.lower()
    if templates.is_template(text):
        return templates.translate(text).removeprefix("=")
    if named == "python":
        return python.expression(text).text
    if named in ("", *_LIKE_JUEL):
        return juel.expression(text.strip().removeprefix("return ").removesuffix(";")).text
    raise Untranslatable("expressions in “{language}” are not run", language=language)


def _is_constant(text: str) -> bool:
    """Whether a cell is a single text, number, true or false, which the input is compared with."""
    return bool(re.fullmatch(r"'[^']*'|\"[^\"]*\"|-?\d+(\.\d+)?|true|false", text.strip()))
