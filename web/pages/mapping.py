"""Which elements of one version go where in another: what a person chose, what they can choose, and why it is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlmodel

from engine import catalogue, deployments, identity
from engine.catalogue import Definition
from engine.deployments import DefinitionRow


@dataclass(frozen=True, kw_only=True)
class Goes:
    """One element of the old version: its name, where it goes, and the elements of its kind that it could go to."""

    element_id: str
    name: str
    chosen: str
    options: Sequence[tuple[str, str]]


def said(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """The mapping that two lists of fields hold; what was left open is not in it."""
    return {source: target for source, target in zip(old, new, strict=False) if target}


def versions(session: sqlmodel.Session, actor: identity.Actor, source: Definition, locale: str) -> list[DefinitionRow]:
    """The other versions of the process, newest first."""
    rows = deployments.definitions(session, actor, locale)
    found = [row for row in rows if row.key == source.key and row.id != source.id]
    return sorted(found, key=lambda row: -row.version)


def rows(
    session: sqlmodel.Session,
    source: Definition,
    target_id: UUID,
    asked: Iterable[str],
    mapping: Mapping[str, str],
    locale: str,
) -> list[Goes]:
    """A row for each element that is asked for or mapped already; parts of elements belong to their element."""
    target = catalogue.definition(session, target_id)
    elements = dict.fromkeys([*mapping, *(each.partition("#")[0] for each in asked)])
    return [_row(source, target, each, mapping.get(each, ""), locale) for each in elements if each]


def _row(source: Definition, target: Definition, element_id: str, chosen: str, locale: str) -> Goes:
    drawn = source.activity(element_id)
    alike = [each for each in target.process.activities.values() if drawn is None or each.kind == drawn.kind]
    options = sorted((target.element_name(each.id, locale), each.id) for each in alike)
    return Goes(
        element_id=element_id,
        name=source.element_name(element_id, locale),
        chosen=chosen,
        options=[(each, name) for name, each in options],
    )
