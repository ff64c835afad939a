from forms.fields import FIELDS
from tests.forms.drawing import field, form, submit


def test_it_has_no_value() -> None:
    drawn = form({"type": "iframe", "id": "x", "key": "x"}, field("textfield"))
    assert submit(drawn, {"x": "sent", "a": "v"}, {"x": "held"}).data == {"a": "v"}


def test_an_address_that_is_not_https_deserves_a_word() -> None:
    advice = [
        [
            finding.code
            for finding in FIELDS["iframe"].advise(form({"type": "iframe", "id": "x", "url": url}).root.children[0])
        ]
        for url in ("https://example.com", "http://example.com", "=url", "{{url}}")
    ]
    assert advice == [[], ["url-not-https"], [], []]
