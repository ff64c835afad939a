import pytest

from forms import templates
from tests.forms.drawing import scope

DATA = {"name": "Ann", "n": 2, "items": [{"what": "a"}, {"what": "b"}], "yes": True}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("Dear {{name}}!", "Dear Ann!"),
        ('="Dear " + name', "Dear Ann"),
        ("{{n * 2}} of {{ missing }}", "4 of "),
        ("{{#if yes}}in{{/if}}{{#if n > 5}}out{{/if}}", "in"),
        ("{{#loop items}}{{what}}{{i[1]}} {{parent.name}};{{/loop}}", "a1 Ann;b2 Ann;"),
        ('{{#loop items}}{{#if what = "a"}}{{this.what}}{{/if}}{{/loop}}', "a"),
        ("{{#if yes}}never closed", "never closed"),
        ("{{foo(}} {{/if}}", " "),
        (None, ""),
        (5, "5"),
    ],
)
def test_texts_are_computed(written: object, shown: str) -> None:
    assert templates.render(written, scope(DATA)) == shown


def test_all_expressions_of_a_text_are_found() -> None:
    written = "{{name}} {{#if yes}}{{n}}{{/if}}{{#loop items}}{{what}}{{/loop}}"
    assert [text.strip() for text in templates.expressions(written)] == ["name", "yes", "n", "items", "what"]
    assert list(templates.expressions("=a + b")) == ["a + b"]
    assert templates.is_template("x {{a}}")
    assert not templates.is_template("x")
