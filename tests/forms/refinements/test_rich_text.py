import pytest

from tests.forms.drawing import NOON, SHANGHAI, answer, complaints, form, refined

RICH = refined("textarea", "rich-text")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<p onclick="x()" style="color:red" class="c">Hi</p>', "<p>Hi</p>"),
        ('<a href="javascript:x()">Hi</a>', '<a rel="noopener noreferrer nofollow">Hi</a>'),
        ('<img src="x" onerror="x()">Hi<iframe src="//x"></iframe>', "Hi"),
        ("<p></p><br>  ", ""),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_only_a_few_tags_are_left(sent: str, kept: str) -> None:
    assert answer(RICH, sent) == kept
    assert answer(RICH, kept) == kept


def test_links_keep_their_address() -> None:
    assert 'href="https://example.com/a?b=1"' in answer(RICH, '<a href="https://example.com/a?b=1">x</a>')


def test_rules_are_about_what_people_read() -> None:
    assert complaints({**RICH, "validate": {"required": True}}, "<p><br></p>") == ["required"]
    assert complaints({**RICH, "validate": {"maxLength": 5}}, "<p><strong>Hello</strong></p>") == []
    assert complaints({**RICH, "validate": {"maxLength": 4}}, "<p>Hello</p>") == ["max-length"]


def test_a_flood_is_refused_unread() -> None:
    assert complaints(RICH, "<p>" * 200_000) == ["max-length"]


def test_it_is_shown_harmless_whatever_was_stored() -> None:
    [row] = form(RICH).display({"a": "<p>Hi</p><p>you</p><script>x</script>"}, "en")
    assert (row.text, row.markup) == ("Hi\nyou", "<p>Hi</p><p>you</p>")


def test_a_default_is_made_harmless_too() -> None:
    drawn = form({**RICH, "defaultValue": "<script>x</script>a"})
    assert drawn.prefill({}, zone=SHANGHAI, now=NOON) == {"a": "a"}
