"""A task for somebody without a login, behind a one-time link."""

from datetime import timedelta
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from engine import task_links
from engine.errors import Conflict, LinkUsed, NotFound
from web import errors, prefill, templating
from web.deps import Guest, Locale, Session, Settings, Submission, limited
from web.i18n import gettext_noop as _
from web.i18n import translate
from web.routing import Router

router = Router(prefix="/link", include_in_schema=False)

# An address cannot be guessed; this only keeps a machine that tries from being a burden.
LOOK = limited("task-link", times=60, per=timedelta(minutes=15))
ANSWER = limited("task-link-answer", times=20, per=timedelta(hours=1))

UNKNOWN = _("This link is not complete or not one of ours. Please open it again from the message you were sent.")
THANKS = _("Your answer has arrived. Thank you; you can close this page.")


@router.get("/{signed}", dependencies=[LOOK])
def show(
    request: Request,
    session: Session,
    guest: Guest,
    locale: Locale,
    settings: Settings,
    signed: str,
    done: bool = False,
) -> Response:
    """The form, or why there is none. The address may bring answers, which only fill the form."""
    try:
        link = task_links.open_link(session, signed, locale)
    except NotFound:
        return _over(request, translate(locale, UNKNOWN), 404)
    except LinkUsed as error:
        if done:
            return _over(request, translate(locale, THANKS), 200, tone="ok")
        return _over(request, errors.sentence(error, locale, settings), 410, tone="ok")
    except Conflict as error:
        return _over(request, errors.sentence(error, locale, settings), 410)
    context = {"link": link, "signed": signed, "form": prefill.prefilled(link.form, request)}
    return templating.render(request, "public/link.html", context)


def _over(request: Request, sentence: str, status: int, tone: str = "info") -> Response:
    return templating.render(request, "public/link_over.html", {"sentence": sentence, "tone": tone}, status=status)


@router.post("/{signed}", dependencies=[ANSWER])
def answer(request: Request, session: Session, guest: Guest, signed: str, submission: Submission) -> Response:
    """Take the answer; afterwards the link leads nowhere any more."""
    outsider = task_links.guest_of(session, signed)
    files = submission.stored(session, outsider)
    task_links.answer(session, signed, submission.answers, files=files)
    location = f"/link/{quote(signed, safe='')}?done=1"
    if errors.for_program(request):
        return JSONResponse({"location": location})
    return RedirectResponse(location, 303)
