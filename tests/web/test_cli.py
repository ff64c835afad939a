"""The command line: what a person types, and what it answers."""

import json
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from engine.db import Database
from engine.models import Person, ProcessDefinition
from engine.packages import SHIPPED
from web.cli import app, main
from web.i18n import LOCALES
from web.server import PortInUse

PACKAGE = SHIPPED / "complaint-handling"


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line on this test's database."""
    monkeypatch.setenv("BIHUAN_DATABASE_URL", database.dsn)
    monkeypatch.setenv("BIHUAN_DATA_DIR", str(tmp_path))
    return CliRunner()


def test_the_packages_that_ship_go_into_service(run: CliRunner, database: Database) -> None:
    answer = run.invoke(app, ["deploy"])
    assert answer.exit_code == 0, answer.output
    with database.reading() as session:
        assert "complaint-handling" in session.exec(select(ProcessDefinition.key)).all()
    assert "Package complaint-handling 1.0 is in service: complaint-handling version 1" in answer.output
    assert "Package complaint-handling 1.0 is in service, unchanged" in run.invoke(app, ["deploy"]).output


def test_a_real_installation_begins_with_one_person_who_holds_every_right(run: CliRunner, database: Database) -> None:
    answer = run.invoke(
        app, ["admin", "create", "boss", "--name", "The Boss"], input="correct horse 9\ncorrect horse 9\n"
    )
    assert answer.exit_code == 0, answer.output
    with database.reading() as session:
        assert [(person.login, person.sample) for person in session.exec(select(Person))] == [("boss", False)]
    assert "correct horse" not in answer.output


def test_the_sample_company_comes_and_goes(run: CliRunner, database: Database) -> None:
    run.invoke(app, ["deploy"])
    assert "17 people" in run.invoke(app, ["seed"]).output
    assert "Removed 17" in run.invoke(app, ["seed", "--remove"]).output
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []


def test_the_upkeep_can_be_done_now(run: CliRunner) -> None:
    answer = run.invoke(app, ["archive", "--days", "30"])
    assert answer.exit_code == 0, answer.output
    assert "Archived 0 finished instances." in answer.output
    assert run.invoke(app, ["archive", "--days", "0"]).exit_code != 0


def test_a_sound_package_is_checked_without_a_database() -> None:
    answer = CliRunner().invoke(app, ["check", str(PACKAGE)])
    assert answer.exit_code == 0, answer.output
    assert "Errors: 0" in answer.output


@pytest.fixture
def bad_model(tmp_path: Path) -> Path:
    """A model with an element of a kind that is not run."""
    path = tmp_path / "bad.bpmn"
    sound = (PACKAGE / "complaint-handling.bpmn").read_text(encoding="utf-8")
    path.write_text(sound.replace("exclusiveGateway", "complexGateway"), encoding="utf-8")
    return path


def test_a_bad_model_is_told_by_file_code_and_element(bad_model: Path) -> None:
    answer = CliRunner().invoke(app, ["check", "--json", str(bad_model)])
    assert answer.exit_code == 1
    findings = json.loads(answer.output)
    assert {"file", "code", "severity", "element", "name", "line", "params", "message"} == findings[0].keys()
    assert any(finding["severity"] == "error" and finding["element"] == "accepts" for finding in findings)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "Elements of the kind “complexGateway” are not"), ("zh-CN", "不能执行“complexGateway”类型的元素")],
)
def test_findings_are_said_in_the_language_asked_for(bad_model: Path, locale: str, said: str) -> None:
    told = CliRunner().invoke(app, ["check", "--locale", locale, str(bad_model)])
    assert said in told.output
    found = json.loads(CliRunner().invoke(app, ["check", "--json", "--locale", locale, str(bad_model)]).output)
    assert any(said in finding["message"] for finding in found)


FLOWS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x" id="d">
<process id="P" isExecutable="true">
<startEvent id="s"/>
<exclusiveGateway id="g" name="Large?"/>
<userTask id="a" name="Check by hand"/>
<userTask id="b" name="Let pass"/>
<sequenceFlow id="Flow_1" sourceRef="s" targetRef="g"/>
<sequenceFlow id="Flow_2" sourceRef="g" targetRef="a"/>
<sequenceFlow id="Flow_3" name="no" sourceRef="g" targetRef="b"/>
</process></definitions>"""


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "en",
            [
                ":4: error: Large? (g): The flow from “Large?” to “Check by hand” needs a condition, or must be the "
                "default. [flow-without-condition]",
                ":4: error: Large? (g): The flow “no” needs a condition, or must be the default. "
                "[flow-without-condition]",
                "1 checked. Errors: 2, warnings: 0, hints: 0",
            ],
        ),
        (
            "zh-CN",
            [
                ":4: 错误: Large? (g): 请为顺序流（从“Large?”到“Check by hand”）填写条件，或将其设为默认顺序流。 "
                "[flow-without-condition]",
                ":4: 错误: Large? (g): 请为顺序流“no”填写条件，或将其设为默认顺序流。 [flow-without-condition]",
                "已检查 1 项：错误 2，警告 0，提示 0",
            ],
        ),
    ],
)
def test_a_flow_is_told_by_its_name_or_by_what_it_connects(tmp_path: Path, locale: str, lines: list[str]) -> None:
    path = tmp_path / "flows.bpmn"
    path.write_text(FLOWS, encoding="utf-8")
    answer = CliRunner().invoke(app, ["check", "--locale", locale, str(path)])
    *found, last = lines
    assert answer.output.splitlines() == [*(f"{path}{line}" for line in found), last]


def test_a_language_that_is_not_ours_is_refused_by_name(bad_model: Path) -> None:
    answer = CliRunner().invoke(app, ["check", "--locale", "fr", str(bad_model)])
    assert answer.exit_code == 2
    for locale in LOCALES:
        assert locale in answer.output


def test_what_a_person_can_put_right_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIHUAN_PORT", "eighty")
    monkeypatch.setattr("sys.argv", ["bihuan", "serve"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert str(caught.value) == "bihuan: BIHUAN_PORT must be a whole number, not 'eighty'."


def test_a_port_in_use_names_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "BIHUAN_PORT=8001" in str(PortInUse("127.0.0.1", 8000))
