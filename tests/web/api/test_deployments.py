"""/api/v1/deployments"""

import io
import json
import zipfile

import pytest

from tests.engine.dmn.models import decision, definitions, table
from tests.web.api.conftest import Program
from tests.web.question import FORMS, MODEL

DEPLOYMENTS = "/api/v1/deployments"


def zipped(**more: bytes) -> bytes:
    files = {"package.toml": b'key = "question"\nname = "Question"\nversion = "2"\n', "question.bpmn": MODEL}
    files |= {f"forms/{name}": json.dumps(schema).encode() for name, schema in FORMS.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (files | more).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zipped_package_is_put_into_service_once(program: Program) -> None:
    bob = program("bob")
    given = {"package": ("question.zip", zipped(), "application/zip")}
    answer = bob.post(DEPLOYMENTS, files=given)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["package"], answer.json()["version"]) == ("question", "2")
    assert bob.post(DEPLOYMENTS, files=given).json()["id"] == answer.json()["id"]


def test_what_is_odd_about_a_table_is_said_and_refuses_nothing(program: Program) -> None:
    holed = definitions(decision("rate", table(["amount"], ["rate"], ["> 100 | 5", "< 100 | 0"])))
    given = {"package": ("question.zip", zipped(**{"rates.dmn": holed}), "application/zip")}
    answer = program("bob").post(DEPLOYMENTS, files=given)
    assert answer.status_code == 201, answer.text
    found = [each for each in answer.json()["findings"] if each["file"].endswith("rates.dmn")]
    assert [(each["code"], each["severity"], each["element_id"]) for each in found] == [
        ("table-gap", "warning", "table")
    ]
    assert found[0]["message"] == "No rule matches Input 1 = 100, and there is no default output."


def test_only_who_may_deploy_deploys(program: Program) -> None:
    given = {"package": ("question.zip", zipped(), "application/zip")}
    assert program("ann").post(DEPLOYMENTS, files=given).status_code == 403


def test_what_is_not_a_package_is_refused(program: Program) -> None:
    answer = program("bob").post(DEPLOYMENTS, files={"package": ("x.zip", b"not a zip", "application/zip")})
    assert (answer.status_code, answer.json()["code"]) == (422, "package-refused")


def test_a_hostile_model_is_refused_with_its_findings(program: Program) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    given = {"package": ("x.zip", zipped(**{"question.bpmn": bomb}), "application/zip")}
    answer = program("bob").post(DEPLOYMENTS, files=given)
    assert (answer.status_code, answer.json()["code"]) == (422, "model-refused")
    assert answer.json()["findings"]
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "cannot be read: A value is expected here, not “+”. (position 6)"),
        ("zh-CN", "无法解析：此处应为一个值，而不是“+”。（第 6 个字符）"),
    ],
)
def test_findings_are_said_in_the_language_of_the_request(program: Program, locale: str, said: str) -> None:
    model = MODEL.replace(b'"=now() +', b'"=now( +')
    given = {"package": ("x.zip", zipped(**{"question.bpmn": model}), "application/zip")}
    answer = program("bob").post(DEPLOYMENTS, files=given, headers={"accept-language": locale})
    assert answer.status_code == 422, answer.text
    [finding] = answer.json()["findings"]
    assert finding["code"] == "expression-syntax"
    assert finding["message"].endswith(said)
