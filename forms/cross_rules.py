"""Rules over several answers, drawn in the form's `bihuan.rules`: a condition that must hold, and what is said if not.

A rule is asked where at least one of the fields it marks is shown and open to be changed. A condition that comes to
null says that not enough is known yet, and does not stand in the way; anything else but true does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms import paths, rights
from forms.component import Component
from forms.findings import Finding
from forms.scope import Scope, is_expression
from forms.submission import FieldError
from forms.visibility import Instance

MOST_RULES = 200


@dataclass(frozen=True, kw_only=True)
class CrossRule:
    """One rule: what must hold, what it marks, and the list in whose rows it is asked (None: once for the form)."""

    id: str
    condition: str
    message: str
    marks: Mapping[str, Component]
    """The fields it marks, by the names they are drawn with."""
    rows: Component | None = None

    def may_be_mended(self) -> bool:
        """Could anybody ever change what it marks, as far as the drawing alone tells?"""
        below = [each for mark in self.marks.values() for each in mark.walk() if each.behaviour.keyed]
        return any(each.type == "expression" or not each.behaviour.owned(each) for each in below)

    def drawn(self, message: str) -> dict[str, Any]:
        """The rule as a browser reads it, with its sentence in one language."""
        fields = list(self.marks)
        drawn = {"id": self.id, "condition": self.condition, "message": message, "fields": fields}
        return drawn if self.rows is None else {**drawn, "in": rights.own_key(self.rows)}


class RuleReader:
    """Reads the rules of a form: `rules` are those that can be asked, `findings` says what is wrong with the others."""

    def __init__(self, root: Component) -> None:
        self.rules: list[CrossRule] = []
        self.findings: list[Finding] = []
        self._named = {name: each for each in root.walk() for name in (each.id, rights.own_key(each))}
        drawn = root.own.get("rules")
        for written in drawn[:MOST_RULES] if isinstance(drawn, list) else ():
            self._read(written)

    def _read(self, written: Any) -> None:
        if not _is_rule(written):
            self._find("rule-malformed", str(written.get("id", ""))[:100] if isinstance(written, Mapping) else "")
            return
        rule_id = written["id"]
        if any(rule.id == rule_id for rule in self.rules):
            self._find("rule-duplicate", rule_id)
        rows = self._rows(rule_id, written.get("in"))
        if written.get("in") and rows is None:
            return
        found = {name: self._marked(rule_id, name, rows) for name in written["fields"]}
        marks = {name: each for name, each in found.items() if each is not None}
        if marks:
            message = written.get("message")
            message = message if isinstance(message, str) else ""
            condition = written["condition"]
            self.rules.append(CrossRule(id=rule_id, condition=condition, message=message, marks=marks, rows=rows))

    def _rows(self, rule_id: str, name: Any) -> Component | None:
        if not name:
            return None
        found = self._named.get(name) if isinstance(name, str) else None
        if found is None or not found.repeats:
            self._find("rule-without-list", rule_id, key=str(name)[:100])
            return None
        return found

    def _marked(self, rule_id: str, name: str, rows: Component | None) -> Component | None:
        """What a name means: in rows first a field of the row, without the path of the list."""
        inside = f"{rights.own_key(rows)}.{name}" if rows else name
        found = self._named.get(inside) or self._named.get(name)
        if found is None or (rows is not None and found not in rows.walk()):
            self._find("rule-without-field", rule_id, key=name)
            return None
        if found.depth != (rows.depth + 1 if rows else 0):
            self._find("rule-outside-rows", rule_id, key=name)
            return None
        return found

    def _find(self, code: str, rule_id: str, **params: str) -> None:
        self.findings.append(Finding(code=code, component_id=rule_id, params={"rule": rule_id, **params}))


def _is_rule(written: Any) -> bool:
    if not isinstance(written, Mapping) or not is_expression(written.get("condition")):
        return False
    fields = written.get("fields")
    named = isinstance(fields, list) and bool(fields) and all(isinstance(name, str) for name in fields)
    return named and isinstance(written.get("id"), str) and bool(written["id"])


def judge(rules: Sequence[CrossRule], shown: Sequence[Instance]) -> Iterator[FieldError]:
    """Every field that a broken rule marks, rule by rule; `shown` begins with the form itself."""
    if not (rules and shown):
        return
    placed: dict[str, list[Instance]] = {}
    for instance in shown:
        placed.setdefault(instance.component.id, []).append(instance)
    for rule in rules:
        if rule.rows is None:
            yield from _judged(rule, shown[0].scope, (), placed)
        else:
            for each in placed.get(rule.rows.id, ()):
                yield from _judged_rows(rule, each, placed)


def _judged_rows(rule: CrossRule, instance: Instance, placed: Mapping[str, Sequence[Instance]]) -> Iterator[FieldError]:
    rows = paths.get(instance.scope.variables, instance.path, None)
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        yield from _judged(rule, instance.scope.row(row, index), (*instance.indexes, index), placed)


def _judged(
    rule: CrossRule, scope: Scope, indexes: tuple[int, ...], placed: Mapping[str, Sequence[Instance]]
) -> Iterator[FieldError]:
    marked = [
        instance for mark in rule.marks.values() for instance in placed.get(mark.id, ()) if instance.indexes == indexes
    ]
    if not any(map(_is_open, marked)) or scope.value(rule.condition) in (True, None):
        return
    params = {"rule": rule.id, **({"message": rule.message} if rule.message else {})}
    for instance in marked:
        yield FieldError(code="rule", params=params, component_id=instance.component.id, path=instance.path)


def _is_open(instance: Instance) -> bool:
    """Could somebody mend it here? What is computed changes with what it is computed from."""
    component = instance.component
    if not component.behaviour.keyed:
        fixed = not (component.repeats and component.attributes.get("allowAddRemove"))
        return not (fixed and all(each.behaviour.owned(each) for each in component.walk() if each.behaviour.keyed))
    return component.type == "expression" or not (component.disabled or instance.readonly)
