from tests.forms.drawing import field, form


def test_a_section_is_a_heading_over_what_it_holds() -> None:
    section = {
        "type": "group",
        "id": "s",
        "label": "More",
        "bihuan": {"as": "section"},
        "components": [field("textfield")],
    }
    [row] = form(section).display({"a": "x"}, "en")
    assert (row.kind, row.label, row.rows[0].text) == ("section", "More", "x")
