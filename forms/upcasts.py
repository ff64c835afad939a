"""What becomes of answers to an older version of a form: fields that were renamed, split, joined or given up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms import paths, rights, values
from forms.component import Component
from forms.findings import Finding
from forms.scope import Evaluate, is_expression

MOST_UPCASTS = 500
_KINDS = ("to", "into", "drop")


@dataclass(frozen=True, kw_only=True)
class Upcast:
    """One step: the fields that were, and what is made of them; nothing (`into` is empty) when they are given up."""

    sources: tuple[str, ...]
    into: Mapping[str, str]
    """Field → FEEL over the old answers, with the leading `=`; or for a rename the name of the old field."""
    rows: str = ""
    """The list in whose rows the fields stand; empty for those of the form itself."""
    until: int | str | None = None
    """The last version, by number or tag, whose answers it is for; None: those of any older version."""

    def concerns(self, version: int, tags: Mapping[str, int]) -> bool:
        """Whether it is for the answers of this version. A tag that nobody knows limits nothing."""
        last = tags.get(self.until) if isinstance(self.until, str) else self.until
        return last is None or version <= last


class UpcastReader:
    """Reads the up-casts of a form: `upcasts` are those that can be done, `findings` what is wrong with the others."""

    def __init__(self, root: Component) -> None:
        self.upcasts: list[Upcast] = []
        self.findings: list[Finding] = []
        self._fields = {rights.field_key(each) for each in root.walk() if each.behaviour.keyed}
        self._lists = {rights.field_key(each) for each in root.walk() if each.repeats}
        drawn = root.own.get("upcasts")
        for written in drawn[:MOST_UPCASTS] if isinstance(drawn, list) else ():
            self._read(written)

    def _read(self, written: Any) -> None:
        upcast = _upcast(written)
        if upcast is None:
            name = str(written.get("from", ""))[:100] if isinstance(written, Mapping) else ""
            self._find("upcast-malformed", name)
            return
        wrong = list(self._wrong(upcast))
        self.findings.extend(wrong)
        if not wrong:
            self.upcasts.append(upcast)

    def _wrong(self, upcast: Upcast) -> Iterator[Finding]:
        name = ", ".join(upcast.sources)
        if upcast.rows and upcast.rows not in self._lists:
            yield _finding("upcast-without-list", name, key=upcast.rows)
            return
        for target in upcast.into:
            if _inside(upcast, target) not in self._fields:
                yield _finding("upcast-without-field", name, key=target)
        # Without an end it would go on changing what people have answered to the new field of that name.
        for source in upcast.sources:
            if upcast.until is None and _inside(upcast, source) in self._fields:
                yield _finding("upcast-without-end", name, key=source)

    def _find(self, code: str, name: str, **params: str) -> None:
        self.findings.append(_finding(code, name, **params))


def _finding(code: str, name: str, **params: str) -> Finding:
    return Finding(code=code, params={"from": name, **params})


def _inside(upcast: Upcast, name: str) -> str:
    return f"{upcast.rows}.{name}" if upcast.rows else name


def _upcast(written: Any) -> Upcast | None:
    """What is written, when it can be understood: where from, and exactly one of `to`, `into`, `drop`."""
    if not isinstance(written, Mapping) or sum(kind in written for kind in _KINDS) != 1:
        return None
    sources, into = _sources(written.get("from")), _into(written)
    until, rows = written.get("until"), written.get("in", "")
    ended = until is None or (isinstance(until, int | str) and not isinstance(until, bool) and bool(until))
    if not sources or into is None or not ended or not isinstance(rows, str):
        return None
    return Upcast(sources=sources, into=into, rows=rows, until=until)


def _sources(named: Any) -> tuple[str, ...]:
    names = named if isinstance(named, list) else [named]
    return tuple(names) if all(isinstance(name, str) and name for name in names) else ()


def _into(written: Mapping[str, Any]) -> Mapping[str, str] | None:
    if "drop" in written:
        return {} if written["drop"] is True else None
    if "to" in written:
        named, renamed = isinstance(written["to"], str) and written["to"], written.get("from")
        return {written["to"]: renamed} if named and isinstance(renamed, str) else None
    into = written["into"]
    sound = isinstance(into, Mapping) and into and all(map(is_expression, into.values()))
    return dict(into) if sound else None


def apply(upcast: Upcast, answers: dict[str, Any], evaluate: Evaluate, *, fill: bool = False) -> None:
    """Do one step on answers, which it changes. Old answers of which nothing could be made stay where they are.

    With `fill` only what is not there yet is made, and nothing is taken away: for values that others still need.
    """
    if not upcast.rows:
        _apply(upcast, answers, answers, evaluate, fill)
        return
    rows = paths.get(answers, upcast.rows.split("."), None)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            _apply(upcast, row, {**answers, **row}, evaluate, fill)


def _apply(upcast: Upcast, place: dict[str, Any], known: Mapping[str, Any], evaluate: Evaluate, fill: bool) -> None:
    old = [source.split(".") for source in upcast.sources]
    if all(paths.get(place, path, None) is None for path in old):
        return
    made = {target: _made(written, place, known, evaluate) for target, written in upcast.into.items()}
    if upcast.into and all(value is None for value in made.values()):
        return
    for path in [] if fill else old:
        paths.drop(place, path)
    for target, value in made.items():
        path = target.split(".")
        if value is not None and not (fill and paths.get(place, path, None) is not None):
            paths.put(place, path, value)


def _made(written: str, place: Mapping[str, Any], known: Mapping[str, Any], evaluate: Evaluate) -> Any:
    if not written.startswith("="):
        return values.copied(paths.get(place, written.split("."), None))
    try:
        return values.copied(evaluate.evaluate(written[1:], known))
    except ValueError:  # no answer to it can be had; the old one is shown instead
        return None
