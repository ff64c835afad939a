"""Decision services: called as one, alone or from an expression."""

import pytest

from engine.dmn import DecisionFailed, load
from tests.engine.dmn.models import decision, definitions, literal

INPUT = '<inputData id="Amount" name="amount"><variable name="amount" typeRef="number"/></inputData>'
RATE = decision("rate", literal("amount / 10"), requires=["Amount"])
FEE = decision("fee", literal("rate + 1"), requires=["rate"])


def service(*outputs: str, inputs: str = '<inputDecision href="#rate"/>') -> str:
    given = "".join(f'<outputDecision href="#{each}"/>' for each in outputs)
    return f'<decisionService id="S" name="the service"><variable name="the service"/>{given}{inputs}</decisionService>'


def caller(text: str) -> str:
    needed = '<knowledgeRequirement><requiredKnowledge href="#S"/></knowledgeRequirement>'
    return decision("caller", needed + literal(text))


@pytest.mark.proves("DMN knowledge models and decision services")
def test_an_input_decision_is_given_and_not_made() -> None:
    model = load(definitions(INPUT, RATE, FEE, service("fee"), caller("the service(41)")))
    assert model.call("S", {"rate": 7}).value == 8
    outcome = model.decide("caller", {"amount": 1_000})
    assert outcome.value == 42
    assert [evaluation.decision_id for evaluation in outcome.evaluations] == ["fee", "caller"]


def test_input_data_is_given_by_name_and_has_its_type() -> None:
    model = load(definitions(INPUT, RATE, FEE, service("fee", "rate", inputs='<inputData href="#Amount"/>')))
    assert model.call("S", {"amount": 20}).value == {"fee": 3, "rate": 2}
    with pytest.raises(DecisionFailed) as caught:
        model.call("S", {"amount": "much"})
    assert caught.value.problem.code == "type-mismatch"


def test_a_service_sees_nothing_but_what_it_is_given() -> None:
    model = load(definitions(INPUT, RATE, FEE, service("fee", inputs=""), caller("the service()")))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("caller", {"amount": 10})
    assert caught.value.problem.params["name"] == "amount"


def test_a_service_that_needs_itself_is_stopped() -> None:
    looping = decision(
        "loop", '<knowledgeRequirement><requiredKnowledge href="#S"/></knowledgeRequirement>' + literal("the service()")
    )
    model = load(definitions(looping, service("loop", inputs="")))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("loop", {})
    assert caught.value.problem.code == "too-deep"
