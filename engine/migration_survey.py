"""What a migration would do to many instances: how many can go, how many need a mapping, what blocks the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from engine import authz, catalogue, instance_migration, listing
from engine.errors import BihuanError
from engine.identity import Actor
from engine.listing import Search

LOOKED_AT = 500
"""Instances that are looked at, at most: each has to be loaded and tried."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why instances cannot go: an element without its like ("needs_mapping"), or one that cannot go on ("blocked").

    `reason` is a code of `engine.bpmn.migration_plan`; element and name are empty when it is the instance as a whole.
    """

    element_id: str
    name: str
    verdict: str
    reason: str
    instances: int


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Of `total` instances `looked` were looked at; each of those is safe, needs a mapping, or is blocked."""

    total: int
    looked: int
    safe: int
    needs_mapping: int
    blocked: int
    obstacles: Sequence[Obstacle]
    suggested: Mapping[str, str]


def survey(
    session: Session,
    actor: Actor,
    chosen: Sequence[UUID] | Search,
    target_definition_id: UUID,
    mapping: Mapping[str, str],
    locale: str,
) -> Survey:
    """Try it with the newest of these instances; nothing is changed (right "operate")."""
    authz.require(actor, "operate")
    running = listing.running_ids(session, actor, chosen)
    found: Counter[str] = Counter()
    stopping: Counter[tuple[str, str, str, str]] = Counter()
    suggested: dict[str, str] = {}
    for instance_id in running[:LOOKED_AT]:
        seen, hints = _obstacles(session, actor, instance_id, target_definition_id, mapping, locale)
        found[_worst(verdict for _, _, verdict, _ in seen)] += 1
        stopping.update(seen)
        suggested |= hints
    return Survey(
        total=len(running),
        looked=min(len(running), LOOKED_AT),
        safe=found["safe"],
        needs_mapping=found["needs_mapping"],
        blocked=found["blocked"],
        obstacles=[
            Obstacle(element_id=element, name=name, verdict=verdict, reason=reason, instances=count)
            for (element, name, verdict, reason), count in stopping.most_common()
        ],
        suggested=suggested,
    )


def _worst(verdicts: Iterable[str]) -> str:
    found = set(verdicts)
    return "blocked" if "blocked" in found else "needs_mapping" if found else "safe"


def _obstacles(
    session: Session, actor: Actor, instance_id: UUID, target: UUID, mapping: Mapping[str, str], locale: str
) -> tuple[set[tuple[str, str, str, str]], Mapping[str, str]]:
    """What is in the way of one instance, each once, and what may be meant by elements that are gone."""
    try:
        seen = instance_migration.preview(session, actor, instance_id, target, mapping)
    except BihuanError as error:
        return {("", "", "blocked", str(error.params.get("reason", error.code)))}, {}
    drawn = catalogue.of_instance(session, instance_id)
    stopping = {
        (each.element_id, drawn.element_name(each.element_id.partition("#")[0], locale), each.verdict, each.reason)
        for each in seen.verdicts
        if each.verdict in ("needs_mapping", "blocked")
    }
    return stopping, seen.suggested
