"""Functions as boxed expressions and knowledge models, and their invocation."""

import pytest

from engine.dmn import DecisionFailed, DecisionUnknown, load
from engine.feel import Policy
from tests.engine.dmn.models import decision, definitions, literal, table

PARAMETERS = '<formalParameter name="net price" typeRef="number"/><formalParameter name="rate" typeRef="number"/>'
GROSS = (
    '<businessKnowledgeModel id="Gross" name="gross price"><variable name="gross price" typeRef="number"/>'
    f"<encapsulatedLogic>{PARAMETERS}{literal('net price * (1 + rate)')}</encapsulatedLogic></businessKnowledgeModel>"
)


def knowing(id: str, logic: str, *needed: str) -> str:
    """A decision that requires knowledge models by id."""
    links = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{each}"/></knowledgeRequirement>' for each in needed
    )
    return decision(id, links + logic)


def invocation(function: str, **arguments: str) -> str:
    bindings = "".join(
        f'<binding><parameter name="{name.replace("_", " ")}"/>{literal(text)}</binding>'
        for name, text in arguments.items()
    )
    return f'<invocation id="i">{literal(function)}{bindings}</invocation>'


@pytest.mark.proves("DMN knowledge models and decision services")
def test_a_knowledge_model_is_called_in_feel_and_by_invocation() -> None:
    called = knowing("called", literal("gross price(100, 0.2)"), "Gross")
    invoked = knowing("invoked", invocation("gross price", rate="0.1", net_price="100"), "Gross")
    model = load(definitions(GROSS, called, invoked))
    assert model.decide("called", {}).value == 120
    assert model.decide("invoked", {}).value == 110


def test_a_knowledge_model_is_known_only_where_it_is_required() -> None:
    model = load(definitions(GROSS, decision("d", literal("gross price(100, 0.2)"))))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {})
    assert caught.value.problem.code == "unknown-function"


def test_an_argument_of_the_wrong_type_is_told() -> None:
    model = load(definitions(GROSS, knowing("d", literal('gross price("x", 0.2)'), "Gross")))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {})
    assert (caught.value.problem.code, caught.value.problem.element_id) == ("type-mismatch", "Gross")
    assert model.decide("d", {}, policy=Policy.NULL).value is None


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        ("gross price", {"rate": "1"}, "wrong-arguments"),
        ("gross price", {"rate": "1", "price": "1"}, "wrong-arguments"),
        ("1", {}, "not-a-function"),
    ],
)
def test_an_invocation_that_fits_nothing_is_told(function: str, arguments: dict[str, str], code: str) -> None:
    model = load(definitions(GROSS, knowing("d", invocation(function, **arguments), "Gross")))
    with pytest.raises(DecisionFailed) as caught:
        model.decide("d", {})
    assert (caught.value.problem.code, caught.value.problem.element_id) == (code, "i")


def test_the_table_of_a_knowledge_model_is_in_the_record() -> None:
    logic = table(["x"], ["y"], ["< 5 | 1", ">= 5 | 2"])
    model = load(
        definitions(
            '<businessKnowledgeModel id="B" name="size of"><encapsulatedLogic><formalParameter name="x"/>'
            f"{logic}</encapsulatedLogic></businessKnowledgeModel>",
            knowing("d", literal("size of(7)"), "B"),
        )
    )
    outcome = model.decide("d", {})
    assert outcome.value == 2
    [looked] = outcome.decided.tables
    assert [rule.number for rule in looked.matched] == [2]
    assert outcome.matched == ()  # the decision itself is no table


@pytest.mark.proves("DMN boxed expressions")
def test_a_boxed_function_remembers_where_it_was_made() -> None:
    made = f'<functionDefinition><formalParameter name="a"/>{literal("a + base")}</functionDefinition>'
    entries = (
        f'<contextEntry><variable name="add"/>{made}</contextEntry><contextEntry>{literal("add(2)")}</contextEntry>'
    )
    assert load(definitions(decision("d", f"<context>{entries}</context>"))).decide("d", {"base": 5}).value == 7


def test_a_knowledge_model_that_never_ends_is_stopped() -> None:
    again = (
        '<businessKnowledgeModel id="B" name="again"><encapsulatedLogic><formalParameter name="x"/>'
        f"{literal('again(x + 1)')}</encapsulatedLogic>"
        '<knowledgeRequirement><requiredKnowledge href="#B"/></knowledgeRequirement></businessKnowledgeModel>'
    )
    model = load(definitions(again, knowing("d", literal("again(1)"), "B")))
    for policy in Policy:
        with pytest.raises(DecisionFailed) as caught:
            model.decide("d", {}, policy=policy)
        assert caught.value.problem.code == "too-deep"
        assert caught.value.limit


def test_a_knowledge_model_is_called_by_itself() -> None:
    model = load(definitions(GROSS))
    assert model.call("Gross", {"net price": 10, "rate": 1}).value == 20
    with pytest.raises(DecisionUnknown):
        model.call("net", {})
