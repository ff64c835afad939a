"""What the history keeps of an evaluation."""

from engine.decision_files import load
from engine.decision_records import recorded
from tests.engine.dmn.models import decision, definitions, table


def test_long_values_on_the_way_are_cut_and_the_answer_is_whole() -> None:
    model = load(definitions(decision("d", table(["x"], ["y"], ["- | x"]))))
    outcome = model.decide("d", {"x": ["a" * 100] * 100})
    record = recorded(outcome, key="d", definition_id="i", version=3)
    assert record["value"] == ["a" * 100] * 100
    [evaluation] = record["evaluations"]
    [looked] = evaluation["tables"]
    cut = (evaluation["value"], looked["inputs"][0]["value"], looked["rules"][0]["outputs"]["y"])
    assert all(len(value) == 4_001 and value.endswith("…") for value in cut)
