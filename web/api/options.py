"""Options of form fields from sources: /api/v1/tasks/{task_id}/options and /api/v1/processes/{key}/options."""

from uuid import UUID

from engine import form_options
from web.deps import Actor, Locale, Session
from web.form_options import OptionList, Search
from web.routing import Router

of_tasks = Router(prefix="/api/v1/tasks", tags=["forms"])
of_processes = Router(prefix="/api/v1/processes", tags=["forms"])


@of_tasks.get("/{task_id}/options/{component_id}")
def of_task(
    session: Session, actor: Actor, locale: Locale, task_id: UUID, component_id: str, search: Search
) -> OptionList:
    """The options of a field in a task's form, 20 a page."""
    found = form_options.of_task(session, actor, task_id, component_id, search.asked, locale)
    return OptionList.model_validate(found)


@of_processes.get("/{key}/options/{component_id}")
def of_start(session: Session, actor: Actor, locale: Locale, key: str, component_id: str, search: Search) -> OptionList:
    """The options of a field in a start form, 20 a page."""
    found = form_options.of_start(session, actor, key, component_id, search.asked, locale)
    return OptionList.model_validate(found)
