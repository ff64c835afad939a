from tests.forms.drawing import form, refused


def test_information_has_no_value_and_reads_like_its_type() -> None:
    note = {"type": "text", "id": "t", "text": "Asked by {{who}}", "bihuan": {"as": "info"}}
    [row] = form(note).display({"who": "Ann"}, "en")
    assert row.text == "Asked by Ann"
    assert refused({"type": "table", "id": "l", "dataSource": "=x", "bihuan": {"as": "info"}}) == []
    assert refused({"type": "html", "id": "h", "content": "", "bihuan": {"as": "info"}}) == ["refinement-misplaced"]
