"""Queues are named for their connectors, as long as PostgreSQL can listen to the name."""

from engine.dispatch import queue_of


def test_connectors_have_queues_of_their_own() -> None:
    assert queue_of("mail") == "mail"
    assert queue_of("customer") == "connector:customer"


def test_the_name_of_a_class_of_another_engine_is_cut_short_and_stays_distinct() -> None:
    one, two = (queue_of(f"org.example.very.long.package.name.of.a.delegate.Number{number}") for number in (1, 2))
    assert one != two
    assert max(len(one), len(two), len(queue_of("报" * 30))) <= 40
