from tests.forms.drawing import field, form, refused

PARTS = [field("textfield", key) for key in ("province", "city", "street")]
ADDRESS = {
    "type": "group",
    "id": "g",
    "path": "home",
    "label": "Home",
    "bihuan": {"as": "address"},
    "components": PARTS,
}


def test_an_address_reads_in_one_line() -> None:
    [row] = form(ADDRESS).display({"home": {"province": "浙江", "city": "", "street": "X 1"}}, "en")
    assert (row.kind, row.label, row.text) == ("address", "Home", "浙江, X 1")


def test_it_needs_a_part() -> None:
    assert refused({**ADDRESS, "components": [field("textfield", "x")]}) == ["address-without-parts"]


def test_a_step_may_hide_all_parts() -> None:
    form(ADDRESS).restrict({"home.province": "hidden", "home.city": "hidden", "home.street": "hidden"})
