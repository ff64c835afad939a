"""The state of something that was sent through a public form, by its receipt code and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from engine import receipts
from engine.errors import NotFound
from web import templating
from web.deps import Guest, Locale, Session, Submission, limited
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.routing import Router

router = Router(prefix="/receipt", include_in_schema=False)

# A code has twelve letters; at this rate nobody guesses one.
LOOK = limited("receipt", times=60, per=timedelta(minutes=15))

STATES: Mapping[str, str] = {
    "active": _("In progress"),
    "suspended": _("In progress"),
    "completed": _("Closed"),
    "cancelled": _("Closed"),
}
UNKNOWN = _("There is nothing with this code. Please check each letter, or use the link that you were sent.")


@router.get("")
def ask(request: Request, guest: Guest, code: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Ask for the code, unless the link brings it."""
    if code:
        return RedirectResponse(f"/receipt/{quote(receipts.plain_code(code), safe='')}", 303)
    return templating.render(request, "public/lookup.html", {"code": ""})


@router.post("", dependencies=[LOOK])
def look_up(
    request: Request, session: Session, guest: Guest, locale: Locale, code: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Go to the receipt, or ask again."""
    try:
        receipt = receipts.look_up(session, code, locale)
    except NotFound:
        return _unknown(request, code, locale, 422)
    return RedirectResponse(f"/receipt/{quote(receipt.code, safe='')}", 303)


@router.get("/{code}", dependencies=[LOOK])
@router.get("/{code}/answer", dependencies=[LOOK])
def show(
    request: Request,
    session: Session,
    guest: Guest,
    locale: Locale,
    code: str,
    fresh: bool = False,
    answered: bool = False,
    accepted: bool | None = None,
) -> Response:
    """The receipt. A link in a mail may carry the answer, which only fills the form: nothing is done by looking."""
    try:
        receipt = receipts.look_up(session, code, locale)
    except NotFound:
        return _unknown(request, code, locale, 404)
    if receipt.question and accepted is not None:
        question = replace(receipt.question, data={**receipt.question.data, "accepted": accepted})
        receipt = replace(receipt, question=question)
    context = {
        "receipt": receipt,
        "code": receipt.code,
        "states": {state: translate(locale, text) for state, text in STATES.items()},
        "fresh": fresh,
        "answered": answered,
    }
    return templating.render(request, "public/receipt.html", context)


def _unknown(request: Request, code: str, locale: str, status: int) -> Response:
    context = {"code": code[:40], "problem": translate(locale, UNKNOWN)}
    return templating.render(request, "public/lookup.html", context, status=status)


@router.post("/{code}/answer", dependencies=[limited("receipt-answer", times=20, per=timedelta(hours=1))])
def answer(session: Session, guest: Guest, code: str, submission: Submission) -> Response:
    """Take the customer's answer."""
    receipts.answer(
        session,
        code,
        submission.answers,
        files=submission.stored(session, guest),
        idempotency_key=submission.idempotency_key,
    )
    return JSONResponse({"location": f"/receipt/{quote(receipts.plain_code(code), safe='')}?answered=1"})
