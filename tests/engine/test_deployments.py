"""Deployments: what holds together goes into service, the rest is refused with every reason."""

import pytest
from sqlmodel import Session, select

from engine import deployments, identity, instances, packages
from engine.errors import ModelRefused, NotAllowed, NotFound, PackageRefused
from engine.identity import SYSTEM
from engine.models import Deployment, Group, ProcessDefinition
from tests.engine.bpmn.builder import File
from tests.engine.conftest import People, field, form, package
from tests.engine.test_instances import case

DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="rate" name="rate"><literalExpression id="e"><text>amount * %s</text></literalExpression></decision>
</definitions>"""


def broken() -> bytes:
    """A complex gateway, which is refused, and a condition that is no FEEL."""
    file = File()
    process = file.process("B")
    process.start()
    process.node("complexGateway", "tangle")
    process.user("work")
    process.chain("start", "tangle", "work")
    return file.xml()


def test_a_package_goes_into_service_once(session: Session) -> None:
    first = deployments.deploy(session, SYSTEM, package(case()))
    again = deployments.deploy(session, SYSTEM, package(case()))
    assert first.id == again.id
    assert len(session.exec(select(Deployment)).all()) == 1


def test_files_that_others_have_replaced_are_known_as_such(session: Session) -> None:
    shipped, own = package(case()), package(case('<bihuan:starters groups="sales"/>'))
    assert not deployments.superseded(session, shipped)
    made = deployments.put_into_service(session, SYSTEM, shipped)
    assert (made.processes, deployments.superseded(session, shipped)) == ((("P", 1),), False)
    deployments.put_into_service(session, SYSTEM, own)
    assert deployments.superseded(session, shipped)
    assert not deployments.superseded(session, own)


def test_a_changed_package_is_a_new_version_and_running_instances_stay(session: Session, people: People) -> None:
    deployments.deploy(session, SYSTEM, package(case()))
    started = instances.start(session, people.ann, "P", {})
    deployments.deploy(session, SYSTEM, package(case('<bihuan:starters groups="sales"/>')))
    rows = deployments.definitions(session, people.bob, "en")
    assert [(row.version, row.running) for row in rows] == [(2, 0), (1, 1)]
    assert instances.start(session, people.ann, "P", {}).instance_id != started.instance_id


def test_a_model_that_would_not_run_is_refused_with_its_element(session: Session) -> None:
    with pytest.raises(ModelRefused) as caught:
        deployments.deploy(session, SYSTEM, package(case(), broken()))
    assert "tangle" in {finding.element_id for finding in caught.value.findings}
    assert session.exec(select(ProcessDefinition)).all() == []


def test_an_expression_that_is_no_feel_is_found_before_it_runs() -> None:
    file = File()
    process = file.process("P")
    process.start()
    process.script("sum", "sum", "=1 +")
    process.chain("start", "sum")
    findings = deployments.check_model(file.xml())
    assert ("expression-syntax", "sum") in {(finding.code, finding.element_id) for finding in findings}


def test_a_title_that_is_no_feel_is_found_too() -> None:
    findings = deployments.check_model(case().replace(b"&quot;On &quot; + subject", b"1 +"))
    assert [(finding.code, finding.element_id) for finding in findings] == [("expression-syntax", "P")]


def test_a_broken_form_or_decision_refuses_the_package(session: Session) -> None:
    with pytest.raises(ModelRefused):
        deployments.deploy(session, SYSTEM, package(case(), forms=(form("f", field("a", "teleporter")),)))
    with pytest.raises(ModelRefused):
        deployments.deploy(session, SYSTEM, package(case(), decisions=(DECISION % b"(",)))
    deployments.deploy(session, SYSTEM, package(case(), decisions=(DECISION % b"2",)))


def test_only_who_may_deploy_does(session: Session, people: People) -> None:
    with pytest.raises(NotAllowed):
        deployments.deploy(session, people.bob, package(case()))


def test_a_group_that_an_administrator_changed_stays_so(session: Session) -> None:
    identity.ensure_group(session, "sales", "Our sales", {}, ())
    deployments.deploy(session, SYSTEM, package(case()))
    assert session.get_one(Group, "sales").name == "Our sales"


def test_a_retired_version_starts_nothing_more(session: Session, people: People) -> None:
    deployments.deploy(session, SYSTEM, package(case()))
    definition = session.exec(select(ProcessDefinition)).one()
    deployments.retire(session, SYSTEM, definition.id)
    with pytest.raises(NotFound):
        instances.start(session, people.ann, "P", {})
    assert deployments.startable(session, people.ann, "en") == []
    deployments.reactivate(session, SYSTEM, definition.id)
    instances.start(session, people.ann, "P", {})


def test_the_packages_that_ship_are_fit_for_service(session: Session) -> None:
    for folder in sorted(path.parent for path in packages.SHIPPED.glob("*/package.toml")):
        assert [found for found in deployments.check(packages.read_folder(folder)) if found[1].severity != "hint"] == []


def test_a_folder_without_a_package_file_says_so(tmp_path: object) -> None:
    with pytest.raises(PackageRefused, match=r"package\.toml"):
        packages.read_folder(packages.SHIPPED / "sample-company")
