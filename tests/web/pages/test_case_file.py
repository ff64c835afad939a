"""An instance on paper."""

import json
from collections.abc import Callable

from tests.web.conftest import Browser
from tests.web.pages.conftest import Asked

Open = Callable[..., Browser]


def test_everything_stands_on_paper_oldest_first_with_forms_as_they_were(browser: Open, claimed: Asked) -> None:
    ann = browser("ann")
    ann.post(f"/tasks/{claimed.task_id}/completion", data={"data": json.dumps({"reply": "Tomorrow."})})
    ann.post(f"/tasks/{claimed.task_id}/comments", data={"text": "She was in a hurry."})
    page = ann.get(f"/instances/{claimed.instance_id}/case-file").text
    for said in ("Where is my parcel?", "Tomorrow.", "She was in a hurry.", "Ann Li", claimed.business_key):
        assert said in page
    assert page.index("Process started") < page.index("Tomorrow.")
    assert "data-print" in page


def test_strangers_have_no_case_file(browser: Open, asked: Asked) -> None:
    assert browser("cat").get(f"/instances/{asked.instance_id}/case-file").status_code == 403


def test_an_instance_leads_to_its_case_file(browser: Open, asked: Asked) -> None:
    page = browser("bob").get(f"/instances/{asked.instance_id}").text
    assert f'href="/instances/{asked.instance_id}/case-file"' in page
