"""Decisions that require each other, many threads, and the limits of an evaluation."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from engine.dmn import DecisionFailed, DecisionUnknown, load
from engine.feel import Limits
from tests.engine.dmn.models import decision, definitions, literal, table

SEASONS = ['> 25 | "Summer"', '<= 25 | "Winter"']
DISHES = ['"Summer" | - | "Salad"', '"Winter" | true | "Stew"', '"Winter" | false | "Roast"']
DISH = definitions(
    '<inputData id="Temperature" name="temperature"/><inputData id="Guests" name="guests"/>',
    decision("season", table(["temperature"], ["s"], SEASONS), requires=["Temperature"]),
    decision("party", literal("guests > 10"), requires=["Guests"], variable="big party"),
    decision("dish", table(["season", "big party"], ["dish"], DISHES), requires=["season", "party"]),
)


@pytest.mark.proves("DMN decisions that require others")
def test_required_decisions_are_made_first_and_recorded() -> None:
    outcome = load(DISH).decide("dish", {"temperature": 10, "guests": 20})
    assert outcome.value == "Stew"
    assert [(e.decision_id, e.value) for e in outcome.evaluations] == [
        *(("season", "Winter"), ("party", True), ("dish", "Stew")),
    ]


def test_a_decision_in_the_middle_can_be_asked_alone() -> None:
    assert load(DISH).decide("season", {"temperature": 30}).value == "Summer"


def test_a_decision_required_twice_is_made_once() -> None:
    model = load(
        definitions(
            decision("top", literal("left + right"), requires=["left", "right"]),
            decision("left", literal("base + 1"), requires=["base"]),
            decision("right", literal("base + 2"), requires=["base"]),
            decision("base", literal("x * 10")),
        )
    )
    outcome = model.decide("top", {"x": 1})
    assert outcome.value == 23
    assert [e.decision_id for e in outcome.evaluations] == ["base", "left", "right", "top"]


def test_a_long_chain_of_requirements_is_no_problem() -> None:
    chain = [decision("d0", literal("1"))]
    chain += [decision(f"d{n}", literal(f"d{n - 1} + 1"), requires=[f"d{n - 1}"]) for n in range(1, 1_500)]
    assert load(definitions(*reversed(chain))).decide("d1499", {}).value == 1_500


def test_an_unknown_decision_is_told() -> None:
    with pytest.raises(DecisionUnknown) as caught:
        load(DISH).decide("dessert", {})
    assert caught.value.problem.params == {"id": "dessert"}


def test_the_limits_count_for_the_whole_graph() -> None:
    model = load(definitions(decision("d", literal("for i in 1..1000 return i"))))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {}, limits=Limits(steps=500))
    assert caught.value.problem.code == "too-many-steps"


def test_the_present_moment_comes_from_the_caller() -> None:
    model = load(definitions(decision("d", literal("string(today())"))))
    assert model.decide("d", {}, now=datetime(2026, 1, 31, tzinfo=UTC)).value == "2026-01-31"


def test_eight_threads_decide_with_one_model() -> None:
    model = load(DISH)

    def ask(guests: int) -> object:
        return model.decide("dish", {"temperature": 10, "guests": guests}).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(200))) == ["Roast"] * 11 + ["Stew"] * 189
