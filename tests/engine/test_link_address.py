"""Addresses of one-time links cannot be made up."""

from dataclasses import replace

import pytest

from engine import link_address
from engine.ids import new_id
from engine.settings import Settings

SETTINGS = Settings(secret_key="a secret", public_url="https://crm.example/")


def test_an_address_leads_back_to_its_link() -> None:
    link_id = new_id()
    address = link_address.address(SETTINGS, link_id)
    assert address.startswith("https://crm.example/link/")
    assert link_address.verify(SETTINGS, address.rpartition("/")[2]) == link_id


def test_another_installation_does_not_take_it() -> None:
    signed = link_address.sign(SETTINGS, new_id())
    assert link_address.verify(replace(SETTINGS, secret_key="another"), signed) is None


@pytest.mark.parametrize("made_up", ["", "x", "a" * 43, "中文", "../../etc", "====", "A" * 5000])
def test_what_was_not_signed_leads_nowhere(made_up: str) -> None:
    assert link_address.verify(SETTINGS, made_up) is None


def test_every_changed_letter_breaks_it() -> None:
    signed = link_address.sign(SETTINGS, new_id())
    for at, letter in enumerate(signed[:-1]):
        changed = signed[:at] + ("A" if letter != "A" else "B") + signed[at + 1 :]
        assert link_address.verify(SETTINGS, changed) is None


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="secret key"):
        link_address.sign(Settings(), new_id())
