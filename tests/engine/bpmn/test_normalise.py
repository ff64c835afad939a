"""What a diagram leaves implicit is written out."""

import pytest

from engine import bpmn
from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import Player


@pytest.mark.proves("no start event or no end event")
def test_a_process_without_start_and_end_events_runs() -> None:
    file = File()
    process = file.process()
    process.user("a")
    process.user("b")
    process.chain("a", "b")
    player = Player(file.xml())
    assert player.waiting == ["a"]
    assert player.do("a").do("b").run.ended


@pytest.mark.proves("no start event or no end event")
def test_every_element_that_nothing_leads_to_begins() -> None:
    file = File()
    process = file.process()
    process.user("a")
    process.user("b")
    assert Player(file.xml()).waiting == ["a", "b"]


def test_an_invented_start_is_not_shown_as_an_activity() -> None:
    file = File()
    file.process().user("a")
    model = bpmn.read(file.xml())
    assert list(model.processes["P"].activities) == ["a"]


@pytest.mark.proves("sub-process with nothing in it")
def test_an_empty_sub_process_is_passed_through() -> None:
    file = File()
    process = file.process()
    process.start()
    process.sub("empty")
    process.user("after")
    process.chain("start", "empty", "after")
    assert Player(file.xml()).waiting == ["after"]


def test_elements_may_have_the_names_that_the_library_keeps_for_itself() -> None:
    file = File()
    process = file.process()
    process.start("Start")
    process.user("Root")
    process.end("End")
    process.user("P.EndJoin")
    process.chain("Start", "Root", "P.EndJoin", "End")
    assert Player(file.xml()).do("Root").do("P.EndJoin").run.ended


def test_flows_and_elements_without_ids_get_one() -> None:
    xml = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P"><startEvent id="s"/>'
        b'<userTask id="u"/><userTask/><sequenceFlow sourceRef="s" targetRef="u"/></process></definitions>'
    )
    assert Player(xml).waiting == ["u"]
