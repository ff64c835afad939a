"""What Camunda 7 files say arrives as neutral values."""

from engine import bpmn
from engine.bpmn import (
    Assignment,
    CalledDecision,
    CalledProcess,
    FormBinding,
    JobDefinition,
    Schedule,
    Script,
    VariableMapping,
)
from tests.engine.bpmn.dialects.foreign import codes, element, extension, file


def test_a_user_task_with_everything() -> None:
    found = element(
        '<userTask id="it" camunda:assignee="${owner}" camunda:candidateGroups="sales, desk" camunda:priority="70" '
        'camunda:dueDate="${dateTime().plusDays(3).toDate()}" camunda:formKey="camunda-forms:deployment:intake.form"/>'
    ).activity
    assert found.assignment == Assignment(assignee="=owner", candidate_groups="sales, desk")
    assert found.schedule == Schedule(due_date='=now() + duration("P3D")')
    assert found.priority == "70"
    assert found.form == FormBinding(id="intake", binding="deployment")


def test_bpmns_own_resources_name_people_too() -> None:
    owner = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>user(ann), group(sales), desk"
        "</formalExpression></resourceAssignmentExpression></potentialOwner>"
    )
    found = element(f'<userTask id="it">{owner}</userTask>').activity.assignment
    assert (found.candidate_users, found.candidate_groups) == ("ann", "sales, desk")


def test_form_fields_become_a_form() -> None:
    fields = (
        '<camunda:formData><camunda:formField id="name" label="Name" type="string" defaultValue="x">'
        "<camunda:validation>"
        '<camunda:constraint name="required"/><camunda:constraint name="maxlength" config="10"/></camunda:validation>'
        '</camunda:formField><camunda:formField id="kind" type="enum"><camunda:value id="a" name="A"/>'
        '</camunda:formField><camunda:formField id="many" type="long" defaultValue="3"/></camunda:formData>'
    )
    model = bpmn.read(file(f'<userTask id="it">{extension(fields)}</userTask>'))
    [schema] = model.processes["P"].forms
    assert schema["id"] == "P.it"
    name, kind, many = schema["components"]
    assert (name["type"], name["validate"], name["defaultValue"]) == (
        "textfield",
        {"required": True, "maxLength": 10},
        "x",
    )
    assert (kind["type"], kind["values"]) == ("select", [{"value": "a", "label": "A"}])
    assert (many["type"], many["decimalDigits"], many["defaultValue"]) == ("number", 0, 3)


def test_work_of_other_software_becomes_a_job_of_its_name() -> None:
    for attributes, kind in (
        ('camunda:class="org.example.Pay"', "org.example.Pay"),
        ('camunda:delegateExpression="${pay}"', "pay"),
        ('camunda:type="external" camunda:topic="payments"', "payments"),
        ('camunda:expression="${bean.pay(order)}"', "bean.pay(order)"),
    ):
        job = element(f'<serviceTask id="it" {attributes} camunda:resultVariable="paid"/>').activity.job
        assert job is not None
        assert job.type == kind
        headers = job.headers
    assert headers == {"camunda:expression": "${bean.pay(order)}", "resultVariable": "paid"}


def test_an_expression_that_feel_can_compute_is_computed() -> None:
    found = element('<serviceTask id="it" camunda:expression="${a + 1}" camunda:resultVariable="b"/>')
    assert (found.kind, found.activity.script) == ("scriptTask", Script(expression="=a + 1", result_variable="b"))
    setting = element("""<serviceTask id="it" camunda:expression="${execution.setVariable('a', 'x')}"/>""")
    assert setting.activity.script == Script(expression='="x"', result_variable="a")
    assert element('<serviceTask id="it" camunda:expression="${true}"/>').kind == "task"


def test_connectors_with_their_parameters_and_retries() -> None:
    found = element(
        '<serviceTask id="it">'
        + extension(
            "<camunda:failedJobRetryTimeCycle>R5/PT1M</camunda:failedJobRetryTimeCycle><camunda:connector>"
            "<camunda:connectorId>http</camunda:connectorId><camunda:inputOutput>"
            '<camunda:inputParameter name="url">https://example.org/${id}</camunda:inputParameter>'
            '<camunda:inputParameter name="headers"><camunda:map><camunda:entry key="a">${b}</camunda:entry>'
            "</camunda:map></camunda:inputParameter></camunda:inputOutput></camunda:connector>"
        )
        + "</serviceTask>"
    ).activity
    assert found.job == JobDefinition(type="http", retries="5")
    assert found.inputs == (
        VariableMapping(source='="https://example.org/" + string(id)', target="url"),
        VariableMapping(source='={"a": (b)}', target="headers"),
    )


def test_decisions_with_the_shape_of_their_result() -> None:
    found = element(
        '<businessRuleTask id="it" camunda:decisionRef="limits" camunda:resultVariable="limit" '
        'camunda:mapDecisionResult="singleEntry" camunda:decisionRefBinding="deployment"/>'
    )
    assert found.activity.decision == CalledDecision(
        id="limits", result_variable="limit", binding="deployment", shape="singleEntry"
    )


def test_called_processes_get_what_is_handed_in() -> None:
    crossing = extension(
        '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${c + 1}" target="d"/>'
        '<camunda:in businessKey="${key}"/><camunda:out variables="all"/>'
    )
    found = element(f'<callActivity id="it" calledElement="other">{crossing}</callActivity>').activity
    wanted = CalledProcess(id="other", all_in=False, all_out=True, business_key="=key", out_on_failure=True)
    assert found.called == wanted
    assert [(each.source, each.target) for each in found.inputs] == [("=a", "b"), ("=c + 1", "d")]


def test_loops_over_a_collection() -> None:
    loop = (
        '<multiInstanceLoopCharacteristics camunda:collection="people" camunda:elementVariable="who">'
        "<completionCondition>${nrOfCompletedInstances == 2}</completionCondition></multiInstanceLoopCharacteristics>"
    )
    found = element(f'<userTask id="it">{loop}</userTask>').activity.loop
    assert found is not None
    assert (found.input_collection, found.input_element) == ("=people", "who")
    assert found.completion_condition == "=numberOfCompletedInstances = 2"


def test_who_may_start_and_who_started() -> None:
    model = bpmn.read(
        file('<startEvent id="s" camunda:initiator="asker"/>', process='camunda:candidateStarterGroups="sales"')
    )
    assert model.processes["P"].extension == {"starters": ({"groups": "sales"},), "initiator": ({"variable": "asker"},)}


def test_what_is_left_out_is_told() -> None:
    listener = extension('<camunda:executionListener event="start" class="org.example.Log"/>')
    assert "listener-ignored" in codes(f'<userTask id="it">{listener}</userTask>')
    assert "extension-unsupported" in codes(
        '<callActivity id="it" calledElement="x" camunda:variableMappingClass="X"/>'
    )
    assert "form-foreign" in codes('<userTask id="it" camunda:formKey="embedded:app:forms/x.html"/>')
    assert "message-sends-nothing" in codes('<endEvent id="it"><messageEventDefinition/></endEvent>')
    named = '<endEvent id="it"><messageEventDefinition messageRef="m"/></endEvent>'
    assert "message-sends-nothing" in codes(named, beside='<message id="m" name="told"/>')


def test_conditions_in_no_named_language_are_read_by_their_signs() -> None:
    for text, said in (("x == 1", "=x = 1"), ("bpmn:getDataObject('ok') = 'no'", '=ok = "no"')):
        event = f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"
        assert element(f'<intermediateCatchEvent id="it">{event}</intermediateCatchEvent>').activity.condition == said


def test_a_script_that_throws_ends_its_activity_with_the_error() -> None:
    throws = "<script>throw new org.camunda.bpm.engine.delegate.BpmnError('E')</script>"
    found = element(f'<scriptTask id="it" scriptFormat="groovy">{throws}</scriptTask>').activity
    assert (found.kind, found.error_code) == ("scriptTask", "E")


def test_the_caught_code_goes_to_its_variable() -> None:
    found = element(
        '<subProcess id="s"><startEvent id="t"/></subProcess><boundaryEvent id="it" attachedToRef="s">'
        '<errorEventDefinition camunda:errorCodeVariable="code"/></boundaryEvent>'
    )
    assert found.activity.caught == {"code": "code"}
