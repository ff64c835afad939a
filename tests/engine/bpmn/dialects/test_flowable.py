"""Flowable, Activiti and Operaton say the same under other names."""

import pytest

from tests.engine.bpmn.dialects.foreign import codes, element, extension


@pytest.mark.parametrize("prefix", ["flowable", "activiti", "operaton"])
def test_the_same_words_under_another_namespace(prefix: str) -> None:
    found = element(f'<userTask id="it" {prefix}:assignee="#{{owner}}" {prefix}:formKey="intake"/>').activity
    assert found.assignment.assignee == "=owner"
    assert found.form is not None
    assert found.form.id == "intake"


def test_tasks_of_a_type_take_their_fields_as_inputs() -> None:
    fields = extension(
        '<flowable:field name="to" expression="${recipient}"/>'
        '<flowable:field name="subject"><flowable:string>Hello</flowable:string></flowable:field>'
    )
    found = element(f'<serviceTask id="it" flowable:type="mail">{fields}</serviceTask>').activity
    assert found.job is not None
    assert found.job.type == "mail"
    assert [(each.source, each.target) for each in found.inputs] == [("=recipient", "to"), ("Hello", "subject")]


def test_form_properties_become_a_form() -> None:
    form = element(
        '<startEvent id="it">'
        + extension('<activiti:formProperty id="days" name="Days" type="long" required="true"/>')
        + "</startEvent>"
    ).activity.form
    assert form is not None
    assert form.schema is not None
    [field] = form.schema["components"]
    assert (field["key"], field["label"], field["validate"]) == ("days", "Days", {"required": True})


def repeated(*aggregations: str) -> str:
    loop = f"<multiInstanceLoopCharacteristics>{extension(*aggregations)}<loopCardinality>3</loopCardinality>"
    return f'<userTask id="it">{loop}</multiInstanceLoopCharacteristics></userTask>'


def test_an_aggregation_is_an_output_collection() -> None:
    inside = '<variable source="ok"/><variable source="text" target="why"/>'
    loop = element(repeated(f'<flowable:variableAggregation target="reviews">{inside}</flowable:variableAggregation>'))
    assert loop.activity.loop is not None
    assert (loop.activity.loop.output_collection, loop.activity.loop.output_element) == (
        "reviews",
        "={ok: ok, why: text}",
    )


def test_an_aggregation_by_code_is_refused() -> None:
    inside = '<variable source="ok"/>'
    by_class = f'<flowable:variableAggregation target="r" class="X">{inside}</flowable:variableAggregation>'
    assert "extension-unsupported" in codes(repeated(by_class))


def test_terminate_may_end_the_whole_instance() -> None:
    end = '<endEvent id="it"><terminateEventDefinition activiti:terminateAll="true"/></endEvent>'
    assert element(end).activity.terminates_all


def test_the_event_registry_is_refused() -> None:
    registry = extension("<flowable:eventType>x</flowable:eventType>")
    assert "extension-unsupported" in codes(f'<serviceTask id="it" flowable:type="send-event">{registry}</serviceTask>')
