"""What SpiffWorkflow's modeller writes arrives as neutral values, its Python as FEEL."""

from engine.bpmn import CalledDecision, JobDefinition, Script, VariableMapping
from tests.engine.bpmn.dialects.foreign import SPIFF, codes, element, extension, file
from tests.engine.bpmn.play import Player


def test_service_operators_become_jobs() -> None:
    operator = extension(
        '<spiffworkflow:serviceTaskOperator id="smtp/Send" resultVariable="sent"><spiffworkflow:parameters>'
        '<spiffworkflow:parameter id="to" type="str" value="&quot;a@example.org&quot;"/>'
        '<spiffworkflow:parameter id="count" type="int" value="n + 1"/></spiffworkflow:parameters>'
        "</spiffworkflow:serviceTaskOperator>"
    )
    found = element(f'<serviceTask id="it">{operator}</serviceTask>', spaces=SPIFF).activity
    assert found.job == JobDefinition(type="smtp/Send", headers={"resultVariable": "sent"})
    assert found.inputs == (
        VariableMapping(source='="a@example.org"', target="to"),
        VariableMapping(source="=n + 1", target="count"),
    )


def test_scripts_and_conditions_are_python() -> None:
    found = element('<scriptTask id="it"><script>a = b + 1</script></scriptTask>', spaces=SPIFF).activity
    assert found.script == Script(expression="=b + 1", result_variable="a")
    assert "script-untranslatable" in codes('<scriptTask id="it"><script>import os</script></scriptTask>', spaces=SPIFF)


def test_the_outputs_of_a_decision_become_variables() -> None:
    called = extension("<spiffworkflow:calledDecisionId>limits</spiffworkflow:calledDecisionId>")
    found = element(f'<businessRuleTask id="it">{called}</businessRuleTask>', spaces=SPIFF).activity
    assert found.decision == CalledDecision(id="limits", result_variable="", shape="outputs")


def test_instructions_are_what_people_read() -> None:
    told = extension("<spiffworkflow:instructionsForEndUser>Please look</spiffworkflow:instructionsForEndUser>")
    assert element(f'<manualTask id="it">{told}</manualTask>', spaces=SPIFF).activity.documentation == "Please look"


def test_scripts_around_a_task_run_before_and_after_it() -> None:
    around = extension(
        "<spiffworkflow:preScript>a = 1</spiffworkflow:preScript>"
        "<spiffworkflow:postScript>b = 2</spiffworkflow:postScript>"
    )
    xml = file(
        f'<startEvent id="s"/><userTask id="it">{around}</userTask><endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="it"/><sequenceFlow id="g" sourceRef="it" targetRef="e"/>',
        spaces=SPIFF,
    )
    player = Player(xml)
    assert player.run.variables() == {"a": 1}
    player.do("it")
    assert player.run.variables() == {"a": 1, "b": 2}
    assert player.run.ended


def test_timers_are_quoted_or_computed() -> None:
    for text in ("'PT1H'", "timedelta(hours=1)"):
        found = element(
            f'<intermediateCatchEvent id="it"><timerEventDefinition><timeDuration>{text}</timeDuration>'
            "</timerEventDefinition></intermediateCatchEvent>",
            spaces=SPIFF,
        ).activity.timer
        assert found is not None
        assert "PT1H" in found.text
