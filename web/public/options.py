"""Options of form fields for people without a login: only what decisions answer, never who works here."""

from datetime import timedelta

from engine import form_options
from web.deps import Guest, Locale, Session, limited
from web.form_options import OptionList, Search
from web.routing import Router

router = Router(prefix="/p", include_in_schema=False)


@router.get("/{key}/options/{component_id}", dependencies=[limited("options", times=300, per=timedelta(minutes=15))])
def of_start(session: Session, guest: Guest, locale: Locale, key: str, component_id: str, search: Search) -> OptionList:
    """The options of a field in a public start form."""
    return OptionList.model_validate(form_options.of_start(session, guest, key, component_id, search.asked, locale))
