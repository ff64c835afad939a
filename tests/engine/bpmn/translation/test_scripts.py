"""Scripts that compute and set variables become FEEL; all others are refused."""

from typing import Any

import pytest

from engine import feel
from engine.bpmn.translation import scripts
from engine.bpmn.translation.feel_text import Untranslatable
from engine.feel.json import to_json


def variables(text: str, language: str, given: dict[str, Any], result: str | None = None) -> dict[str, Any]:
    """What the translated script sets."""
    found = scripts.translate(text, language, result)
    if found.script is None:
        return {}
    value = to_json(feel.evaluate(found.script.expression.removeprefix("="), given, policy=feel.Policy.STRICT))
    name = found.script.result_variable
    if not found.outputs:
        return {name: value}
    return {each.target: to_json(feel.evaluate(each.source[1:], {name: value})) for each in found.outputs}


def test_python_assignments_one_after_another() -> None:
    assert variables("a = b + 1\na += 1\nc = a", "python", {"b": 1}) == {"a": 3, "c": 3}
    assert variables("total = 1", "python", {}) == {"total": 1}


def test_python_changes_inside_a_value() -> None:
    assert variables("x = {}\nx['k'] = 3\nl.append(4)", "python", {"l": [1]}) == {"x": {"k": 3}, "l": [1, 4]}


def test_python_choices() -> None:
    script = "soups = []\nif hungry:\n  soups.append('leek')\nif x:\n  y = 1\nelse:\n  y = 2"
    assert variables(script, "python", {"hungry": True, "x": False}) == {"soups": ["leek"], "y": 2}


def test_variables_set_from_groovy_and_javascript() -> None:
    assert variables("execution.setVariable('ok', true);", "groovy", {}) == {"ok": True}
    script = 'var sum = a + b;\nexecution.setVariable("total", sum);'
    assert variables(script, "JavaScript", {"a": 1, "b": 2}) == {"total": 3}
    assert variables("return 1 + 1;", "Groovy", {}, "two") == {"two": 2}
    assert variables("#{echo}", "juel", {"echo": "hi"}, "said") == {"said": "hi"}


def test_java_that_only_sets_and_prints_is_read_as_the_others() -> None:
    script = 'System.out.println("Hello " + name);\nkcontext.setVariable("total", order.getAmount() + 1);'
    assert variables(script, "http://www.java.com/java", {"name": "Ann", "order": {"amount": 2}}) == {"total": 3}


@pytest.mark.parametrize("language", ["groovy", "javascript", "http://www.java.com/java"])
@pytest.mark.parametrize(
    "text", ["throw new org.camunda.bpm.engine.delegate.BpmnError('E', \"why\");", 'throw new BpmnError("E")']
)
def test_a_script_that_always_throws_a_bpmn_error_is_that_error(text: str, language: str) -> None:
    assert scripts.translate(text, language, None) == scripts.TranslatedScript(error_code="E")


def test_printing_changes_nothing() -> None:
    for text, language in (
        ("println 'Hello'", "groovy"),
        ("print('x', y)", "python"),
        ("console.log(x)", "javascript"),
    ):
        assert scripts.translate(text, language, None) == scripts.TranslatedScript()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("import os", "python"),
        ("del x", "python"),
        ("for x in y:\n  z = x", "python"),
        ("if a:\n  x = 1", "python"),
        ("x = 5", "groovy"),
        ('execution.setVariable("a", "${b}")', "groovy"),
        ("throw new Error('x')", "javascript"),
        ("customer.save();", "http://www.java.com/java"),
        ("throw new BpmnError(code)", "groovy"),
        ("if (late) { throw new BpmnError('late') }", "javascript"),
    ],
)
def test_anything_else_is_refused(text: str, language: str) -> None:
    with pytest.raises(Untranslatable):
        scripts.translate(text, language, None)
