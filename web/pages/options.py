"""Options of form fields from sources, for the forms on pages."""

from uuid import UUID

from engine import form_options
from web.deps import Actor, Locale, Session
from web.form_options import OptionList, Search
from web.routing import Router

of_tasks = Router(prefix="/tasks", include_in_schema=False)
of_starts = Router(prefix="/start", include_in_schema=False)


@of_tasks.get("/{task_id}/options/{component_id}")
def of_task(
    session: Session, actor: Actor, locale: Locale, task_id: UUID, component_id: str, search: Search
) -> OptionList:
    """The options of a field in a task's form."""
    return OptionList.model_validate(form_options.of_task(session, actor, task_id, component_id, search.asked, locale))


@of_starts.get("/{key}/options/{component_id}")
def of_start(session: Session, actor: Actor, locale: Locale, key: str, component_id: str, search: Search) -> OptionList:
    """The options of a field in a start form."""
    return OptionList.model_validate(form_options.of_start(session, actor, key, component_id, search.asked, locale))
