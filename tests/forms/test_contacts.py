import pytest

from forms import contacts


@pytest.mark.parametrize("text", ["a@b", "a@b.c.d", "o'neil+x@sub.example.com", f"a@{'x' * 63}.com"])
def test_an_email_address(text: str) -> None:
    assert contacts.is_email(text)


@pytest.mark.parametrize(
    "text", ["@b", "a b@c", "a@b.", "a@-b.c", "a@b_c.d", "名@公司.cn", f"a@{'x' * 64}.com", "a@b\n"]
)
def test_no_email_address(text: str) -> None:
    assert not contacts.is_email(text)


@pytest.mark.parametrize(
    "text", ["+8613800138000", "008613800138000", "+12025550123", "tel:+4930664040900", "+390669812345", "+85223456789"]
)
def test_a_phone_number(text: str) -> None:
    assert contacts.is_phone(text)


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+86 138 0013 8000", "+1234", "+4930664040900x", "+49030664040900", "+9991234567890", "+", ""],
)
def test_no_phone_number(text: str) -> None:
    assert not contacts.is_phone(text)


def test_a_long_text_is_judged_at_once() -> None:
    assert not contacts.is_phone("0" * 100_000)
