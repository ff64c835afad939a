"""The words of mails."""

import pytest

from engine import link_address
from engine.connectors.mail_text import TemplateMissing, written
from engine.ids import new_id
from engine.settings import Settings

SETTINGS = Settings(secret_key="k", public_url="https://crm.example")
VALUES = {"process": "Complaint", "task": "Confirm", "until": "2026-03-02T09:00:00+08:00"}


@pytest.mark.parametrize(("locale", "said"), [("en", "Mar 2, 2026, 09:00"), ("zh-CN", "2026年3月2日 09:00")])
def test_a_link_is_mailed_in_our_own_words_where_the_package_has_none(locale: str, said: str) -> None:
    link_id = new_id()
    mail = written({}, "task-link", locale, {**VALUES, "taskLink": str(link_id)}, SETTINGS)
    assert link_address.address(SETTINGS, link_id) in mail.body
    assert said in mail.body
    assert mail.subject.startswith("Complaint")


def test_a_text_of_the_package_goes_before_ours() -> None:
    texts = {"en": {"mail": {"task-link": {"subject": "Ours", "text": "{taskLinkUrl}"}}}}
    mail = written(texts, "task-link", "zh-CN", {**VALUES, "taskLink": str(new_id())}, SETTINGS)
    assert (mail.subject, mail.body.startswith("https://crm.example/link/")) == ("Ours", True)


def test_a_mail_that_nobody_has_a_text_for_is_missed() -> None:
    with pytest.raises(TemplateMissing):
        written({}, "unknown", "en", {}, SETTINGS)
