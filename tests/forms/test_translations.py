from typing import Any

from forms import Form, messages
from tests.forms.drawing import field, form, submit

CHINESE = {
    "a": {"label": "选择", "values.x": "甲", "description": "说明"},
    "t": {"text": "你好"},
    "p": {"validate.patternErrorMessage": "不对"},
}


def translated(**own: Any) -> Form:
    return form(
        field(
            "select",
            label="Choose",
            description="Do",
            values=[{"label": "X", "value": "x"}, {"label": "Y", "value": 0}],
        ),
        {"type": "text", "id": "t", "text": "Hello"},
        field("textfield", "p", label="=formula", validate={"pattern": "^x$", "patternErrorMessage": "wrong"}),
        bihuan={"translations": {"zh-CN": CHINESE}, "theme": "calm", **own},
    )


def test_texts_are_put_in_their_places_and_the_base_text_fills_gaps() -> None:
    choose, text, pattern = translated().localise("zh-CN")["components"]
    assert (choose["label"], choose["description"]) == ("选择", "说明")
    assert [option["label"] for option in choose["values"]] == ["甲", "Y"]
    assert text["text"] == "你好"
    assert pattern["validate"]["patternErrorMessage"] == "不对"


def test_a_narrower_locale_falls_back_to_the_wider_one() -> None:
    wide = form(field("textfield", label="Name"), bihuan={"translations": {"zh": {"a": {"label": "名字"}}}})
    assert wide.localise("zh-Hant-TW")["components"][0]["label"] == "名字"
    assert wide.localise("de")["components"][0]["label"] == "Name"


def test_translations_do_not_travel_to_the_browser_but_other_settings_do() -> None:
    assert translated().localise("en")["bihuan"] == {"theme": "calm"}


def test_the_form_itself_is_not_changed() -> None:
    drawn = translated()
    drawn.localise("zh-CN")
    assert drawn.localise("en")["components"][0]["label"] == "Choose"


def test_what_is_missing_is_listed() -> None:
    (gap,) = translated().missing_translations("zh-CN")
    assert (gap.component_id, gap.property, gap.text) == ("a", "values.0", "Y")
    assert len(translated().missing_translations("de")) == 6


def test_the_base_locale_lacks_nothing() -> None:
    assert translated().missing_translations("en-GB") == ()
    chinese = translated(locale="zh-CN")
    assert chinese.missing_translations("zh-TW") == ()
    assert len(chinese.missing_translations("en")) == 6
    assert translated().translations.locales == ("en", "zh-CN")


def test_a_forms_own_message_is_given_in_the_persons_language() -> None:
    drawn = translated()
    (error,) = submit(drawn, {"p": "y"}).errors
    assert messages.sentence(error) == "wrong"
    assert messages.sentence(error, own_message=drawn.own_message(error, "zh-CN")) == "不对"
    assert drawn.own_message(error, "de") is None


def test_broken_translations_do_no_harm() -> None:
    broken: Any
    for broken in ([], {"zh-CN": []}, {"zh-CN": {"a": "x"}}, {"zh-CN": {"a": {"label": 5}}}):
        drawn = form(field("textfield", label="Name"), bihuan={"translations": broken})
        assert drawn.localise("zh-CN")["components"][0]["label"] == "Name"
