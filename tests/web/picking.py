"""A process in which people choose: an ad-hoc sub-process of two activities, offered to the service."""

from sqlmodel import Session

from engine import deployments, identity, instances
from engine.identity import SYSTEM
from engine.packages import Package
from tests.engine.bpmn.builder import File, extension, zeebe

SERVICE = extension(zeebe("assignmentDefinition", candidateGroups="service"))


def model(ordering: str = "Parallel") -> bytes:
    """start → pick (call, visit) → report"""
    file = File()
    process = file.process("picking")
    process.start()
    pick = process.ad_hoc("pick", ordering=ordering)
    pick.user("call", SERVICE)
    pick.user("visit", SERVICE)
    process.user("report", SERVICE)
    process.chain("start", "pick", "report")
    return file.xml()


def start(session: Session, login: str, xml: bytes = b"") -> str:
    """Put it into service and start one; the id of the instance."""
    texts = {
        "zh-CN": {"process": {"name": "上门走访"}, "elements": {"pick": "联系客户", "call": "电话", "visit": "走访"}}
    }
    package = Package(
        key="picking", version="1", name="Picking", models={"picking.bpmn": xml or model()}, forms={}, decisions={},
        groups=(), texts=texts, digest=str(hash(xml)),
    )  # fmt: skip
    deployments.deploy(session, SYSTEM, package)
    actor = identity.actor_of_login(session, login)
    return str(instances.start(session, actor, "picking", {}).instance_id)
