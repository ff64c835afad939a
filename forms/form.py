"""A form: loaded once from its schema, then filled in and submitted by many people at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from forms import answers, paths, rights, translations, values
from forms.component import Component
from forms.display import Display, DisplayRow
from forms.files import FileInfo
from forms.filling import Filling
from forms.findings import FormRefused
from forms.schema import Reader
from forms.scope import Evaluate, Occasion
from forms.submission import FieldError, Submission
from forms.translations import Gap, Translations


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A form that can be used. It is never changed, so any number of threads may share it."""

    schema: Mapping[str, Any]
    root: Component
    evaluate: Evaluate
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
            localised["bihuan"] = {name: value for name, value in own.items() if name != "translations"}
        return localised

    def missing_translations(self, locale: str) -> tuple[Gap, ...]:
        """Every text of the form that the locale lacks."""
        return translations.missing(self.root, locale, self.translations)

    def own_message(self, error: FieldError, locale: str) -> str | None:
        """The form's own sentence for a failed pattern in that locale, if it has one (see `forms.messages`)."""
        if error.code != "pattern":
            return None
        return self.translations.text(locale, error.component_id, "validate.patternErrorMessage")

    def restrict(self, rules: Mapping[str, str]) -> "Form":
        """The form under the field rights of a step: `editable`, `readonly`, `hidden` or `required` by field key.

        A hidden field is not in the schema any more, is not judged, and no answer to it is taken; rules and
        conditions still see the value the server holds. Raises FormRefused for a rule that fits nothing.
        """
        restricted = load(rights.restricted(self.root, rules), evaluate=self.evaluate)
        left = {component.template for component in restricted.root.walk()}
        gone = [component.template for component in self.root.walk() if component.template not in left]
        return replace(restricted, withheld=(*self.withheld, *gone))

    def prefill(self, initial: Mapping[str, Any], *, zone: tzinfo, now: datetime) -> dict[str, Any]:
        """The data with which a browser opens the form: what the server holds, without what a step hides."""
        filling = Filling(self.root, Occasion(evaluate=self.evaluate, zone=zone, now=now), initial)
        filling.settle()
        for template in self.withheld:
            for path in list(paths.matching(filling.data, template)):
                paths.drop(filling.data, path)
        return filling.data

    def display(self, data: Mapping[str, Any], locale: str) -> tuple[DisplayRow, ...]:
        """Stored data as the form showed it, to read in one language."""
        return Display(self.evaluate, data, locale, self.translations).rows(self.root)

    def submit(
        self,
        initial: Mapping[str, Any],
        submitted: Mapping[str, Any],
        *,
        files: Mapping[str, Sequence[FileInfo]],
        zone: tzinfo,
        now: datetime,
    ) -> Submission:
        """Judge a submission from outside on top of what the server holds, with all errors at once.

        `initial` is the data the form was opened with. A file field sends a key (`files::…`), and `files` has what
        came under each key; in the returned data the field is a list of references ({"name", "size", "type",
        "sha256", and "id" if there is one}) or null. `zone` is the person's time zone, `now` an aware time.
        """
        occasion = Occasion(evaluate=self.evaluate, zone=zone, now=now, files=files, strict=True)
        return answers.accept(Filling(self.root, occasion, initial), submitted)


def load(schema: Mapping[str, Any], *, evaluate: Evaluate) -> Form:
    """Compile a form-js schema; raises FormRefused with every reason why it cannot be used."""
    own_copy = values.copied(dict(schema)) if isinstance(schema, Mapping) else schema
    reader = Reader(own_copy)
    errors = [finding for finding in reader.findings if finding.severity == "error"]
    if errors or reader.root is None:
        raise FormRefused(errors)
    return Form(schema=own_copy, root=reader.root, evaluate=evaluate)


def _drawn(component: Component, locale: str, known: Translations) -> dict[str, Any]:
    attributes = translations.localised(component, locale, known)
    attributes["id"] = component.id
    if component.children or isinstance(attributes.get("components"), list):
        attributes["components"] = [_drawn(child, locale, known) for child in component.children]
    return attributes
