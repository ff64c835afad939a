"""A form: loaded once from its schema, then filled in and submitted by many people at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from forms import answers, fitting, json_schema, paths, rights, translations, upcasts, values
from forms.component import Component
from forms.cross_rules import CrossRule
from forms.display import Display, DisplayRow
from forms.files import FileInfo
from forms.filling import Filling
from forms.findings import Finding, FormRefused
from forms.lookups import Lookups
from forms.schema import Reader
from forms.scope import Evaluate, Occasion
from forms.sources import NO_SOURCES, Source, Sources
from forms.submission import FieldError, Submission
from forms.translations import Gap, Translations
from forms.upcasts import Upcast


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A form that can be used. It is never changed, so any number of threads may share it."""

    schema: Mapping[str, Any]
    root: Component
    evaluate: Evaluate
    rules: tuple[CrossRule, ...] = ()
    """What several answers together must fulfil."""
    upcasts: tuple[Upcast, ...] = ()
    """What becomes of answers to older versions."""
    withheld: tuple[tuple[str | None, ...], ...] = ()
    """Where in the data (None for any row) `restrict` has hidden something that `prefill` therefore keeps back."""

    @property
    def translations(self) -> Translations:
        """The texts of other languages that travel in the schema."""
        return Translations(self.schema)

    def localise(self, locale: str) -> dict[str, Any]:
        """The schema for a browser, with ids on every component and the texts of the locale where there are any."""
        localised = _drawn(self.root, locale, self.translations)
        own = localised.get("bihuan")
        if isinstance(own, dict):
            localised["bihuan"] = {name: value for name, value in own.items() if name not in _SERVER_ONLY}
            if self.rules:
                localised["bihuan"]["rules"] = [
                    self._drawn_rule(rule, locale) for rule in self.rules if rule.may_be_mended()
                ]
        return localised

    def _drawn_rule(self, rule: CrossRule, locale: str) -> dict[str, Any]:
        """A rule as it was drawn, without what a step has hidden of its fields, and with the locale's sentence."""
        said = self.translations.text(locale, rule.id, translations.MESSAGE) or rule.message
        return rule.drawn(said)

    def missing_translations(self, locale: str) -> tuple[Gap, ...]:
        """Every text of the form that the locale lacks."""
        return translations.missing(self.root, locale, self.translations, self.rules)

    def json_schema(self, locale: str) -> dict[str, Any]:
        """The JSON Schema of the answers, for programs: what kinds of values they may send."""
        return json_schema.described(self.root, locale, self.translations)

    def own_message(self, error: FieldError, locale: str) -> str | None:
        """The form's own sentence for a failed pattern or rule in that locale, if it has one (see `forms.messages`)."""
        if error.code == "pattern":
            return self.translations.text(locale, error.component_id, "validate.patternErrorMessage")
        if error.code == "rule":
            return self.translations.text(locale, str(error.params["rule"]), translations.MESSAGE)
        return None

    def restrict(self, rules: Mapping[str, str]) -> "Form":
        """The form under the field rights of a step: `editable`, `readonly`, `hidden` or `required` by field key.

        A hidden field is not in the schema any more, is not judged, and no answer to it is taken; rules and
        conditions still see the value the server holds. Raises FormRefused for a rule that fits nothing.
        """
        # What is wrong now is only what the step has hidden; the form itself was found sound.
        restricted = _compiled(Reader(rights.restricted(self.root, rules)), self.evaluate)
        left = {component.template for component in restricted.root.walk()}
        gone = [component.template for component in self.root.walk() if component.template not in left]
        return replace(restricted, upcasts=self.upcasts, withheld=(*self.withheld, *gone))

    def examine_rights(self, rules: Mapping[str, str]) -> tuple[Finding, ...]:
        """What is wrong with the field rights of a step; `restrict` refuses those that have an error."""
        return tuple(rights.examine(self.root, rules))

    def without_personal(self, rules: Mapping[str, str]) -> dict[str, str]:
        """The field rights of a step for somebody who may not see personal data: what they do not name is hidden."""
        return rights.without_personal(self.root, rules)

    def without_personal_answers(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Data without the answers to personal fields."""
        left: dict[str, Any] = values.copied(dict(data))
        for component in rights.personal_fields(self.root):
            for path in list(paths.matching(left, component.template)):
                paths.drop(left, path)
        return left

    def source_of(self, component_id: str) -> Source | None:
        """Where the options of a component come from; None where there is no such component or source."""
        return next((each.source for each in self.root.walk() if each.id == component_id), None)

    def prefill(self, initial: Mapping[str, Any], *, zone: tzinfo, now: datetime) -> dict[str, Any]:
        """The data with which a browser opens the form: what the server holds, without what a step hides."""
        filling = Filling(self.root, Occasion(evaluate=self.evaluate, zone=zone, now=now), initial)
        filling.settle()
        for template in self.withheld:
            for path in list(paths.matching(filling.data, template)):
                paths.drop(filling.data, path)
        return filling.data

    def upcast(self, answers: Mapping[str, Any], version: int, tags: Mapping[str, int]) -> dict[str, Any]:
        """Answers to an older version of the form (`tags` names versions) as they would be given to this one."""
        return self._upcast(answers, version, tags, fill=False)

    def supplement(self, held: Mapping[str, Any], version: int, tags: Mapping[str, int]) -> dict[str, Any]:
        """Values that were answered by an older version, and beside them those that this one asks for instead.

        Nothing is taken away or replaced: other forms and the process itself may need what is there.
        """
        return self._upcast(held, version, tags, fill=True)

    def _upcast(self, old: Mapping[str, Any], version: int, tags: Mapping[str, int], *, fill: bool) -> dict[str, Any]:
        brought_up = values.copied(dict(old))
        for each in self.upcasts:
            if each.concerns(version, tags):
                upcasts.apply(each, brought_up, self.evaluate, fill=fill)
        return dict(brought_up)

    def fit(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The answers that fields of this form can hold, and the rest without what is blank."""
        return fitting.split(self.root, given)

    def typed(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers without what the form computes from them."""
        return fitting.without_computed(self.root, given)

    def computes(self, path: Sequence[str]) -> bool:
        """Whether what stands at a path outside of rows is computed by the form."""
        return any(each.type == "expression" and each.template == tuple(path) for each in self.root.walk())

    def display_held(
        self, data: Mapping[str, Any], locale: str, *, sources: Sources = NO_SOURCES
    ) -> tuple[DisplayRow, ...]:
        """Every answer that is there as `display` shows it, whether or not the form would show its field just now."""
        shown = Display(self.evaluate, data, locale, self.translations, Lookups(sources))
        held = [each for each in self.root.walk() if _is_answered(each) and not each.depth]
        there = (each for each in held if paths.get(data, each.path(())) not in (paths.MISSING, None))
        return tuple(row for each in there if (row := shown.one(each)) is not None)

    def display_of(
        self, path: Sequence[str], data: Mapping[str, Any], locale: str, *, sources: Sources = NO_SOURCES
    ) -> DisplayRow | None:
        """What stands at one path as `display` shows it; None where there is no field that people fill in."""
        shown = Display(self.evaluate, data, locale, self.translations, Lookups(sources))
        component = next((each for each in self.root.walk() if _is_answered_at(each, path)), None)
        return shown.one(component) if component is not None else None

    def display(self, data: Mapping[str, Any], locale: str, *, sources: Sources = NO_SOURCES) -> tuple[DisplayRow, ...]:
        """Stored data as the form showed it, to read in one language; `sources` give the names of what was chosen."""
        return Display(self.evaluate, data, locale, self.translations, Lookups(sources)).rows(self.root)

    def submit(
        self,
        initial: Mapping[str, Any],
        submitted: Mapping[str, Any],
        *,
        files: Mapping[str, Sequence[FileInfo]],
        zone: tzinfo,
        now: datetime,
        sources: Sources = NO_SOURCES,
    ) -> Submission:
        """Judge a submission from outside on top of what the server holds, with all errors at once.

        `initial` is the data the form was opened with. A file field sends a key (`files::…`), and `files` has what
        came under each key; in the returned data the field is a list of references ({"name", "size", "type",
        "sha256", and "id" if there is one}) or null. `zone` is the person's time zone, `now` an aware time. What was
        chosen from a source counts only when `sources` know it.
        """
        lookups = Lookups(sources)
        occasion = Occasion(evaluate=self.evaluate, zone=zone, now=now, files=files, lookups=lookups, strict=True)
        judged = answers.accept(Filling(self.root, occasion, initial, self.rules), submitted)
        return replace(judged, errors=tuple(map(self._with_own_messages, judged.errors)))

    def _with_own_messages(self, error: FieldError) -> FieldError:
        written = {locale: self.own_message(error, locale) for locale in self.translations.locales}
        return replace(error, own_messages={locale: text for locale, text in written.items() if text})


def load(schema: Mapping[str, Any], *, evaluate: Evaluate) -> Form:
    """Compile a form-js schema; raises FormRefused with every reason why it cannot be used."""
    own_copy = values.copied(dict(schema)) if isinstance(schema, Mapping) else schema
    reader = Reader(own_copy)
    errors = [finding for finding in reader.findings if finding.severity == "error"]
    if errors or reader.root is None:
        raise FormRefused(errors)
    return _compiled(reader, evaluate)


def _compiled(reader: Reader, evaluate: Evaluate) -> Form:
    if reader.root is None:
        raise FormRefused(reader.findings)
    return Form(
        schema=reader.schema,
        root=reader.root,
        rules=tuple(reader.rules),
        upcasts=tuple(reader.upcasts),
        evaluate=evaluate,
    )


_SERVER_ONLY = frozenset({"translations", "rules", "upcasts"})
"""What of our block of a form no browser is sent as it was drawn."""


def _is_answered_at(component: Component, path: Sequence[str]) -> bool:
    """Whether the component holds what stands at a path outside of rows, or a part of it."""
    asked = _is_answered(component) and not component.depth
    return asked and component.template == tuple(path)[: len(component.template)]


def _is_answered(component: Component) -> bool:
    return component.repeats or (component.behaviour.keyed and component.type != "expression")


def _drawn(component: Component, locale: str, known: Translations) -> dict[str, Any]:
    attributes = translations.localised(component, locale, known)
    attributes["id"] = component.id
    if component.children or isinstance(attributes.get("components"), list):
        attributes["components"] = [_drawn(child, locale, known) for child in component.children]
    return attributes
