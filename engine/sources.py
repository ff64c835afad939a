"""Where the options of a form come from: people, groups, customers, decisions.

Nobody outside learns who works here or whom we serve: for an actor without a login only decisions give options.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlmodel import Session

from engine import catalogue, clock, dmn
from engine.db import settings_of
from engine.feel.json import to_json
from engine.identity import Actor
from forms import Option, OptionPage, Source, options
from forms.sources import PAGE_SIZE

_PERSON = (
    "SELECT login AS value, COALESCE(names ->> :locale, name) AS label, "
    "COALESCE(positions ->> :locale, position) AS detail FROM person WHERE {which} "
    "AND (CAST(:groups AS text[]) IS NULL OR EXISTS (SELECT FROM membership m WHERE m.person_id = person.id "
    "AND m.group_key = ANY(:groups)))"
)
_GROUP = (
    "SELECT key AS value, COALESCE(names ->> :locale, name) AS label, '' AS detail FROM candidate_group "
    "WHERE {which} AND (CAST(:groups AS text[]) IS NULL OR key = ANY(:groups))"
)
_CUSTOMER = (
    "SELECT number AS value, name AS label, number AS detail FROM customer "
    "WHERE {which} AND (CAST(:groups AS text[]) IS NULL OR customer_class = ANY(:groups))"
)
_PAGE = " ORDER BY label, value LIMIT :limit OFFSET :skip"

_FIND: Mapping[str, TextClause] = {
    "person": text(
        _PERSON.format(which="active AND (login ILIKE :like OR name ILIKE :like OR names ->> :locale ILIKE :like)")
        + _PAGE
    ),
    "group": text(
        _GROUP.format(which="(key ILIKE :like OR name ILIKE :like OR names ->> :locale ILIKE :like)") + _PAGE
    ),
    "customer": text(_CUSTOMER.format(which="(number ILIKE :like OR name ILIKE :like)") + _PAGE),
}
_KNOWN: Mapping[str, TextClause] = {
    "person": text(_PERSON.format(which="login = ANY(:values) AND (active OR :past)")),
    "group": text(_GROUP.format(which="key = ANY(:values)")),
    "customer": text(_CUSTOMER.format(which="number = ANY(:values)")),
}
_TABLE = {"person": "person", "department": "group", "role": "group", "customer": "customer"}
"""Until there is an organisation of its own, departments and roles are both groups."""
_NARROWED_BY = {"person": "groups", "department": "groups", "role": "groups", "customer": "classes"}
"""The parameter that narrows a source: a list of group keys, or of customer classes."""
_DECISION = text("SELECT id FROM decision_definition WHERE key = :key ORDER BY version DESC LIMIT 1")


class FormSources:
    """The options that one actor may be shown, in one language.

    `past` also knows people who have left, for reading what was chosen once.
    """

    def __init__(self, session: Session, actor: Actor, locale: str = "", *, past: bool = False) -> None:
        self._session = session
        self._inside = actor.kind != "public"
        self._locale = locale
        self._past = past

    def find(self, source: Source, query: str, page: int, context: Mapping[str, Any], /) -> OptionPage:
        """The options that fit the query, in the order of their labels; those of a decision in its own order."""
        skip = (max(page, 1) - 1) * PAGE_SIZE
        if source.kind == "decision":
            words = query.strip().casefold()
            fitting = [option for option in self._decided(source, context) if words in option.label.casefold()]
            return OptionPage(options=fitting[skip : skip + PAGE_SIZE], more=len(fitting) > skip + PAGE_SIZE)
        like = {"like": f"%{_escaped(query.strip())}%", "limit": PAGE_SIZE + 1, "skip": skip}
        found = self._rows(source, _FIND, like)
        return OptionPage(options=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE)

    def known(self, source: Source, values: Sequence[Any], context: Mapping[str, Any], /) -> Sequence[Option]:
        """The options of those values that exist and are offered."""
        if source.kind == "decision":
            return self._decided(source, context)
        keys = [value for value in values if isinstance(value, str) and "\x00" not in value]
        return self._rows(source, _KNOWN, {"values": keys, "past": self._past}) if keys else []

    def _rows(self, source: Source, statements: Mapping[str, TextClause], more: Mapping[str, Any]) -> list[Option]:
        if not self._inside or source.kind not in _TABLE:
            return []
        narrowed = source.parameters.get(_NARROWED_BY[source.kind])
        groups = [str(key) for key in narrowed] if isinstance(narrowed, list) else None
        statement = statements[_TABLE[source.kind]]
        rows = self._session.execute(statement, {"locale": self._locale, "groups": groups, **more})
        return [Option(value=row.value, label=row.label, detail=row.detail or "") for row in rows]

    def _decided(self, source: Source, context: Mapping[str, Any]) -> list[Option]:
        """What the newest version of the decision answers: values, or rows with `value` and `label`.

        A decision that has no answer for what is known so far gives no options yet.
        """
        key = str(source.parameters.get("decision"))
        found = self._session.execute(_DECISION, {"key": key}).scalar()
        if found is None:
            return []
        now = clock.now().astimezone(settings_of(self._session).zone)
        try:
            outcome = catalogue.decision(self._session, found).decide(key, context, now=now)
        except dmn.DmnError:
            return []
        answer = to_json(outcome.value)
        return options.normalise(answer if isinstance(answer, list) else [answer])


def _escaped(query: str) -> str:
    """The words as they are meant, without the wildcards of SQL."""
    plain = query.replace("\x00", "")[:200]
    return plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
