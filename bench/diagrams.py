"""The diagrams whose cost the engine's benchmark measures, each as BPMN XML of one process `P`."""

from itertools import pairwise

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:bihuan:bench">'
    '<bpmn:process id="P" isExecutable="true">'
)
_TAIL = "</bpmn:process></bpmn:definitions>"


def _file(parts: list[str], ways: list[tuple[str, str]]) -> bytes:
    """`ways` are pairs of elements; their flows are called `source-target`."""
    flows = [f'<bpmn:sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ways]
    return (_HEAD + "".join([*parts, *flows]) + _TAIL).encode()


def _along(*elements: str) -> list[tuple[str, str]]:
    return list(pairwise(elements))


def chain(length: int) -> bytes:
    """So many user tasks, one after the other."""
    tasks = [f"t{number}" for number in range(length)]
    parts = ['<bpmn:startEvent id="start"/>', *(f'<bpmn:userTask id="{task}"/>' for task in tasks)]
    return _file([*parts, '<bpmn:endEvent id="end"/>'], _along("start", *tasks, "end"))


def forks(blocks: int, branches: int) -> bytes:
    """Parallel blocks in sequence, a user task on each branch; what predicts futures explodes on it."""
    parts, ways = ['<bpmn:startEvent id="start"/>'], []
    last = "start"
    for block in range(blocks):
        fork, join = f"fork{block}", f"join{block}"
        parts += [f'<bpmn:parallelGateway id="{fork}"/>', f'<bpmn:parallelGateway id="{join}"/>']
        ways.append((last, fork))
        for branch in range(branches):
            task = f"t{block}-{branch}"
            parts.append(f'<bpmn:userTask id="{task}"/>')
            ways += _along(fork, task, join)
        last = join
    return _file([*parts, '<bpmn:endEvent id="end"/>'], [*ways, (last, "end")])


def ring(tasks: int) -> bytes:
    """User tasks in a ring that is left when `stop` is true."""
    names = [f"t{number}" for number in range(tasks)]
    parts = [
        '<bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="round"/>',
        *(f'<bpmn:userTask id="{name}"/>' for name in names),
        '<bpmn:exclusiveGateway id="again" default="again-round"/><bpmn:endEvent id="end"/>',
        '<bpmn:sequenceFlow id="out" sourceRef="again" targetRef="end">'
        "<bpmn:conditionExpression>=stop</bpmn:conditionExpression></bpmn:sequenceFlow>",
    ]
    return _file(parts, _along("start", "round", *names, "again", "round"))


def instances(count: int) -> bytes:
    """One user task in so many parallel instances, whose results are collected."""
    parts = [
        '<bpmn:startEvent id="start"/>',
        '<bpmn:userTask id="vote"><bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:extensionElements>'
        f'<zeebe:loopCharacteristics inputCollection="=for i in 1..{count} return i" inputElement="voter" '
        'outputCollection="votes" outputElement="=vote"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
        '<bpmn:endEvent id="end"/>',
    ]
    return _file(parts, _along("start", "vote", "end"))


def parallel_tasks(count: int, group: str) -> bytes:
    """So many user tasks open at once, for the people of a group."""
    tasks = [f"t{number}" for number in range(count)]
    offered = (
        "<bpmn:extensionElements><zeebe:userTask/>"
        f'<zeebe:assignmentDefinition candidateGroups="{group}"/></bpmn:extensionElements>'
    )
    parts = [
        '<bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>',
        *(f'<bpmn:userTask id="{task}">{offered}</bpmn:userTask>' for task in tasks),
        '<bpmn:endEvent id="end"/>',
    ]
    ways = [("start", "fork"), *(way for task in tasks for way in _along("fork", task, "join")), ("join", "end")]
    return _file(parts, ways)
