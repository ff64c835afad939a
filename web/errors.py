"""Errors at the edge: the one table of HTTP statuses, problem+json for programs, a page for people."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine import errors
from engine.errors import BihuanError
from engine.settings import Settings
from forms import messages
from web import findings, i18n, reasons, templating
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.security import CsrfRefused

log = logging.getLogger("bihuan.web")

STATUS: Mapping[type[BihuanError], int] = {
    errors.NotFound: 404,
    errors.NotLoggedIn: 401,
    errors.LoginRefused: 401,
    CsrfRefused: 403,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.TooManyAttempts: 429,
    errors.StepFailed: 422,
    errors.SnapshotUnreadable: 500,
    BihuanError: 400,
}
"""The status of an error is that of its nearest class in this table."""

TITLES: Mapping[int, str] = {
    400: _("This request cannot be understood"),
    401: _("Please log in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not possible here"),
    409: _("Changed in the meantime"),
    413: _("Too large"),
    415: _("Wrong kind of content"),
    422: _("Something is not right yet"),
    429: _("Too many attempts"),
    500: _("Something went wrong"),
    503: _("Not available just now"),
}
SENTENCES: Mapping[int, str] = {
    400: _("The request could not be read."),
    404: _("There is nothing at this address."),
    405: _("This address does not answer to this kind of request."),
    413: _("The request is larger than {limit} MB. Choose smaller files, or send them one by one."),
    415: _("The content of the request is of a kind that is not read here."),
    422: _("Some values of the request are missing or of the wrong kind."),
    500: _("Something went wrong on our side. It has been written down; nothing you did before is lost."),
    503: _("The database does not answer. Please try again in a moment; nothing is lost."),
}
CODES: Mapping[int, str] = {
    400: "bad-request",
    404: "no-such-address",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "request-invalid",
    500: "internal-error",
    503: "database-unavailable",
}

WORDS: Mapping[str, str] = {
    "discarded": _("discarded"),
    "empty": _("without a good row"),
    "judged": _("only checked"),
    "judging": _("being checked"),
    "starting": _("being started"),
    "active": _("active"),
    "attachment": _("attachment"),
    "batch": _("bulk operation"),
    "cancelled": _("cancelled"),
    "completed": _("completed"),
    "decision": _("decision"),
    "draft": _("draft"),
    "ended": _("ended"),
    "field": _("field"),
    "file": _("file"),
    "form": _("form"),
    "group": _("group"),
    "incident": _("incident"),
    "import": _("import"),
    "instance": _("process instance"),
    "link": _("link"),
    "person": _("person"),
    "process": _("process"),
    "process definition": _("process definition"),
    "receipt": _("receipt"),
    "running": _("running"),
    "stopped": _("stopped"),
    "suspended": _("suspended"),
    "task": _("user task"),
    "token": _("API token"),
    **reasons.ALL,
}
"""Words that stand in parameters of errors and are said in the reader's language."""

# Of PostgreSQL: lock_not_available, deadlock_detected, serialization_failure — somebody else was at it.
_BUSY_STATES = frozenset({"55P03", "40P01", "40001"})


def install(app: FastAPI) -> None:
    """Let every error of this application end here."""
    app.add_exception_handler(BihuanError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(OperationalError, _on_database)
    app.add_exception_handler(DataError, _on_data)


def status_of(kind: type[BihuanError]) -> int:
    """The HTTP status of a kind of error."""
    return next(STATUS[above] for above in kind.__mro__ if above in STATUS)


def sentence(error: BihuanError, locale: str, settings: Settings) -> str:
    """What an error says, in a language."""
    return filled(error.template(), error.params, locale, settings)


def filled(template: str, params: Mapping[str, Any], locale: str, settings: Settings) -> str:
    """The template of an error in a language, with its parameters as people read them."""
    return translate(locale, template, _readable(params, locale, settings))


def field_errors(error: errors.FormInvalid, locale: str, settings: Settings) -> list[dict[str, Any]]:
    """The errors of a form, the same for pages and programs: code, params, component_id, path, message."""
    return [
        {
            "code": item.code,
            "params": item.params,
            "component_id": item.component_id,
            "path": list(item.path),
            "message": messages.sentence(item, i18n.translations(locale).gettext, item.own_message(locale)),
        }
        for item in error.errors
    ]


def problem(error: BihuanError, locale: str, settings: Settings) -> dict[str, Any]:
    """An error as a problem document (RFC 9457) with our `code` and `params`."""
    body = _body(status_of(type(error)), error.code, sentence(error, locale, settings), locale)
    body["params"] = _plain(error.params)
    if isinstance(error, errors.FormInvalid):
        body["errors"] = field_errors(error, locale, settings)
    if isinstance(error, errors.ModelRefused):
        body["findings"] = [
            asdict(finding) | {"message": findings.sentence(finding, locale)} for finding in error.findings
        ]
    return body


def _body(status: int, code: str, detail: str, locale: str) -> dict[str, Any]:
    return {
        "type": f"/api/v1/docs#problem-{code}",
        "title": translate(locale, TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": detail,
        "code": code,
        "params": {},
    }


def _readable(params: Mapping[str, Any], locale: str, settings: Settings) -> dict[str, Any]:
    """Parameters as people read them: moments in their time zone, words in their language."""
    formats = i18n.Formats(locale, settings.zone)
    return {name: _said(name, value, locale, formats) for name, value in params.items()}


def _said(name: str, value: Any, locale: str, formats: i18n.Formats) -> Any:
    if name == "at":
        return formats.datetime(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    if isinstance(value, str):
        return translate(locale, WORDS.get(value, value))
    return value


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(orjson.dumps(dict(params), default=str))
    return found


async def _on_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, BihuanError):
        raise error
    settings, locale = _of(request)
    headers = {}
    if isinstance(error, errors.TooManyAttempts):
        headers["retry-after"] = str(error.params.get("seconds", 60))
    if isinstance(error, errors.StepFailed | errors.SnapshotUnreadable):
        log.error("%s %s: %s", request.method, request.url.path, error)
    if isinstance(error, errors.NotLoggedIn) and not for_program(request):
        return RedirectResponse(f"/login?next={quote(_way_back(request), safe='')}", 303)
    return _answer(request, problem(error, locale, settings), headers)


def _way_back(request: Request) -> str:
    """Where to go after the login: the page that was asked for, or the one whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    came_from = urlsplit(request.headers.get("referer", ""))
    return came_from.path if came_from.netloc == request.url.netloc and came_from.path else "/"


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return answer(request, error.status_code, headers=error.headers)


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = [
        {"code": item["type"], "params": {}, "component_id": "", "path": list(item["loc"]), "message": item["msg"]}
        for item in error.errors()
    ]
    return answer(request, 422, errors=found)


async def _on_database(request: Request, error: Exception) -> Response:
    if getattr(getattr(error, "orig", None), "sqlstate", None) in _BUSY_STATES:
        return await _on_error(request, errors.Conflict())
    log.error("%s %s: the database does not answer: %s", request.method, request.url.path, error)
    return answer(request, 503, headers={"retry-after": "5"})


async def _on_data(request: Request, error: Exception) -> Response:
    # What PostgreSQL cannot hold, such as a NUL character or a number out of range, was sent by the caller.
    log.warning("%s %s: %s", request.method, request.url.path, type(error).__name__)
    return answer(request, 422)


def answer(request: Request, status: int, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """What the web itself has to refuse, by status alone; `more` goes into the problem document."""
    settings, locale = _of(request)
    params = {"limit": settings.max_request_mb} if status == 413 else {}
    detail = translate(locale, SENTENCES.get(status, SENTENCES[400]), params)
    body = _body(status, CODES.get(status, CODES[400]), detail, locale)
    return _answer(request, body | {"params": params} | more, headers or {})


def _answer(request: Request, body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    response = _as_problem(request, body) if for_program(request) else _as_page(request, body)
    response.headers.update(headers)
    return response


def _as_problem(request: Request, body: Mapping[str, Any]) -> Response:
    response = Response(orjson.dumps(body, default=str), body["status"], media_type="application/problem+json")
    if "hx-request" in request.headers:
        # A fragment's place must not be filled with an error; say it as a toast instead.
        toast = {"toast": {"text": body["detail"], "tone": "bad"}}
        response.headers["hx-reswap"] = "none"
        response.headers["hx-trigger"] = json.dumps(toast)
    return response


def _as_page(request: Request, body: Mapping[str, Any]) -> Response:
    context = {
        "status": body["status"],
        "title": body["title"],
        "text": body["detail"],
        "reference": body.get("reference"),
        "back": _back(request),
    }
    return templating.render(request, "error.html", context, status=body["status"])


def _back(request: Request) -> str:
    """The page of ours that led here; its address without what it said."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.url.netloc or came_from.path == request.url.path:
        return ""
    query = urlencode([pair for pair in parse_qsl(came_from.query) if pair[0] != "said"])
    return "/" + came_from.path.lstrip("/") + (f"?{query}" if query else "")


def for_program(request: Request) -> bool:
    """Whether a program asks (REST, fetch, htmx) rather than a person who looks at a page."""
    return (
        request.url.path.startswith("/api/")
        or "hx-request" in request.headers
        or "text/html" not in request.headers.get("accept", "text/html")
    )


def _of(request: Request) -> tuple[Settings, str]:
    settings: Settings = request.app.state.edge.settings
    return settings, i18n.locale_of(request, settings.locale)


class Unexpected:
    """ASGI: writes what nobody expected into the log once, with a reference, and answers with that reference."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("%s %s failed, reference %s", scope["method"], scope["path"], reference)
            if started:
                raise  # half an answer is out; the server must cut the connection
            await answer(Request(scope, receive), 500, reference=reference)(scope, receive, send)
