"""What Camunda 8 files say arrives as neutral values."""

from engine import bpmn
from engine.bpmn import (
    Assignment,
    CalledDecision,
    FormBinding,
    JobDefinition,
    Loop,
    MessageRef,
    Schedule,
    Script,
    VariableMapping,
)
from tests.engine.bpmn.builder import File, extension, loop, mapping, zeebe


def activity(tag: str, *inner: str, **values: object) -> bpmn.Activity:
    file = File()
    process = file.process()
    process.start()
    process.node(tag, "it", *inner, **values)
    process.chain("start", "it")
    return bpmn.read(file.xml()).processes["P"].activities["it"]


def test_a_user_task_with_everything() -> None:
    found = activity(
        "userTask",
        extension(
            zeebe("userTask"),
            zeebe("formDefinition", formId="intake", bindingType="versionTag", versionTag="v2"),
            zeebe("assignmentDefinition", assignee="=owner", candidateGroups="sales, desk", candidateUsers="ann"),
            zeebe("taskSchedule", dueDate="=due", followUpDate="2030-01-01T00:00:00Z"),
            zeebe("priorityDefinition", priority="70"),
            mapping(inputs={"a": "=b"}, outputs={"c": "=d"}),
            zeebe("properties", zeebe("property", name="color", value="red")),
            '<bihuan:fieldRule key="amount" mode="readonly"/><bihuan:fieldRule key="note" mode="hidden"/>',
        ),
        name="Take it in",
    )
    assert found.kind == "userTask"
    assert found.form == FormBinding(id="intake", binding="versionTag", version_tag="v2")
    assert found.assignment == Assignment(assignee="=owner", candidate_groups="sales, desk", candidate_users="ann")
    assert found.schedule == Schedule(due_date="=due", follow_up_date="2030-01-01T00:00:00Z")
    assert found.priority == "70"
    assert found.inputs == (VariableMapping(source="=b", target="a"),)
    assert found.outputs == (VariableMapping(source="=d", target="c"),)
    assert found.properties == {"color": "red"}
    assert found.extension == {
        "fieldRule": ({"key": "amount", "mode": "readonly"}, {"key": "note", "mode": "hidden"}),
    }


def test_jobs_with_headers() -> None:
    headers = zeebe("taskHeaders", zeebe("header", key="template", value="reply"))
    found = activity("serviceTask", extension(headers, zeebe("taskDefinition", type="mail", retries="5")))
    assert found.job == JobDefinition(type="mail", retries="5", headers={"template": "reply"})


def test_decisions_and_scripts() -> None:
    decision = zeebe("calledDecision", decisionId="limits", resultVariable="limit", bindingType="deployment")
    assert activity("businessRuleTask", extension(decision)).decision == CalledDecision(
        id="limits", result_variable="limit", binding="deployment"
    )
    script = zeebe("script", expression="=1 + 1", resultVariable="two")
    assert activity("scriptTask", extension(script)).script == Script(expression="=1 + 1", result_variable="two")


def test_loops() -> None:
    found = activity("userTask", loop("=xs", element="x", sequential=True, until="=done", into="o", result="=y"))
    assert found.loop == Loop(
        sequential=True,
        input_collection="=xs",
        input_element="x",
        output_collection="o",
        output_element="=y",
        completion_condition="=done",
    )


def test_messages_with_their_key() -> None:
    file = File()
    process = file.process()
    process.start("start", extension(zeebe("formDefinition", formId="public")), file.message("filed"))
    process.node("intermediateCatchEvent", "it", file.message("answer", "=id"))
    process.chain("start", "it")
    model = bpmn.read(file.xml())
    assert model.processes["P"].activities["it"].message == MessageRef(name="answer", correlation_key="=id")
    [start] = model.processes["P"].starts
    assert (start.kind, start.message_name, start.form) == ("message", "filed", FormBinding(id="public"))
