"""Who is offered a user task, how urgent it is, when it is due and what it is about, from what the diagram says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from engine import moments
from engine.bpmn import Activity, Schedule
from engine.errors import StepFailed
from engine.feel import FeelError

NORMAL_PRIORITY = 50
LONGEST_SUBJECT = 200


class Evaluates(Protocol):
    """Whatever can evaluate a FEEL text over variables."""

    def evaluate(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The value as JSON."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of moments that name none."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A login that has the task, who may take it, its priority (0–100), its dates, and what it is about."""

    assignee: str = ""
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    priority: int = NORMAL_PRIORITY
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    subject: str = ""


NOBODY = Offer()


def offer(activity: Activity, variables: Mapping[str, Any], language: Evaluates) -> Offer:
    """Evaluate the assignment of a user task; raises StepFailed with the element when a text cannot be."""
    try:
        return _offer(activity, variables, language)
    except (FeelError, ValueError, TypeError) as error:
        raise StepFailed(
            element_id=activity.id, error_code=getattr(error, "code", "assignment-failed"), reason=str(error)
        ) from error


def offer_choice(
    activity: Activity, inside: Sequence[Activity], variables: Mapping[str, Any], language: Evaluates
) -> Offer:
    """Who decides what begins in an ad-hoc sub-process: whom it names itself, else all who would do what can begin."""
    said = offer(activity, variables, language)
    if said.assignee or said.groups or said.users:
        return said
    doing = [_known(each, variables, language) for each in inside]
    groups = dict.fromkeys(group for each in doing for group in each.groups)
    users = dict.fromkeys(login for each in doing for login in (each.assignee, *each.users) if login)
    return replace(said, groups=tuple(groups), users=tuple(users))


def _known(activity: Activity, variables: Mapping[str, Any], language: Evaluates) -> Offer:
    """Who would do it, as far as that can be told before it begins."""
    try:
        return offer(replace(activity, schedule=Schedule(), priority=None), variables, language)
    except StepFailed:
        return NOBODY


def _offer(activity: Activity, variables: Mapping[str, Any], language: Evaluates) -> Offer:
    said = activity.assignment

    def value(text: str | None) -> Any:
        return language.evaluate(text[1:], variables) if text and text.startswith("=") else text

    priority = value(activity.priority)
    return Offer(
        assignee=str(value(said.assignee) or ""),
        groups=_names(value(said.candidate_groups)),
        users=_names(value(said.candidate_users)),
        priority=NORMAL_PRIORITY if priority in (None, "") else max(0, min(100, int(priority))),
        due_at=_moment(value(activity.schedule.due_date), language.zone),
        follow_up_at=_moment(value(activity.schedule.follow_up_date), language.zone),
        subject=_subject(activity, value),
    )


def _subject(activity: Activity, value: Callable[[str | None], Any]) -> str:
    """What <bihuan:subject> says, on one line; one that cannot be made never hides a task from its people."""
    said = activity.extension.get("subject", ())
    try:
        found = value(said[0].get("expression")) if said else None
    except FeelError:
        found = None
    return "" if found is None else " ".join(str(found).split())[:LONGEST_SUBJECT]


def _names(value: Any) -> tuple[str, ...]:
    """A FEEL list, or a text with commas."""
    if value is None:
        return ()
    items = value if isinstance(value, list) else str(value).split(",")
    return tuple(dict.fromkeys(str(item).strip() for item in items if str(item).strip()))


def _moment(value: Any, zone: ZoneInfo) -> datetime | None:
    return None if value in (None, "") else moments.read(str(value), zone)
