"""Defines and validates forms: a library without tasks, database or HTTP."""

from forms.checking import CheckedExpression, CheckExpression, check
from forms.display import DisplayRow
from forms.feel_texts import expressions, keys
from forms.files import FileInfo
from forms.findings import Finding, FormRefused
from forms.form import Form, load
from forms.scope import Evaluate
from forms.sources import NO_SOURCES, Option, OptionPage, Source, Sources
from forms.submission import FieldError, Submission
from forms.translations import Gap

__all__ = [
    "NO_SOURCES",
    "CheckExpression",
    "CheckedExpression",
    "DisplayRow",
    "Evaluate",
    "FieldError",
    "FileInfo",
    "Finding",
    "Form",
    "FormRefused",
    "Gap",
    "Option",
    "OptionPage",
    "Source",
    "Sources",
    "Submission",
    "check",
    "expressions",
    "keys",
    "load",
]
