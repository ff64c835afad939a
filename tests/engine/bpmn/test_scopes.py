"""Variables: read outward, written to the nearest scope that has them, handed out by mappings only."""

from tests.engine.bpmn.builder import File, extension, mapping
from tests.engine.bpmn.play import Player


def task_with(io: str) -> bytes:
    file = File()
    process = file.process()
    process.start()
    process.user("it", extension(io))
    process.user("after")
    process.chain("start", "it", "after")
    return file.xml()


def test_parallel_branches_share_the_process_variables() -> None:
    file = File()
    process = file.process()
    process.start()
    process.node("parallelGateway", "fork")
    process.user("a")
    process.user("b")
    process.chain("start", "fork", "a")
    process.chain("fork", "b")
    player = Player(file.xml(), {"list": [1, 2, 3]})
    player.do("a", list=["z"])
    assert player.run.variables_of(player.at("b").token_id) == {"list": ["z"]}


def test_lists_are_replaced_and_never_merged() -> None:
    player = Player(task_with(mapping()), {"tags": ["a", "b", "c"], "map": {"x": 1, "y": 2}})
    player.do("it", tags=["c"], map={"z": 3})
    assert player.variables == {"tags": ["c"], "map": {"z": 3}}


def test_input_mappings_make_variables_that_only_the_activity_sees() -> None:
    player = Player(task_with(mapping(inputs={"double": "=n * 2", "again": "=double + 1", "text": "plain"})), {"n": 2})
    assert player.at("it").local == {"double": 4, "again": 5, "text": "plain"}
    player.do("it", double=100, other=1)
    assert player.variables == {"n": 2, "other": 1}


def test_output_mappings_hand_out_only_what_they_name() -> None:
    player = Player(task_with(mapping(outputs={"kept": "=answer", "copy": "=n"})), {"n": 2})
    player.do("it", answer="yes", secret="x")
    assert player.variables == {"n": 2, "kept": "yes", "copy": 2}


def test_a_dotted_target_reaches_inside_without_touching_the_old_value() -> None:
    player = Player(task_with(mapping(outputs={"person.name.first": "=answer"})), {"person": {"age": 7, "name": {}}})
    player.do("it", answer="Ann")
    assert player.variables == {"person": {"age": 7, "name": {"first": "Ann"}}}


def test_set_variables_follows_the_same_rule() -> None:
    player = Player(task_with(mapping(inputs={"own": "=1"})), {"n": 2})
    token = player.at("it").token_id
    player.run.set_variables({"own": 5, "n": 3, "new": 4}, token)
    assert player.run.variables_of(token) == {"own": 5, "n": 3, "new": 4}
    assert player.variables == {"n": 3, "new": 4}
