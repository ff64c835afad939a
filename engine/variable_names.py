"""Names in expressions that nothing in the package sets, and that are nearly the name of something: mistyped, probably.

A name that is like nothing may well come from outside, through the API, so only what is like a known one is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import forms
from engine import bpmn, decision_files, dmn, feel
from engine.errors import Finding
from engine.packages import Package

_GIVEN = frozenset(
    {
        *("loopCounter", "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances"),
        *("businessKey", "receipt", "startedAt", "starter", "locale"),
        *("numberOfTerminatedInstances", "item", "this", "parent", "i", "_this_", "_parent_", "_i_"),
    }
)
"""Names that the engine and forms set by themselves."""


@dataclass(frozen=True, kw_only=True)
class _Written:
    """An expression of the package and where it stands."""

    path: str
    element_id: str
    text: str
    is_unary: bool = False
    element_name: str = ""
    line: int = 0


def check(package: Package) -> Iterator[tuple[str, Finding]]:
    """Warnings, as (path, finding), for names that were probably mistyped; all files must be sound."""
    models = {path: bpmn.read(xml) for path, xml in package.models.items()}
    decisions = decision_files.load_all(package.decisions).values()
    known = frozenset((*_known(models.values(), package.forms.values()), *_named_by(decisions)))
    for written in (*_of_models(models), *_of_forms(package.forms)):
        for finding in _mistyped(written, known):
            yield written.path, finding


def _of_models(models: Mapping[str, bpmn.Model]) -> Iterator[_Written]:
    for path, model in models.items():
        activities = {id: each for process in model.processes.values() for id, each in process.activities.items()}
        for element_id, text in model.expressions():
            found = activities.get(element_id)
            name, line = (found.name, found.line) if found else ("", 0)
            yield _Written(path=path, element_id=element_id, text=text, element_name=name, line=line)


def _of_forms(schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[_Written]:
    for path, schema in schemas.items():
        for component_id, text, is_unary in forms.expressions(dict(schema)):
            yield _Written(path=path, element_id=component_id, text=text, is_unary=is_unary)


def _mistyped(written: _Written, known: frozenset[str]) -> Iterator[Finding]:
    try:
        expression = feel.compile_unary(written.text) if written.is_unary else feel.compile_expression(written.text)
    except feel.FeelError:  # told by the check of the language
        return
    functions = expression.functions()
    read = {name.split(".")[0] for name in expression.names(certain=True)}
    for name in sorted(read - known):
        suggestion = feel.closest(name, sorted(feel.BUILTINS if name in functions else known))
        if suggestion is not None:
            params = {"name": name, "suggestion": suggestion, "expression": written.text}
            yield Finding(
                code="name-mistyped",
                severity="warning",
                element_id=written.element_id,
                element_name=written.element_name,
                line=written.line,
                params=params,
            )


def _known(models: Iterable[bpmn.Model], schemas: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every variable that the package itself may set."""
    yield from _GIVEN
    for schema in schemas:
        yield from forms.keys(dict(schema))
    for model in models:
        for process in model.processes.values():
            for schema in process.forms:
                yield from forms.keys(dict(schema))
            yield from (named["variable"] for named in process.extension.get("initiator", ()) if "variable" in named)
            for activity in process.activities.values():
                yield from _set_by(activity)


def _named_by(decisions: Iterable[dmn.DecisionModel]) -> Iterator[str]:
    """What decisions read, and what they hand to the task that asks them."""
    for model in decisions:
        for decision in model.decisions.values():
            yield from (*decision.names, *decision.columns, *decision.input_names)


def _set_by(activity: bpmn.Activity) -> Iterator[str]:
    yield from (mapping.target.split(".")[0] for mapping in (*activity.inputs, *activity.outputs))
    yield from (result.result_variable for result in (activity.script, activity.decision) if result is not None)
    yield from activity.caught.values()
    if activity.job is not None and "resultVariable" in activity.job.headers:
        yield activity.job.headers["resultVariable"]
    if activity.loop is not None:
        made = activity.loop.input_element, activity.loop.output_collection, activity.loop.output_element
        yield from (name for name in made if name)
