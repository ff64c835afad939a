"""Pages: the template environment of each language, what every template may rely on, and the built front end."""

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from engine import clock
from engine.identity import Actor
from engine.settings import Settings
from forms import messages
from forms.refinements import rich_text
from web import i18n, navigation, security

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

LARGE = 16_000
"""Bytes from which a page is worth the time to compress it: one with a long form, say."""


class Templates:
    """One Jinja environment a language, made once; the words of a language are part of its compiled templates."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._environments = {
            locale: _environment(locale, settings.zone, settings.max_request_mb, auto_reload=settings.development)
            for locale in i18n.LOCALES
        }

    def text(self, locale: str, name: str, context: Mapping[str, Any]) -> str:
        """A template filled, as text."""
        return self._environments[locale].get_template(name).render(context)


def render(request: Request, name: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HTMLResponse:
    """A page in the language of the request, with the person, the navigation and the CSRF token every page needs."""
    templates: Templates = request.app.state.templates
    locale = i18n.locale_of(request, templates.settings.locale)
    actor: Actor | None = getattr(request.state, "actor", None)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    csrf_token, guest = csrf(request, templates.settings)
    given = dict(context or {})
    frame = {
        "person": actor and _person(actor),
        "nav": navigation.sections(actor, locale, request.url.path, templates.settings, given.get("counts") or {}),
        "path": path,
        "csrf_token": csrf_token,
        "moved_clock": clock.now() if clock.offset() else None,
    }
    response = _page(request, templates.text(locale, name, frame | given), status)
    response.headers["vary"] = "Cookie, Accept-Language, Accept-Encoding"
    if guest:
        security.set_cookie(response.headers, security.GUEST_COOKIE, guest, templates.settings, max_age=None)
    return response


def _page(request: Request, text: str, status: int) -> HTMLResponse:
    """The page; a large one compressed, unless its address has a query.

    The size of a compressed page that repeats what an address says would tell, guess by guess, what else stands in it
    (the attack called BREACH), and every page holds a token.
    """
    body = text.encode()
    zipped = len(body) >= LARGE and not request.url.query and "gzip" in request.headers.get("accept-encoding", "")
    response = HTMLResponse(gzip.compress(body, 6) if zipped else body, status_code=status)
    if zipped:
        response.headers["content-encoding"] = "gzip"
    return response


def csrf(request: Request, settings: Settings) -> tuple[str, str]:
    """The CSRF token for the answer, and the guest cookie that must be set with it ('' when none must)."""
    of_session: str = getattr(request.state, "csrf_token", "")
    if of_session:
        return of_session, ""
    cookie = security.guest_cookie(request)
    fresh = "" if cookie == request.cookies.get(security.GUEST_COOKIE) else cookie
    return security.guest_token(cookie, settings), fresh


def _person(actor: Actor) -> dict[str, Any]:
    return {
        "login": actor.login,
        "name": actor.name,
        "title": actor.position,
        "is_manager": actor.may("monitor"),
        "rights": actor.rights,
    }


@cache
def _environment(locale: str, zone: ZoneInfo, max_request_mb: int, *, auto_reload: bool) -> Environment:
    # Kept for the process: compiled templates are the same for every application with these settings.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=auto_reload,
        trim_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = i18n.translations(locale)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    # As short as JSON can be: a form with its words is most of its page.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals.update(
        locale=locale,
        fmt=i18n.Formats(locale, zone),
        url=url,
        scripts=scripts,
        styles=styles,
        preloads=preloads,
        refined=refined,
        icon=icon,
        rich=rich,
        max_request_mb=max_request_mb,
        field_sentences={code: catalogue.gettext(text) for code, text in messages.FIELD_ERRORS.items()},
    )
    return environment


def url(name: str) -> str:
    """The address of a static file."""
    return f"/static/{name}"


def icon(name: str, cls: str = "i") -> Markup:
    """An icon of the sprite; decoration only, hidden from screen readers."""
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(cls, url("icons.svg"), name)


def rich(text: str) -> Markup:
    """Rich text as it was written, made harmless where it is shown, whoever may have done so before."""
    return Markup(rich_text.harmless(text))  # noqa: S704 - this is what makes it safe


@cache
def scripts(entry: str) -> Markup:
    """The tags of a built script: its styles, its chunks ahead of time, itself."""
    built = manifest()
    if entry not in built:
        return Markup()
    chunks = list(dict.fromkeys(_chunks(built, entry)))
    sheets = dict.fromkeys(sheet for chunk in [entry, *chunks] for sheet in built[chunk].get("css", []))
    tags = [_sheet(sheet) for sheet in sheets]
    tags += [Markup('<link rel="modulepreload" href="{}">').format(url(built[chunk]["file"])) for chunk in chunks]
    tags += [Markup('<script type="module" src="{}"></script>').format(url(built[entry]["file"]))]
    return Markup().join(tags)


@cache
def preloads(chunk: str) -> Markup:
    """The tags that fetch ahead of time what a script would ask for by itself a moment later."""
    built = manifest()
    if chunk not in built:
        return Markup()
    script = Markup('<link rel="modulepreload" href="{}">').format(url(built[chunk]["file"]))
    return Markup().join([*map(_sheet, built[chunk].get("css", [])), script])


def refined(schema: Mapping[str, Any]) -> bool:
    """Does a form use anything that the viewer of form-js does not know? The same question as in form/refined.js."""
    drawn = schema.get("components") or ()
    rules = (schema.get("bihuan") or {}).get("rules")
    return bool(rules) or any(component.get("bihuan") or refined(component) for component in drawn)


@cache
def styles(entry: str) -> Markup:
    """The tag of a built style sheet."""
    built = manifest()
    return _sheet(built[entry]["file"]) if entry in built else Markup()


def _sheet(file: str) -> Markup:
    return Markup('<link rel="stylesheet" href="{}">').format(url(file))


def _chunks(built: Mapping[str, Any], entry: str) -> Iterator[str]:
    for chunk in built[entry].get("imports", []):
        yield from _chunks(built, chunk)
        yield chunk


@cache
def manifest() -> Mapping[str, Any]:
    """What the front-end build made; empty when it has not run, so that the Python tests need no Node."""
    path = STATIC / ".vite" / "manifest.json"
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text())
    return found
