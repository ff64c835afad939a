"""/api/v1/messages"""

from uuid import UUID

from tests.web.api.conftest import Program

MESSAGES = "/api/v1/messages"


def test_a_message_finds_the_instance_that_waits_for_it(program: Program, asked: UUID, task_id: UUID) -> None:
    bob = program("bob")
    receipt = bob.get(f"/api/v1/instances/{asked}").json()["receipt_code"]
    message = {"name": "question-answer", "correlation_key": receipt, "variables": {"accepted": True}}
    early = bob.post(MESSAGES, json=message)
    assert (early.status_code, early.json()["code"]) == (422, "message-unmatched")
    bob.post(f"/api/v1/tasks/{task_id}/completion", json={"answers": {"reply": "Tomorrow."}})
    assert bob.post(MESSAGES, json=message).json() == {"instance_id": str(asked), "started": False}
    assert bob.get(f"/api/v1/instances/{asked}").json()["state"] == "completed"


def test_it_refuses_strangers(program: Program) -> None:
    nobody = program("ann")
    nobody.headers.pop("authorization")
    assert nobody.post(MESSAGES, json={"name": "x"}).status_code == 401
