"""/api/v1/processes"""

from tests.web.api.conftest import Program

PROCESSES = "/api/v1/processes"


def test_what_i_may_start_with_its_form(program: Program) -> None:
    ann = program("ann")
    [row] = ann.get(PROCESSES).json()["items"]
    assert (row["key"], row["name"], row["description"]) == ("question", "Question", "Ask us anything.")
    form = ann.get(f"{PROCESSES}/question/form").json()
    assert (form["schema"]["id"], form["draft_rev"], form["read_only"]) == ("ask", 0, False)


def test_a_draft_of_a_start_form_is_kept(program: Program) -> None:
    ann = program("ann")
    assert ann.put(f"{PROCESSES}/question/draft", json={"data": {"subject": "Wh"}, "rev": 0}).json() == {"rev": 1}
    assert ann.get(f"{PROCESSES}/question/form").json()["data"]["subject"] == "Wh"


def test_it_refuses_strangers(program: Program) -> None:
    nobody = program("ann")
    nobody.headers.pop("authorization")
    assert nobody.get(PROCESSES).status_code == 401


def test_there_is_no_such_process(program: Program) -> None:
    assert program("ann").get(f"{PROCESSES}/nothing/form").status_code == 404
