"""Options of form fields for people without a login: only what decisions answer, never who works here."""

from datetime import timedelta

from engine import form_options
from web.deps import Guest, Locale, Session, limited
from web.form_options import OptionList, Search
from web.routing import Router

of_starts = Router(prefix="/p", include_in_schema=False)
of_receipts = Router(prefix="/receipt", include_in_schema=False)
of_links = Router(prefix="/link", include_in_schema=False)

SEARCH = limited("options", times=300, per=timedelta(minutes=15))


@of_starts.get("/{key}/options/{component_id}", dependencies=[SEARCH])
def of_start(session: Session, guest: Guest, locale: Locale, key: str, component_id: str, search: Search) -> OptionList:
    """The options of a field in a public start form."""
    return OptionList.model_validate(form_options.of_start(session, guest, key, component_id, search.asked, locale))


@of_receipts.get("/{code}/options/{component_id}", dependencies=[SEARCH])
def of_receipt(
    session: Session, guest: Guest, locale: Locale, code: str, component_id: str, search: Search
) -> OptionList:
    """The options of a field in the form that a receipt asks."""
    return OptionList.model_validate(form_options.of_receipt(session, code, component_id, search.asked, locale))


@of_links.get("/{signed}/options/{component_id}", dependencies=[SEARCH])
def of_link(
    session: Session, guest: Guest, locale: Locale, signed: str, component_id: str, search: Search
) -> OptionList:
    """The options of a field in the task of a one-time link."""
    return OptionList.model_validate(form_options.of_link(session, signed, component_id, search.asked, locale))
