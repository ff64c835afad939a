"""A process in which people choose: an ad-hoc sub-process of two activities, offered to the service."""

from lxml import etree
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


def deploy(session: Session, xml: bytes = b"") -> None:
    """Put it, or another model of its key, into service."""
    texts = {
        "zh-CN": {"process": {"name": "上门走访"}, "elements": {"pick": "联系客户", "call": "电话", "visit": "走访"}}
    }
    package = Package(
        key="picking",
        version="1",
        name="Picking",
        models={"picking.bpmn": xml or model()},
        forms={},
        decisions={},
        groups=(),
        texts=texts,
        digest=str(hash(xml)),
    )
    deployments.deploy(session, SYSTEM, package)


def start(session: Session, login: str, xml: bytes = b"") -> str:
    """Put it into service and start one; the id of the instance."""
    deploy(session, xml)
    actor = identity.actor_of_login(session, login)
    return str(instances.start(session, actor, "picking", {}).instance_id)


BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
SIZES = {"startEvent": (36, 36), "userTask": (100, 80), "adHocSubProcess": (280, 140)}


def drawn(xml: bytes) -> bytes:
    """The same with a diagram, from left to right, as a browser needs it."""
    root = etree.fromstring(xml)
    process = root.find(f"{BPMN}process")
    assert process is not None
    parts, ends = [], dict[str, tuple[int, int]]()
    for parent, left in ((process, 100), *((each, 270) for each in process.findall(f"{BPMN}adHocSubProcess"))):
        for node in parent:
            width, height = SIZES.get(etree.QName(node).localname, (0, 0))
            if width:
                parts.append(_shape(str(node.get("id")), left, 200 - height // 2, width, height))
                ends[str(node.get("id"))] = (left, left + width)
                left += width + (30 if parent is not process else 100)
    for flow in process.findall(f"{BPMN}sequenceFlow"):
        parts.append(
            _edge(str(flow.get("id")), ends[str(flow.get("sourceRef"))][1], ends[str(flow.get("targetRef"))][0])
        )
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="{process.get("id")}">{"".join(parts)}</bpmndi:BPMNPlane>'
    root.append(etree.fromstring(f'<bpmndi:BPMNDiagram {DI} id="diagram">{plane}</bpmndi:BPMNDiagram>'))
    return etree.tostring(root)


def _shape(node_id: str, x: int, y: int, width: int, height: int) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{node_id}_di" bpmnElement="{node_id}" isExpanded="true">{bounds}</bpmndi:BPMNShape>'


def _edge(flow_id: str, start: int, end: int) -> str:
    points = f'<di:waypoint x="{start}" y="200"/><di:waypoint x="{end}" y="200"/>'
    return f'<bpmndi:BPMNEdge id="{flow_id}_di" bpmnElement="{flow_id}">{points}</bpmndi:BPMNEdge>'
