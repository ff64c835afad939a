"""What a form sends: its answers as JSON, the button that was pressed, and the files that were chosen."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from engine import attachments
from engine.errors import Invalid
from engine.identity import Actor

MOST_FILES = 50
KEY_LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One submission as it arrived; nothing in it has been judged yet."""

    answers: Mapping[str, Any]
    files: Mapping[str, list[UploadFile]]
    action: str = ""
    idempotency_key: str | None = None

    def stored(self, session: Session, actor: Actor) -> dict[str, list[UUID]]:
        """Store the files as pending, in the transaction of the command that will bind them."""
        return {
            key: [attachments.store(session, actor, file.file, file.filename or "").id for file in files]
            for key, files in self.files.items()
        }


async def read(request: Request) -> AsyncIterator[Submission]:
    """Read the body of a form-js form (multipart) or of a plain form without answers; close its files afterwards."""
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FILES, max_part_size=2 << 20)
    try:
        yield Submission(
            answers=_answers(form.get("data")),
            files=_files(form),
            action=str(form.get("action") or ""),
            idempotency_key=(request.headers.get("idempotency-key") or "")[:KEY_LIMIT] or None,
        )
    finally:
        await form.close()


def _answers(data: Any) -> dict[str, Any]:
    if data is None:
        return {}
    try:
        answers = orjson.loads(data if isinstance(data, str) else "")
    except orjson.JSONDecodeError as error:
        raise Invalid(reason="the answers are not JSON") from error
    if not isinstance(answers, dict):
        raise Invalid(reason="the answers are not a JSON object")
    return answers


def _files(form: FormData) -> dict[str, list[UploadFile]]:
    files: dict[str, list[UploadFile]] = {}
    for key, part in form.multi_items():
        if isinstance(part, UploadFile) and part.filename:
            files.setdefault(key, []).append(part)
    return files
