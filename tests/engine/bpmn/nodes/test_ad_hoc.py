"""Ad-hoc sub-processes: what is begun by a list or by choice, in what order, and when it is enough."""

import pytest

from engine.errors import Invalid, NotFound
from tests.engine.bpmn.builder import COMPENSATE, File, Scope, condition, timer
from tests.engine.bpmn.play import Player


def with_ad_hoc(elements: str = "", until: str = "", **values: object) -> tuple[File, Scope, Scope]:
    """P: the ad-hoc sub-process `pick` (call then note, write, see), then `after`."""
    file = File()
    process = file.process()
    process.start()
    inside = process.ad_hoc("pick", elements, until, **values)
    for name in ("call", "note", "write", "see"):
        inside.user(name)
    inside.flow("call", "note")
    process.user("after")
    process.chain("start", "pick", "after")
    return file, process, inside


def xml(elements: str = "", until: str = "", **values: object) -> bytes:
    return with_ad_hoc(elements, until, **values)[0].xml()


@pytest.mark.proves("ad-hoc sub-process with a list")
def test_it_begins_what_the_list_names_and_ends_with_the_last_of_it() -> None:
    player = Player(xml("=todo"), {"todo": ["call", "see"]})
    assert player.waiting == ["call", "see"]
    assert player.at("call").scope_ids == ("pick",)
    assert player.do("call").waiting == ["note", "see"]
    assert player.do("see").waiting == ["note"]
    assert player.do("note").waiting == ["after"]


def test_an_empty_list_is_through_at_once() -> None:
    assert Player(xml("=todo"), {"todo": []}).waiting == ["after"]


@pytest.mark.proves("ad-hoc sub-process with a list")
def test_in_sequence_one_is_open_at_a_time_with_all_that_follows_it() -> None:
    player = Player(xml("=todo", ordering="Sequential"), {"todo": ["call", "see", "call"]})
    for open_now, left in (("call", "note"), ("note", "see"), ("see", "call"), ("call", "note"), ("note", "after")):
        assert player.waiting == [open_now]
        assert player.do(open_now).waiting == [left]


@pytest.mark.proves("ad-hoc sub-process with a completion condition")
def test_a_condition_ends_it_and_cancels_the_rest() -> None:
    player = Player(xml("=todo", "=enough"), {"todo": ["write", "see"], "enough": False})
    assert player.do("write", enough=True).waiting == ["after"]
    assert [step.element_id for step in player.steps if step.kind == "cancelled"] == ["see"]


@pytest.mark.proves("ad-hoc sub-process with a completion condition")
def test_the_rest_may_be_waited_for() -> None:
    player = Player(xml("=todo", "=enough", cancelRemainingInstances="false"), {"todo": ["write", "see"]})
    assert player.do("write", enough=True).waiting == ["see"]
    assert player.do("see", enough=False).waiting == ["after"]


def test_where_the_condition_does_not_hold_and_nothing_runs_people_choose() -> None:
    player = Player(xml("=todo", "=enough"), {"todo": ["see"], "enough": False})
    wait = player.do("see").at("pick")
    assert (wait.kind, wait.choices) == ("choice", ("call", "write", "see"))
    player.run.choose(wait.token_id, ["write", "see"])
    player._reload()
    assert player.waiting == ["see", "write"]
    player.do("see").do("write", enough=True)
    assert player.waiting == ["after"]


@pytest.mark.proves("ad-hoc sub-process in which people choose")
def test_without_a_list_people_choose_until_they_close_it() -> None:
    player = Player(xml())
    wait = player.at("pick")
    assert (player.waiting, wait.choices) == (["pick"], ("call", "write", "see"))
    player.run.choose(wait.token_id, ["call"])
    player.run.choose(wait.token_id, ["call"])
    player._reload()
    assert player.waiting == ["call", "call", "pick"]
    player.do("call").do("call").do("note")
    assert player.waiting == ["note", "pick"]
    player.run.close(wait.token_id)
    player._reload()
    assert player.waiting == ["after"]


def test_closing_may_wait_for_what_runs() -> None:
    player = Player(xml(cancelRemainingInstances="false"))
    token = player.at("pick").token_id
    player.run.choose(token, ["write"])
    player.run.close(token)
    player._reload()
    assert player.waiting == ["write"]
    assert player.do("write").waiting == ["after"]


def test_in_sequence_nothing_can_be_chosen_while_something_runs() -> None:
    player = Player(xml(ordering="Sequential"))
    token = player.at("pick").token_id
    player.run.choose(token, ["write", "see"])
    player._reload()
    assert (player.waiting, player.at("pick").choices) == (["pick", "write"], ())
    with pytest.raises(Invalid):
        player.run.choose(token, ["see"])
    assert player.do("write").waiting == ["pick", "see"]


def test_only_what_can_be_begun_can_be_chosen() -> None:
    player = Player(xml())
    token = player.at("pick").token_id
    for name in ("note", "after", "nobody"):
        with pytest.raises(Invalid):
            player.run.choose(token, [name])
    with pytest.raises(NotFound):
        Player(xml("=todo"), {"todo": ["see"]}).run.close(token)


@pytest.mark.parametrize(("todo", "code"), [(["note"], "ad-hoc-element-unknown"), ("call", "collection-not-list")])
def test_a_list_that_cannot_be_begun_is_an_incident_and_is_begun_on_retry(todo: object, code: str) -> None:
    player = Player(xml("=todo"), {"todo": todo})
    wait = player.at("pick")
    assert (player.waiting, wait.kind, wait.code) == (["pick"], "incident", code)
    player.run.set_variables({"todo": ["see"]})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["see"]


def test_a_condition_that_cannot_be_told_is_an_incident_while_the_rest_goes_on() -> None:
    player = Player(xml("=todo", "=enough"), {"todo": ["write", "call"]})
    player.do("write")
    wait = player.at("pick")
    assert (player.waiting, wait.code) == (["call", "pick"], "unknown-variable")
    player.do("call")
    player.run.set_variables({"enough": True})
    player.run.retry(wait.token_id)
    player._reload()
    assert player.waiting == ["after"]


def test_a_boundary_event_ends_it() -> None:
    file, process, _ = with_ad_hoc("=todo")
    process.boundary("late", "pick", timer(duration="PT1H"))
    process.user("handle")
    process.flow("late", "handle")
    assert Player(file.xml(), {"todo": ["write", "see"]}).do("late").waiting == ["handle"]


def test_an_event_sub_process_runs_inside_it() -> None:
    file, _, inside = with_ad_hoc("=todo")
    aside = inside.sub("aside", triggeredByEvent="true")
    aside.start("on", condition("=ready"), isInterrupting="false")
    aside.user("handle")
    aside.chain("on", "handle")
    player = Player(file.xml(), {"todo": ["see"]})
    player.run.set_variables({"ready": True})
    player._reload()
    assert player.waiting == ["handle", "on", "see"]
    assert player.do("see").waiting == ["handle", "on"]
    assert player.do("handle").waiting == ["after"]


def test_what_was_done_in_it_can_be_undone() -> None:
    file, process, inside = with_ad_hoc("=todo")
    inside.node("userTask", "un_write", isForCompensation="true")
    inside.undone_by("write", "un_write")
    process.node("intermediateThrowEvent", "back", COMPENSATE)
    process.chain("after", "back")
    player = Player(file.xml(), {"todo": ["write", "see"]})
    player.do("write").do("see").do("after")
    assert player.waiting == ["un_write"]
    assert player.do("un_write").run.ended
