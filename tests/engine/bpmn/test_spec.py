"""Models: what callers may ask of a file that was read."""

from engine import bpmn
from tests.engine.bpmn.builder import File, extension, loop, mapping, timer, zeebe


def rich() -> bpmn.Model:
    file = File()
    process = file.process(
        "P",
        extension(
            zeebe("versionTag", value="1.2"),
            '<bihuan:case prefix="CP" receipt="true" title="=subject"/>',
            '<bihuan:starters groups="a,b" public="true"/>',
        ),
        '<bpmn:laneSet id="lanes"><bpmn:lane id="l1" name="Desk">'
        "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>",
    )
    process.start()
    process.user("ask", "<bpmn:documentation>Say why.</bpmn:documentation>", extension(mapping(inputs={"a": "=b"})))
    inside = process.sub("sub")
    inside.start("s")
    inside.user("deep", loop("=xs", into="o", result="=y"))
    inside.chain("s", "deep")
    process.boundary("late", "sub", timer(duration="=limit"), interrupting=False)
    process.chain("start", "ask", "sub")
    process.flow("late", "ask", "=again")
    file.process("Q").start("q")
    return bpmn.read(file.xml())


def test_the_first_process_is_the_key() -> None:
    model = rich()
    assert (model.key, list(model.processes)) == ("P", ["P", "Q"])


def test_a_process_knows_its_tag_case_and_starters() -> None:
    process = rich().processes["P"]
    assert process.version_tag == "1.2"
    assert process.extension["case"] == ({"prefix": "CP", "receipt": "true", "title": "=subject"},)
    assert process.extension["starters"] == ({"groups": "a,b", "public": "true"},)


def test_activities_of_all_scopes_are_found_by_id() -> None:
    activities = rich().processes["P"].activities
    assert set(activities) == {"start", "ask", "sub", "s", "deep", "late"}
    assert (activities["ask"].lane, activities["ask"].documentation) == ("Desk", "Say why.")
    assert activities["deep"].scope == "sub"
    late = activities["late"]
    assert (late.event, late.attached_to, late.interrupting) == ("timer", "sub", False)


def test_every_expression_of_the_file_is_listed_for_a_check() -> None:
    assert sorted(rich().expressions()) == [
        ("P_f3", "again"),
        ("ask", "b"),
        ("deep", "xs"),
        ("deep", "y"),
        ("late", "limit"),
    ]


def test_names_of_elements_are_at_hand() -> None:
    assert rich().processes["P"].element_names["late"] == "late"
