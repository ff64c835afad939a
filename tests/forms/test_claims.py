from forms.claims import Claims


def test_a_field_closes_its_path() -> None:
    claims = Claims()
    assert claims.claim(("a", "b"), (), closed=True)
    assert not claims.claim(("a", "b"), (), closed=True)
    assert not claims.claim(("a", "b", "c"), (), closed=True)
    assert not claims.claim(("a",), (), closed=True)


def test_groups_share_their_path() -> None:
    claims = Claims()
    assert claims.claim(("a",), ())
    assert claims.claim(("a",), ())
    assert claims.claim(("a", "b"), (), closed=True)


def test_only_what_stands_in_a_list_may_write_under_its_path() -> None:
    claims = Claims()
    assert claims.claim(("rows",), ("form",), repeater="list")
    assert not claims.claim(("rows",), ("form",), repeater="other")
    assert not claims.claim(("rows", "x"), ("form",), closed=True)
    assert claims.claim(("rows", "x"), ("form", "list"), closed=True)
