"""`bihuan decide`: a decision of a file, asked without a database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.engine.dmn.models import decision, definitions, literal, table
from tests.engine.dmn.test_source import LIBRARY, importing
from web.cli import app

DISH = definitions(
    decision("dish", literal('if season = "Winter" then "Stew" else guest'), requires=["season"], name="Dish"),
    decision("season", table(["warmth"], ["season"], ['< 10 | "Winter"', '>= 10 | "Summer"']), name="Season"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "dish.dmn").write_bytes(DISH)
    return tmp_path / "dish.dmn"


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["decide", str(file), *arguments])


def test_it_tells_every_decision_and_the_rules_that_matched(file: Path) -> None:
    answer = run(file, "--input", "warmth=5")
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines() == [
        'Season = "Winter"',
        "  Input 1 = 5",
        '  rule 1: season = "Winter"',
        'Dish = "Stew"',
    ]


def test_inputs_are_texts_or_json(file: Path) -> None:
    assert 'Dish = "Ann"' in run(file, "-i", "warmth=20", "-i", "guest=Ann").output
    assert 'Dish = ["Ann"]' in run(file, "-i", '{"warmth": 20, "guest": ["Ann"]}').output


def test_a_decision_can_be_chosen_and_told_as_json(file: Path) -> None:
    answer = json.loads(run(file, "--decision", "season", "-i", "warmth=5", "--json").output)
    assert (answer["decision"], answer["value"]) == ("season", "Winter")
    assert answer["evaluations"][0]["tables"][0]["rules"][0]["rule"] == 1


def test_what_it_imports_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "library.dmn").write_bytes(LIBRARY)
    (tmp_path / "main.dmn").write_bytes(importing("lib", "lib.size"))
    assert 'd = "L"' in run(tmp_path / "main.dmn", "-i", "guests-count=8").output
    assert CliRunner().invoke(app, ["check", str(tmp_path / "main.dmn")]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-i", "warmth=hot"), "cannot be compared"),
        (("-i", "warmth"), "neither name=value nor a JSON object"),
        (("-i", "{warmth"), "is no JSON"),
        (("--decision", "dessert"), "There is no decision “dessert”"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(file: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = run(file, *arguments)
    assert answer.exit_code == 1
    assert said in answer.output


def test_it_asks_which_decision_when_there_are_several(tmp_path: Path) -> None:
    (tmp_path / "two.dmn").write_bytes(definitions(decision("a", literal("1")), decision("b", literal("2"))))
    assert "--decision: a, b" in run(tmp_path / "two.dmn").output
