"""The people of the house: they look into their inboxes, take what they find, and do it as its story wants."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.files import KEY_PREFIX
from tests.chaos.caller import Caller, keep_on
from tests.chaos.ledger import Command, Ledger
from tests.chaos.questions import Questions
from tests.chaos.stories import LEFT_AT, Story, number_in

PDF = b"%PDF-1.4\n%%EOF\n"
WAIT = 0.15
"""Seconds between two looks into empty inboxes."""


class Staff:
    """Some people who share one thread and one connection, each with a token of their own."""

    def __init__(
        self,
        caller: Caller,
        tokens: Mapping[str, str],
        logins: Sequence[str],
        stories: Sequence[Story],
        questions: Questions,
    ) -> None:
        self.caller = caller
        self.ledger: Ledger = caller.ledger
        self.tokens = tokens
        self.logins = logins
        self.stories = stories
        self.questions = questions

    def work(self) -> None:
        """Until the day is over."""
        keep_on(self._rounds, self.caller)

    def _rounds(self) -> None:
        if not sum(self._round(login) for login in self.logins):
            self.caller.closing.wait(WAIT)

    def _round(self, login: str) -> int:
        view = self.caller.random.choice(["team", "team", "mine"])
        answer = self.caller.get(f"/api/v1/tasks?view={view}&limit=200", headers=self._as(login))
        todo = [task for task in answer.json()["items"] if self._wanted(task)]
        for task in self.caller.random.sample(todo, min(4, len(todo))):
            self._do(login, task)
        return len(todo)

    def _as(self, login: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tokens[login]}"}

    def _wanted(self, task: Mapping[str, Any]) -> bool:
        """Whether it is for the staff to do; a question to the customer is handed on to them, once."""
        number = number_in(task["title"])
        if number is None:
            return False
        story = self.stories[number]
        if task["element_id"] != "record-answer":
            return bool(LEFT_AT.get(story.way) != task["element_id"])
        if story.way in ("by-phone", "above-limit"):
            return True
        if story.way != "silent":
            self.questions.ask(story, task["id"])
        return False

    def _do(self, login: str, task: Mapping[str, Any]) -> None:
        story = self.stories[number_in(task["title"]) or 0]
        path = f"/api/v1/tasks/{task['id']}"
        if self.caller.random.random() < 0.2:
            self.caller.command(f"{path}/claim", keyed=False, headers=self._as(login))
        form = self.caller.get(f"{path}/form", headers=self._as(login))
        if form.status_code != 200 or form.json()["read_only"]:
            return
        files = self._proof(login) if task["element_id"] == "carry-out" else {}
        shown = form.json()["data"]
        said = answers(story, task["element_id"], shown, self.ledger.times(story.number, task["element_id"]))
        body = {"answers": {**shown, **said, **{name: KEY_PREFIX + name for name in files}}}
        body["files"] = {KEY_PREFIX + name: ids for name, ids in files.items()}
        reply = self.caller.command(f"{path}/completion", json=body, headers=self._as(login))
        if reply.status_code not in (200, 409):
            self.ledger.surprise(f"{login} at {task['element_id']}: {reply.status_code} {reply.text[:600]}")
        self.ledger.note(
            Command(
                kind="complete",
                who=login,
                subject=task["id"],
                element_id=task["element_id"],
                story=story.number,
                files=tuple(file for ids in files.values() for file in ids),
                status=reply.status_code,
                reply=reply.json(),
            )
        )

    def _proof(self, login: str) -> dict[str, list[str]]:
        file = {"file": ("proof.pdf", PDF)}
        stored = self.caller.command("/api/v1/attachments", keyed=False, files=file, headers=self._as(login))
        return {"proof": [stored.json()["id"]]}


def answers(story: Story, element_id: str, shown: Mapping[str, Any], before: int) -> Mapping[str, Any]:
    """What somebody enters at this step, the `before`-th time that it comes up."""
    if element_id == "confirm":
        return _confirmation(story, shown, before)
    if element_id == "propose":
        return {
            "remedies": ["apology", "compensation"],
            "compensation": 90000 if story.way == "above-limit" and before == 0 else 30,
            "remedyDepartment": "dept-service",
            "remedyText": "经查，因系统切换重复扣费一次。我们深表歉意，已退回您的账户。",
        }
    if element_id == "approve":
        return {"approval": "return", "managerNote": "请重新核算补偿金额。"}
    return _SAID[element_id]


def _confirmation(story: Story, shown: Mapping[str, Any], before: int) -> Mapping[str, Any]:
    if story.way == "unreachable" and before == 0:
        return {"confirmation": "unreachable", "contactNote": "拨打两次无人接听。"}
    if story.way in ("rejected", "no-mail"):
        return {
            "confirmation": "rejected",
            "rejectionReason": "您的套餐不含国际漫游；开通时已显示价格并经您确认。谢谢理解。",
        }
    second = "billing" if story.category not in ("billing", "contract") else "network"
    return {
        "confirmation": "justified",
        "summary": "二月份流量包被重复扣费一次，客户要求退还。",
        "severity": "serious" if story.number % 3 else "critical",
        "otherCategories": [second] if story.departments > 1 else [],
    }


_SAID: Mapping[str, Mapping[str, Any]] = {
    "investigate": {
        "confirmed": "yes",
        "cause": "system",
        "finding": "计费系统切换时，订购请求被重复处理，导致重复扣费。",
    },
    "carry-out": {"carriedOutOn": "2026-03-02", "carriedOutNote": "已退款至客户账户。"},
    "record-answer": {"accepted": True},
    "prevent": {"preventiveAction": False, "noPreventionReason": "个别情况，流程无须调整，已经教育。"},
    "decide-finally": {
        "finalDecision": "settled",
        "finalText": "我们接受您的要求，将登门向您当面道歉，时间由您指定，敬请留意来电。",
    },
    "call-customer": {"callNote": "客户表示理解。", "callConfirmed": True},
    "supervise-answer": {"escalationAction": "spoke", "escalationNote": "已要求立即联系客户。"},
    "supervise-solution": {"escalationAction": "took-over", "escalationNote": "由我直接牵头。"},
}
