"""Files that are meant to do harm end in a clear failure, and soon."""

import time
from collections.abc import Callable, Sequence

import pytest

from engine.dmn import DecisionFailed, DecisionRefused, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, literal, table

SECONDS = 3.0  # generous, since the machine of a test run is shared; alone each takes a tenth of it


def chain(first: str, text: str) -> Sequence[str]:
    """Decisions that each make twice of the one before."""
    return [
        decision("d0", literal(first)),
        *(decision(f"d{n}", literal(text.replace("?", f"d{n - 1}")), requires=[f"d{n - 1}"]) for n in range(1, 60)),
    ]


def iterated(body: str) -> str:
    return f'<for iteratorVariable="i"><in>{literal("[1..1000]")}</in><return>{body}</return></for>'


def calling_itself(text: str) -> Sequence[str]:
    needed = '<knowledgeRequirement><requiredKnowledge href="#B"/></knowledgeRequirement>'
    logic = f'<encapsulatedLogic><formalParameter name="x"/>{literal(text)}</encapsulatedLogic>'
    return [
        f'<businessKnowledgeModel id="B" name="again">{logic}{needed}</businessKnowledgeModel>',
        decision("d0", needed + literal("again(1)")),
    ]


@pytest.mark.parametrize(
    ("elements", "asked", "code"),
    [
        ([decision("d0", iterated(iterated(literal("i"))))], "d0", "too-many-steps"),
        (chain('"aaaaaaaaaa"', "? + ?"), "d59", "text-value-too-long"),
        (chain("[1, 2]", "[?, ?]"), "d59", "too-many-steps"),
        (chain("[1, 2]", "concatenate(?, ?)"), "d59", "too-many-steps"),
        (calling_itself("[again(x + 1), again(x + 2)]"), "d0", "too-deep"),
        (calling_itself("if x > 40 then 1 else again(x + 1) + again(x + 1)"), "d0", "too-many-steps"),
    ],
)
@pytest.mark.parametrize("policy", list(Policy))
def test_what_would_never_end_is_stopped(elements: Sequence[str], asked: str, code: str, policy: Policy) -> None:
    model = load(definitions(*elements))
    _soon(lambda: _fails(lambda: model.decide(asked, {}, policy=policy), code))


def _fails(ask: Callable[[], object], code: str) -> None:
    with pytest.raises(DecisionFailed) as caught:
        ask()
    assert (caught.value.problem.code, caught.value.limit) == (code, True)


def _soon(act: Callable[[], object]) -> None:
    began = time.perf_counter()
    act()
    assert time.perf_counter() - began < SECONDS


def test_a_value_nested_beyond_reason_is_refused() -> None:
    deep: dict[str, object] = {}
    for _ in range(5_000):
        deep = {"a": deep}
    with pytest.raises(DecisionFailed) as caught:
        load(definitions(decision("d", literal("x")))).decide("d", {"x": deep})
    assert caught.value.problem.code == "too-deep"


def test_a_file_nested_beyond_reason_is_refused() -> None:
    for levels in (100, 5_000):
        with pytest.raises(DecisionRefused):
            load(definitions(decision("d", "<list>" * levels + "</list>" * levels)))


def test_a_long_table_is_examined_soon() -> None:
    rules = [f"> {n} | < {n} | {n}" for n in range(500)]
    model = load(definitions(decision("d", table(["x", "z"], ["y"], rules))))
    _soon(model.examine)
