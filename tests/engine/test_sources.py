"""Options of forms from people, groups, customers and decisions."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from engine.identity import PUBLIC, SYSTEM
from engine.models import Customer
from engine.sources import FormSources
from forms import Source
from tests.engine.conftest import Deploy, People

CITIES = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="cities" name="Cities"><literalExpression><text>
  if province = "ZJ" then [{value: "HZ", label: "Hangzhou"}, {value: "NB", label: "Ningbo"}]
  else if province = "SH" then ["Shanghai"] else province + 1
</text></literalExpression></decision></definitions>"""


def found(sources: FormSources, kind: str, query: str = "", page: int = 1, **parameters: Any) -> list[str]:
    source = Source(kind=kind, parameters=parameters)
    return [option.label for option in sources.find(source, query, page, {}).options]


def known(sources: FormSources, kind: str, *values: Any, **parameters: Any) -> list[Any]:
    return [option.value for option in sources.known(Source(kind=kind, parameters=parameters), values, {})]


@pytest.fixture
def sources(session: Session, people: People) -> FormSources:
    return FormSources(session, people.ann, "en")


def test_people_are_found_by_a_part_of_their_name_or_login(sources: FormSources) -> None:
    assert found(sources, "person", "B") == ["Ben", "Bob"]
    assert found(sources, "person", "  CAT ") == ["Cat"]
    assert found(sources, "person", "nobody") == []


def test_people_are_called_as_the_reader_calls_them(session: Session, people: People) -> None:
    session.execute(text("""UPDATE person SET names = '{"zh-CN": "李安"}', position = 'Agent' WHERE login = 'ann'"""))
    [ann] = FormSources(session, people.bob, "zh-CN").find(Source(kind="person"), "李", 1, {}).options
    assert (ann.value, ann.label, ann.detail) == ("ann", "李安", "Agent")


def test_a_group_narrows_the_people(sources: FormSources) -> None:
    assert found(sources, "person", groups=["sales"]) == ["Ann", "Ben"]
    assert known(sources, "person", "ann", "bob", groups=["sales"]) == ["ann"]


def test_words_are_no_wildcards_and_no_sql(sources: FormSources) -> None:
    for words in ("%", "_", "\\", "' OR 1=1 --", "a\x00nn%"):
        assert found(sources, "person", words) == []


def test_only_what_exists_is_known(sources: FormSources) -> None:
    assert known(sources, "person", "ann", "zoe", 5, "a\x00") == ["ann"]
    assert known(sources, "role", "sales", "ghosts") == ["sales"]
    assert known(sources, "department", "managers") == ["managers"]


def test_who_has_left_can_be_read_but_not_chosen(session: Session, people: People) -> None:
    session.execute(text("UPDATE person SET active = false WHERE login = 'ben'"))
    assert known(FormSources(session, people.ann), "person", "ben") == []
    assert known(FormSources(session, people.ann, past=True), "person", "ben") == ["ben"]
    assert found(FormSources(session, people.ann, past=True), "person", "ben") == []


def test_customers_are_found_by_name_or_number_a_page_at_a_time(session: Session, people: People) -> None:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(45):
        session.add(Customer(number=f"C-{number:03}", name=f"Firm {number:03}", customer_class="A", created_at=when))
    session.flush()
    sources = FormSources(session, people.ann)
    pages = [sources.find(Source(kind="customer"), "firm", page, {}) for page in (1, 2, 3)]
    assert [(len(page.options), page.more) for page in pages] == [(20, True), (20, True), (5, False)]
    assert found(sources, "customer", "C-044") == ["Firm 044"]
    assert found(sources, "customer", "firm", classes=["B"]) == []


def test_a_decision_gives_options_by_what_was_answered_before(session: Session, deploy: Deploy) -> None:
    deploy(decisions=(CITIES,))
    sources = FormSources(session, SYSTEM)
    source = Source(kind="decision", parameters={"decision": "cities"}, depends_on=("province",))
    assert [option.value for option in sources.find(source, "ning", 1, {"province": "ZJ"}).options] == ["NB"]
    assert [option.label for option in sources.find(source, "", 1, {"province": "SH"}).options] == ["Shanghai"]
    assert [option.value for option in sources.known(source, ["HZ"], {"province": "ZJ"})] == ["HZ", "NB"]
    assert sources.find(source, "", 1, {"province": "?"}).options == []
    assert sources.find(Source(kind="decision", parameters={"decision": "none"}), "", 1, {}).options == []


def test_nobody_outside_learns_who_works_here(session: Session, people: People, deploy: Deploy) -> None:
    deploy(decisions=(CITIES,))
    outside = FormSources(session, PUBLIC)
    for kind in ("person", "department", "role", "customer"):
        assert found(outside, kind) == []
    assert known(outside, "person", "ann") == []
    source = Source(kind="decision", parameters={"decision": "cities"}, depends_on=("province",))
    assert len(outside.find(source, "", 1, {"province": "ZJ"}).options) == 2


def test_a_connector_offers_nothing_yet(sources: FormSources) -> None:
    assert found(sources, "connector") == []
