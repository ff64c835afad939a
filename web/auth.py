"""Logging in and out, and the choice of language: the routes that set cookies."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from engine import identity
from engine.errors import BihuanError, LoginRefused, NotAllowed, TooManyAttempts
from engine.identity import Login
from web import errors, i18n, security, templating
from web.deps import SESSION_COOKIE, Anyone, Locale, Session, Settings, edge_of

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=1000)]
YEAR = 365 * 24 * 3600


@router.get("/login")
def login_page(request: Request, session: Session, locale: Locale, settings: Settings, next: str = "") -> Response:
    """The page to log in; in a sample installation, with the people one click away."""
    return _page(request, session, locale, settings, next=next)


@router.post("/login")
def log_in(
    request: Request,
    session: Session,
    locale: Locale,
    settings: Settings,
    visitor: Anyone,
    login: Text,
    password: Text,
    next: Text = "",
) -> Response:
    """Log in by password. A wrong one is answered, not raised, so that the counted attempt is committed."""
    try:
        opened = identity.log_in(
            session,
            login,
            password,
            address=security.client_address(request),
            lasts=edge_of(request).session_lasts,
        )
    except (LoginRefused, TooManyAttempts) as error:
        return _refused(request, session, locale, settings, error, login=login, next=next)
    return _logged_in(request, session, opened, settings, next)


@router.post("/login/sample")
def log_in_as_sample(
    request: Request, session: Session, settings: Settings, visitor: Anyone, login: Text, next: Text = ""
) -> Response:
    """Log in as one of the sample people by one click; refused unless sample data is on."""
    opened = identity.log_in_as_sample(
        session,
        login,
        settings,
        address=security.client_address(request),
        lasts=edge_of(request).session_lasts,
    )
    return _logged_in(request, session, opened, settings, next)


@router.post("/logout")
def log_out(request: Request, session: Session, visitor: Anyone) -> Response:
    """End the session here and in the database."""
    identity.log_out(session, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.post("/language")
def choose_language(
    request: Request, session: Session, settings: Settings, visitor: Anyone, locale: Text, next: Text = ""
) -> Response:
    """Change the language of this browser, and of the person where one is logged in."""
    if locale not in i18n.LOCALES:
        raise NotAllowed()
    if visitor is not None:
        identity.set_locale(session, visitor, locale)
    response = RedirectResponse(own_path(next), 303)
    security.set_cookie(response.headers, i18n.COOKIE, locale, settings, max_age=YEAR)
    return response


@router.get("/session")
def session_state(request: Request, session: Session, settings: Settings, visitor: Anyone) -> Response:
    """Who is logged in and a fresh CSRF token, for pages that stayed open longer than their session."""
    token, guest = templating.csrf(request, settings)
    person = visitor and {"login": visitor.login, "name": visitor.name}
    response = JSONResponse({"login": None, "name": None} | (person or {}) | {"csrf_token": token})
    if guest:
        security.set_cookie(response.headers, security.GUEST_COOKIE, guest, settings, max_age=None)
    return response


def own_path(given: str) -> str:
    r"""An address of this site to go on to; anything else, such as //elsewhere or /\elsewhere, becomes the start."""
    if not given.startswith("/") or given[1:2] in ("/", "\\") or any(ord(char) < 32 for char in given):
        return "/"
    return given


def _logged_in(request: Request, session: Session, opened: Login, settings: Settings, next_path: str) -> Response:
    before = request.cookies.get(SESSION_COOKIE)
    if before:
        identity.log_out(session, before)
    person = opened.person
    response: Response
    if errors.for_program(request):
        response = JSONResponse({"login": person.login, "name": person.name, "csrf_token": opened.csrf_token})
    else:
        response = RedirectResponse(own_path(next_path), 303)
    # No age: the browser forgets the cookie when it is closed; the server forgets it after inactivity.
    security.set_cookie(response.headers, SESSION_COOKIE, opened.session_token, settings, max_age=None)
    if person.locale in i18n.LOCALES:
        security.set_cookie(response.headers, i18n.COOKIE, person.locale, settings, max_age=YEAR)
    return response


def _refused(
    request: Request, session: Session, locale: str, settings: Settings, error: BihuanError, **typed: Any
) -> Response:
    message = errors.sentence(error, locale, settings)
    limited = isinstance(error, TooManyAttempts)
    if errors.for_program(request):
        return JSONResponse({"message": message, "code": error.code}, 429 if limited else 401)
    return _page(request, session, locale, settings, error=message, status=429 if limited else 422, **typed)


def _page(
    request: Request, session: Session, locale: str, settings: Settings, *, status: int = 200, **given: Any
) -> Response:
    people = identity.sample_people(session) if settings.sample_data else []
    context = {"error": None, "login": "", "next": ""} | given
    context["people"] = [
        {
            "login": person.login,
            "name": person.names.get(locale) or person.name,
            "title": person.positions.get(locale) or person.position,
        }
        for person in people
    ]
    return templating.render(request, "login.html", context, status=status)
