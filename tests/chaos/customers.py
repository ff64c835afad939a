"""The customers, and the colleague who files for those who ring: they begin stories and answer what they are asked."""

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import httpx2

from tests.chaos import hurried
from tests.chaos.caller import Caller, keep_on
from tests.chaos.ledger import Command, Ledger
from tests.chaos.questions import Questions
from tests.chaos.stories import Story


class Customers:
    """Some customers who share one thread; each comes from an address of their own, as the rate limits expect."""

    def __init__(
        self,
        open_line: Callable[[str, Random], Caller],
        tokens: Mapping[str, str],
        stories: Sequence[Story],
        questions: Questions,
        may_begin: Callable[[Story], bool],
        seed: int,
    ) -> None:
        self.random = Random(seed)
        self.open_line = open_line
        self.desk = open_line("", self.random)
        self.ledger: Ledger = self.desk.ledger
        self.staff = {"authorization": f"Bearer {tokens['xulan']}"}
        self.other_system = {"authorization": f"Bearer {tokens['heqing']}"}
        self.waiting = list(stories)
        self.questions = questions
        self.may_begin = may_begin

    def live(self) -> None:
        """Until the day is over."""
        keep_on(self._do_something, self.desk)

    def _do_something(self) -> None:
        if self.waiting and self.may_begin(self.waiting[0]):
            self._begin(self.waiting.pop(0))
        self._answer_one()

    def _begin(self, story: Story) -> None:
        if story.public:
            self._file_publicly(story)
        else:
            self._file_by_rest(story)
        if story.number % 10 == 0:
            self._start_round()

    def _file_publicly(self, story: Story) -> None:
        line = self.open_line(address_of(story), self.random)
        try:
            reply = self._post_as_guest(line, f"/p/{hurried.PROCESS}", {"data": json.dumps(story.complaint)})
        finally:
            line.close()
        if reply.status_code != 200:
            self.ledger.surprise(f"public form: {reply.status_code} {reply.text[:600]}")
            return
        receipt = reply.json()["location"].removeprefix("/receipt/").partition("?")[0]
        self._begun(story, "public", reply, receipt)

    def _post_as_guest(self, line: Caller, path: str, form: dict[str, str]) -> httpx2.Response:
        token = line.get("/session").json()["csrf_token"]
        return line.command(path, data=form, headers={"x-csrf-token": token, "accept": "application/json"})

    def _file_by_rest(self, story: Story) -> None:
        body = {"process": hurried.PROCESS, "answers": story.complaint}
        reply = self.desk.command("/api/v1/instances", json=body, headers=self.staff)
        if reply.status_code != 201:
            self.ledger.surprise(f"start by REST: {reply.status_code} {reply.text[:600]}")
            return
        self._begun(story, "xulan", reply, reply.json()["receipt_code"])

    def _begun(self, story: Story, who: str, reply: httpx2.Response, receipt: str) -> None:
        self.ledger.receipts[story.number] = receipt
        command = Command(
            kind="start",
            who=who,
            subject=hurried.PROCESS,
            story=story.number,
            status=reply.status_code,
            reply={**reply.json(), "receipt_code": receipt},
        )
        self.ledger.note(command)

    def _start_round(self) -> None:
        reply = self.desk.command("/api/v1/instances", json={"process": hurried.ROUND}, headers=self.staff)
        self.ledger.note(
            Command(kind="start", who="xulan", subject=hurried.ROUND, status=reply.status_code, reply=reply.json())
        )

    def _answer_one(self) -> None:
        story = self.questions.take(timeout=0.01 if self.waiting else 0.1)
        if story is None:
            return
        if story.number not in self.ledger.receipts:
            # The house has begun the story, but whoever filed it still waits for the answer.
            self.questions.put_back(story)
            return
        before = self.ledger.times(story.number, "answer") + self.ledger.times(story.number, "message")
        content = before >= story.refusals
        said: dict[str, Any] = {"accepted": True} if content else {"accepted": False, "reason": "没有具体措施。"}
        if before % 2:
            self._answer_by_message(story, said)
        else:
            self._answer_by_receipt(story, said)

    def _answer_by_receipt(self, story: Story, said: dict[str, Any]) -> None:
        receipt = self.ledger.receipts[story.number]
        line = self.open_line(address_of(story), self.random)
        try:
            reply = self._post_as_guest(line, f"/receipt/{receipt}/answer", {"data": json.dumps(said)})
        finally:
            line.close()
        self._answered(story, "answer", reply)

    def _answer_by_message(self, story: Story, said: dict[str, Any]) -> None:
        receipt = self.ledger.receipts[story.number]
        body = {"name": "complaint-answer", "correlation_key": receipt, "variables": said}
        self._answered(story, "message", self.desk.command("/api/v1/messages", json=body, headers=self.other_system))

    def _answered(self, story: Story, kind: str, reply: httpx2.Response) -> None:
        # Too late is a proper answer: the timer had enough, or the same question reached two customers' helpers.
        late = reply.status_code == 422 and reply.json()["code"] == "message-unmatched"
        if reply.status_code != 200 and not late:
            self.ledger.surprise(f"{kind}: {reply.status_code} {reply.text[:600]}")
        self.ledger.note(
            Command(
                kind=kind,
                who="customer",
                subject=self.ledger.receipts[story.number],
                story=story.number,
                status=reply.status_code,
                reply=reply.json(),
            )
        )


def address_of(story: Story) -> str:
    """An address of this machine that nobody else has: all of 127.0.0.0/8 is its own on Linux."""
    return f"127.{100 + story.number // 60000}.{story.number // 250 % 250}.{story.number % 250 + 1}"
