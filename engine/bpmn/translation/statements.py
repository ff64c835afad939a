"""Groovy, JavaScript and Java: only the statements that mean the same in every language are read, one by one.

Those are `execution.setVariable(name, value)`, local variables, a value at the end, and printing, which changes
nothing. Values must be such as JUEL has too.
"""

import re

from engine.bpmn.translation import juel
from engine.bpmn.translation.assignments import Assignments
from engine.bpmn.translation.feel_text import Piece, Untranslatable

_SET = re.compile(r"(?:execution|kcontext)\.setVariable\(\s*(['\"])([^\W\d]\w*)\1\s*,(.*)\)", re.DOTALL)
_LOCAL = re.compile(r"(?:var|let|const|def)\s+([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)
_PRINT = re.compile(
    r"(?:(?:java\.lang\.)?System\.out\.print(?:ln)?|out:println|println|print|console\.log)\b(.*)", re.S
)
_RETURN = re.compile(r"return\s+(.*)", re.DOTALL)
_COMMENT = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)


def set_variable(text: str) -> tuple[str, str] | None:
    """(variable, value) of a call that sets one."""
    match = _SET.fullmatch(text.strip())
    return None if match is None else (match[2], match[3])


def read(text: str, *, groovy: bool) -> Assignments:
    """What the script sets; Untranslatable for every statement that could mean anything else."""
    if groovy and re.search(r'"[^"\n]*\$', text):
        raise Untranslatable("Groovy's texts with $ are not translated")
    found = Assignments()
    statements = [part.strip() for part in re.split(r"[;\n]", _COMMENT.sub("", text)) if part.strip()]
    for number, statement in enumerate(statements, 1):
        _statement(found, statement, last=number == len(statements))
    return found


def _statement(found: Assignments, statement: str, *, last: bool) -> None:
    setting, local = set_variable(statement), _LOCAL.fullmatch(statement)
    printing, returning = _PRINT.fullmatch(statement), _RETURN.fullmatch(statement)
    if setting is not None:
        found.set(setting[0], _value(found, setting[1]))
    elif local is not None:
        found.set(local[1], _value(found, local[2]), local=True)
    elif printing is not None:
        if printing[1].strip("() \t"):
            _value(found, printing[1])
    elif last:
        found.value = _value(found, returning[1] if returning is not None else statement)
    else:
        raise Untranslatable("“{text}” is not understood", text=statement[:60])


def _value(found: Assignments, text: str) -> Piece:
    if found.renamed:
        raise Untranslatable("a variable is assigned more than once")
    return juel.expression(text)
