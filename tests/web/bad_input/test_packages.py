"""Packages that are broken or hostile are refused with a sentence, and leave nothing behind."""

import io
import json
import resource
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.web.api.conftest import Program
from tests.web.question import FORMS, MODEL

Value = Callable[..., Any]
ABOUT = b'key = "question"\nname = "Question"\nversion = "2"\n'
MEBIBYTE = 1 << 20
ZEROS = b"\0" * (4 * MEBIBYTE)


def files(**more: bytes) -> dict[str, bytes]:
    forms = {f"forms/{name}": json.dumps(schema).encode() for name, schema in FORMS.items()}
    return {"package.toml": ABOUT, "question.bpmn": MODEL, **forms, **more}


def zipped(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def without(*names: str) -> bytes:
    return zipped({name: data for name, data in files().items() if name not in names})


def with_files(**more: bytes) -> bytes:
    return zipped(files(**more))


def renamed(old: str, new: str) -> bytes:
    return zipped({new if name == old else name: data for name, data in files().items()})


def with_bit(flag: int, method: int | None = None) -> bytes:
    """A zip whose entries claim to be encrypted, or to be packed in a way nobody knows."""
    data = bytearray(zipped(files(), zipfile.ZIP_STORED))
    for mark, flag_at, method_at in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = data.find(mark)
        while at >= 0:
            struct.pack_into("<H", data, at + flag_at, flag)
            if method is not None:
                struct.pack_into("<H", data, at + method_at, method)
            at = data.find(mark, at + 4)
    return bytes(data)


def damaged() -> bytes:
    """A zip with nonsense in the middle of its packed data."""
    data = bytearray(with_files(**{"large.txt": bytes(range(256)) * 400}))
    at = data.find(b"question.bpmn") + len(b"question.bpmn") + 40
    data[at : at + 60] = b"\xff" * 60
    return bytes(data)


def bomb() -> bytes:
    """A few hundred KB that become 400 MB."""
    return with_files(**dict.fromkeys((f"samples/{number}" for number in range(100)), ZEROS))


PACKAGES: Mapping[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "not a zip": lambda: b"not a zip",
    "a zip that was cut off": lambda: with_files()[:-40],
    "a zip with damage inside": damaged,
    "a zip with a password": lambda: with_bit(1),
    "a zip packed in an unknown way": lambda: with_bit(0, 99),
    "a zip bomb": bomb,
    "a file of 6 MB": lambda: with_files(**{"notes.txt": b"\0" * (6 * MEBIBYTE)}),
    "thousands of files": lambda: with_files(**{f"samples/{number}": b"" for number in range(600)}),
    "no package.toml": lambda: without("package.toml"),
    "no model": lambda: without("question.bpmn"),
    "no key": lambda: with_files(**{"package.toml": b'name = "x"'}),
    "a package.toml that is none": lambda: with_files(**{"package.toml": b"key = "}),
    "a package.toml in another encoding": lambda: with_files(**{"package.toml": b'key = "\xff"'}),
    "a package.toml without end": lambda: with_files(**{"package.toml": ABOUT + b"a = " + b"[" * 100_000}),
    "a form that is not JSON": lambda: with_files(**{"forms/ask.form": b"{"}),
    "a form that is a list": lambda: with_files(**{"forms/ask.form": b"[]"}),
    "groups without a key": lambda: with_files(**{"org.toml": b'[[groups]]\nname = "x"'}),
    "groups of another shape": lambda: with_files(**{"org.toml": b'groups = "all"'}),
    "texts of another shape": lambda: with_files(**{"locales/en.toml": b'process = "Question"'}),
    "texts of another encoding": lambda: with_files(**{"locales/en.toml": b"\xff\xfe"}),
    "a name that leads out of it": lambda: renamed("forms/ask.form", "../../etc/ask.form"),
    "an absolute name": lambda: with_files(**{"/etc/evil.bpmn": MODEL}),
    "a name with backslashes": lambda: with_files(**{"..\\..\\evil.bpmn": MODEL}),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_a_broken_package_is_refused_with_a_reason(program: Program, case: str, value: Value) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = deploy(program, PACKAGES[case]())
    assert (answer.status_code, answer.json()["code"]) == (422, "package-refused"), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["params"]["reason"]
    assert value("SELECT count(*) FROM deployment") == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def deploy(program: Program, package: bytes) -> Any:
    given = {"package": ("question.zip", package, "application/zip")}
    return program("bob").post("/api/v1/deployments", files=given)


LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (number + 1, b"&a%d;" % number * 10) for number in range(9)
)  # fmt: skip


def doctype(inside: bytes) -> bytes:
    head, rest = MODEL.split(b"\n", 1)
    return head + b"<!DOCTYPE definitions [" + inside + b"]>" + rest.replace(b'name="Question"', b'name="&a9;"', 1)


MODELS: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", ""),
    "not XML": (b"\x00\x01\x02", ""),
    "XML that ends too early": (MODEL[:600], ""),
    "other XML": (b"<html/>", ""),
    "a model without processes": (
        b'<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"/>',
        "",
    ),
    "entities that laugh": (doctype(b'<!ENTITY a0 "ha">' + LAUGHS), ""),
    "an entity from a file": (doctype(b'<!ENTITY a9 SYSTEM "file:///etc/passwd">'), ""),
    "an entity from elsewhere": (doctype(b'<!ENTITY a9 SYSTEM "http://127.0.0.1:1/x">'), ""),
    "a foreign DTD": (MODEL.replace(b"?>", b'?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">', 1), ""),
    "UTF-16 with a DOCTYPE": (
        doctype(b'<!ENTITY a9 "x">').decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "",
    ),
    "an endless depth": (MODEL.replace(b"<bpmn:startEvent", b"<x>" * 5000 + b"<bpmn:startEvent", 1), ""),
    "a flow to nowhere": (MODEL.replace(b'targetRef="done"', b'targetRef="gone"'), "c"),
    "two elements of one id": (MODEL.replace(b'<bpmn:endEvent id="done"', b'<bpmn:endEvent id="heard"'), "heard"),
    "a condition that is no FEEL": (
        MODEL.replace(b"=now() + duration(&quot;PT4H&quot;)", b"=now() +* duration("),
        "answer",
    ),
    "a form that does not exist": (MODEL.replace(b'formId="answer"', b'formId="unheard-of"'), "answer"),
    "an element that nobody runs": (
        MODEL.replace(b"<bpmn:intermediateCatchEvent", b"<bpmn:frobnicate").replace(
            b"</bpmn:intermediateCatchEvent", b"</bpmn:frobnicate"
        ),
        "heard",
    ),
}


@pytest.mark.parametrize("case", MODELS)
def test_a_model_that_would_not_run_is_refused_with_its_place(program: Program, case: str, value: Value) -> None:
    model, element_id = MODELS[case]
    began = time.monotonic()
    answer = deploy(program, with_files(**{"question.bpmn": model}))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "model-refused", problem
    errors = [finding for finding in problem["findings"] if finding["severity"] == "error"]
    assert len(errors) == problem["params"]["count"] > 0
    assert element_id in {finding["element_id"] for finding in errors} or not element_id
    assert "root:" not in answer.text
    assert len(answer.content) < 100_000
    assert time.monotonic() - began < 5
    assert value("SELECT count(*) FROM deployment") == 1


@pytest.mark.parametrize("case", ["entities that laugh", "an entity from a file", "not XML"])
def test_decision_tables_are_read_as_carefully(program: Program, case: str) -> None:
    answer = deploy(program, with_files(**{"decisions/hostile.dmn": MODELS[case][0]}))
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("model-refused", "package-refused")
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    ("path", "content", "key"),
    [
        ("copy.bpmn", MODEL, "question"),
        ("forms/copy.form", json.dumps(FORMS["ask.form"]).encode(), "ask"),
    ],
)
def test_two_files_cannot_give_the_same_key(program: Program, path: str, content: bytes, key: str) -> None:
    answer = deploy(program, with_files(**{path: content}))
    assert (answer.status_code, answer.json()["code"]) == (422, "model-refused"), answer.text
    assert ("duplicate-id", key) in {(found["code"], found["element_id"]) for found in answer.json()["findings"]}


def test_an_attribute_of_ten_megabytes_is_refused_early(program: Program) -> None:
    model = MODEL.replace(b'name="Answered"', b'name="' + b"a" * (10 * MEBIBYTE) + b'"')
    answer = deploy(program, with_files(**{"question.bpmn": model}))
    assert (answer.status_code, answer.json()["code"]) == (422, "package-refused")
