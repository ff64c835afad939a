"""/api/v1/forms"""

import jsonschema

from tests.web.api.conftest import Program
from tests.web.conftest import Browser

FORMS = "/api/v1/forms"


def test_the_schema_of_answers(program: Program) -> None:
    schema = program("ann").get(f"{FORMS}/ask/schema").json()
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"subject": "Where is my parcel?", "evidence": None})
    assert not validator.is_valid({"subject": 5})
    assert not validator.is_valid({})


def test_the_texts_that_a_language_lacks(program: Program) -> None:
    answer = program("ann").get(f"{FORMS}/ask/translations", params={"language": "zh-CN"})
    assert answer.json()["items"] == [
        {"component_id": "f1", "property": "label", "text": "Subject"},
        {"component_id": "f2", "property": "label", "text": "Evidence"},
    ]
    assert program("ann").get(f"{FORMS}/ask/translations", params={"language": "en"}).json()["items"] == []


def test_it_refuses_strangers(program: Program) -> None:
    client: Browser = program("ann")
    del client.headers["authorization"]
    assert client.get(f"{FORMS}/ask/schema").status_code == 401


def test_it_shows_what_is_wrong(program: Program) -> None:
    assert program("ann").get(f"{FORMS}/nothing/schema").status_code == 404
    assert program("ann").get(f"{FORMS}/ask/translations").status_code == 422
