"""Hostile and broken files are refused quickly, with a code."""

import pytest

from engine import bpmn
from engine.bpmn import reader, repair
from engine.errors import ModelRefused
from tests.engine.bpmn.builder import File
from tests.engine.bpmn.play import Player

HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
IN_UTF_16 = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x>{HEAD.decode()}</definitions>'.encode("utf-16")


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "xml-malformed"),
        (b"hello", "xml-malformed"),
        (HEAD, "xml-malformed"),
        (b"<html/>", "xml-not-bpmn"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + HEAD + b"</definitions>", "xml-doctype"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + HEAD + b"&e;</definitions>", "xml-doctype"),
        (BOMB + b"]>" + HEAD + b"&i;</definitions>", "xml-doctype"),
        (IN_UTF_16, "xml-doctype"),
        (HEAD + b"<a>" * 210 + b"</a>" * 210 + b"</definitions>", "xml-too-deep"),
        (HEAD + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</definitions>", "xml-malformed"),
        (HEAD + b" " * reader.MAX_BYTES + b"</definitions>", "xml-too-large"),
        (HEAD + b"</definitions>", "process-missing"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_hostile_or_broken(xml: bytes, code: str) -> None:
    assert [finding.code for finding in bpmn.check(xml)] == [code]
    with pytest.raises(ModelRefused):
        bpmn.read(xml)


def careless(attributes: str, prefix: str) -> bytes:
    start = f'<startEvent id="s" {attributes}/>'
    ask = f'<userTask id="u"><extensionElements><{prefix}:formDefinition formId="f"/></extensionElements></userTask>'
    flow = '<sequenceFlow id="f1" sourceRef="s" targetRef="u"/>'
    return HEAD + f'<process id="P" isExecutable="true">{start}{ask}{flow}</process></definitions>'.encode()


def test_what_is_careless_but_clear_is_mended_and_pointed_out() -> None:
    xml = careless('name="Go" name="Go"', "zeebe")
    assert [(found.code, found.severity) for found in bpmn.check(xml)] == [("xml-repaired", "warning")]
    form = bpmn.read(xml).processes["P"].activities["u"].form
    assert form is not None
    assert form.id == "f"


@pytest.mark.parametrize(
    "xml",
    [
        careless('name="Go" name="Stop"', "zeebe"),
        careless("", "nobody"),
        careless("name='Go' name='Go'", "zeebe").replace(b"</process>", b"</proces>"),
        careless("", "zeebe").replace(b"<process", b" " * repair.MAX_BYTES + b"<process"),
    ],
    ids=["two meanings", "a prefix that nobody knows", "broken besides", "too large"],
)
def test_what_is_not_clear_is_refused(xml: bytes) -> None:
    assert [found.code for found in bpmn.check(xml)] == ["xml-malformed"]


@pytest.mark.proves("more than 2,000 elements")
def test_too_many_elements_are_refused() -> None:
    file = File()
    process = file.process()
    process.start()
    process.chain("start", *(process.node("task", f"t{number}") for number in range(2100)))
    assert [finding.code for finding in bpmn.check(file.xml())] == ["too-many-elements"]


def test_a_million_unknown_elements_are_refused_without_a_million_findings() -> None:
    xml = HEAD + b'<process id="P">' + b"<x/>" * 1_000_000 + b"</process></definitions>"
    assert [finding.code for finding in bpmn.check(xml)] == ["too-many-elements"]


def test_a_mesh_of_inclusive_joins_is_refused_before_it_is_worked_out() -> None:
    file = File()
    process = file.process()
    names = [process.node("inclusiveGateway", f"g{number}") for number in range(1000)]
    for number, name in enumerate(names):
        process.flow(name, names[number * 7 % 1000], "=x")
    assert "too-many-inclusive-joins" in {finding.code for finding in bpmn.check(file.xml())}


@pytest.mark.proves("1,500 elements in a row")
def test_a_chain_of_1500_tasks_is_read_and_runs() -> None:
    file = File()
    process = file.process()
    process.start()
    process.chain("start", *(process.node("task", f"t{number}") for number in range(1500)))
    assert Player(file.xml()).run.ended


def test_ninety_scopes_inside_each_other_are_read_and_run() -> None:
    file = File()
    scope = file.process()
    for level in range(90):
        scope.start(f"s{level}")
        inside = scope.sub(f"sub{level}")
        scope.chain(f"s{level}", f"sub{level}")
        scope = inside
    scope.start("begin")
    scope.user("deep")
    scope.chain("begin", "deep")
    player = Player(file.xml())
    assert len(player.at("deep").scope_ids) == 90
    assert player.do("deep").run.ended


def test_processing_instructions_have_no_effect() -> None:
    xml = (
        b'<?xml-stylesheet href="http://example.org/x"?>'
        + HEAD
        + b'<process id="P"><startEvent id="s"/></process></definitions>'
    )
    assert bpmn.check(xml) == []
