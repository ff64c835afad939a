"""Several files together: imports by namespace."""

import pytest

from engine.dmn import DecisionRefused, load
from tests.engine.dmn.models import decision, definitions, literal

LIBRARY = definitions(
    '<itemDefinition name="tSize"><typeRef>string</typeRef><allowedValues><text>"S", "L"</text></allowedValues>'
    "</itemDefinition>",
    '<inputData id="N" name="guests-count"><variable typeRef="number"/></inputData>',
    decision("size", literal('if guests-count > 5 then "L" else "S"'), requires=["N"], variable="size"),
    '<businessKnowledgeModel id="Twice" name="twice"><encapsulatedLogic><formalParameter name="x"/>'
    f"{literal('x * 2')}</encapsulatedLogic></businessKnowledgeModel>",
).replace(b"urn:test", b"urn:library")


def importing(name: str, text: str, type_ref: str = "string") -> bytes:
    needed = (
        '<informationRequirement><requiredDecision href="urn:library#size"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="urn:library#Twice"/></knowledgeRequirement>'
    )
    return definitions(
        f'<import name="{name}" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        f'<decision id="d" name="d"><variable name="d" typeRef="{type_ref}"/>{needed}{literal(text)}</decision>',
    )


@pytest.mark.proves("DMN imports of files of the package")
def test_what_is_imported_stands_behind_the_name_of_the_import() -> None:
    model = load(importing("my lib", "my lib.size", "my lib.tSize"), [LIBRARY])
    assert model.decide("d", {"guests-count": 8}).value == "L"
    assert list(model.decisions) == ["d"]


def test_imported_input_data_is_given_by_its_name_or_behind_the_import() -> None:
    needed = '<informationRequirement><requiredInput href="urn:library#N"/></informationRequirement>'
    imported = '<import name="lib" namespace="urn:library"/>'
    model = load(definitions(imported, decision("d", needed + literal("lib.guests-count * 2"))), [LIBRARY])
    assert model.decide("d", {"guests-count": 2}).value == 4
    assert model.decide("d", {"lib": {"guests-count": 3}}).value == 6


def test_an_imported_knowledge_model_is_called_behind_the_name() -> None:
    assert load(importing("lib", "lib.twice(4)", "number"), [LIBRARY]).decide("d", {"guests-count": 1}).value == 8


def test_an_import_without_a_name_makes_everything_our_own() -> None:
    assert load(importing("", "size", "tSize"), [LIBRARY]).decide("d", {"guests-count": 8}).value == "L"


def test_a_model_that_is_not_there_is_told_with_what_refers_to_it() -> None:
    with pytest.raises(DecisionRefused) as caught:
        load(importing("lib", "lib.size"))
    assert [problem.code for problem in caught.value.problems] == [
        "import-missing",
        "unknown-reference",
        "unknown-reference",
    ]


def test_models_that_import_each_other_are_read_once() -> None:
    one = definitions('<import name="b" namespace="urn:b"/>', decision("x", literal("1")))
    other = definitions('<import name="a" namespace="urn:test"/>', decision("y", literal("2")))
    assert load(one, [other.replace(b'namespace="urn:test" ', b'namespace="urn:b" ')]).decide("x", {}).value == 1
