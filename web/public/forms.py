"""Start forms for everybody: no login, a receipt at the end."""

from datetime import timedelta

import sqlmodel
from fastapi import Request, Response
from fastapi.responses import JSONResponse

from engine import deployments, identity, instances
from engine.deployments import Startable
from engine.errors import NotFound
from web import templating
from web.deps import Guest, Locale, Session, Submission, limited
from web.routing import Router

router = Router(prefix="/p", include_in_schema=False)


@router.get("/{key}")
def form(request: Request, session: Session, guest: Guest, locale: Locale, key: str) -> Response:
    """The form."""
    process = _startable(session, guest, locale, key)
    context = {"process": process, "form": instances.start_form(session, guest, key, locale)}
    return templating.render(request, "public/form.html", context)


def _startable(session: sqlmodel.Session, guest: identity.Actor, locale: str, key: str) -> Startable:
    for process in deployments.startable(session, guest, locale):
        if process.key == key:
            return process
    raise NotFound(kind="process", id=key)


@router.post("/{key}", dependencies=[limited("public-form", times=20, per=timedelta(hours=1))])
def start(session: Session, guest: Guest, locale: Locale, key: str, submission: Submission) -> Response:
    """Start the process; the way leads to the receipt."""
    started = instances.start(
        session,
        guest,
        key,
        submission.answers,
        files=submission.stored(session, guest),
        locale=locale,
        idempotency_key=submission.idempotency_key,
    )
    return JSONResponse(
        {"location": f"/receipt/{started.receipt_code}?fresh=1" if started.receipt_code else "/receipt"}
    )
