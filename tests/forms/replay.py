"""Replays recorded submissions of the real form-js viewer: `python -m tests.forms.replay [-v] FILE…` prints `N of M`.

A recording is a list of cases: `schema`, `data` it was opened with, `updates` a person made (id, value, row indexes),
`props` of the viewer, and `out`: what the viewer submitted and complained of, or how it refused.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forms import FormRefused, load, messages, values
from forms.filling import Filling
from forms.scope import Occasion
from forms.submission import FieldError
from tests.forms.feel import FEEL

RECORDED_IN = ZoneInfo("Asia/Shanghai")
RECORDED_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)

Result = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Miss:
    """A case in which we differ from the viewer."""

    name: str
    wanted: Any
    got: Any


def replay(cases: list[dict[str, Any]]) -> list[Miss]:
    """Run every case; those in which we differ."""
    return [miss for case in cases if (miss := _differs(case)) is not None]


def _differs(case: Mapping[str, Any]) -> Miss | None:
    wanted = _recorded(case)
    try:
        got = _ours(case)
    except Exception as crash:  # noqa: BLE001 - a crash is a miss like any other, and the count must be printed
        return Miss(str(case["name"]), wanted, repr(crash))
    if wanted is None and (got is None or messages.FIELD_ERRORS["number-too-large"] in json.dumps(got)):
        return None  # the viewer throws; we refuse the form, or the one value it cannot count the digits of
    if wanted and got and values.equal(list(wanted), list(_same_made_up_key(case, got, wanted))):
        return None
    return Miss(str(case["name"]), wanted, got)


def _recorded(case: Mapping[str, Any]) -> Result | None:
    out = case["out"]
    return (out["data"], out["errors"]) if "data" in out and "errors" in out else None


def _ours(case: Mapping[str, Any]) -> Result | None:
    if case.get("props"):
        return None  # a read-only or disabled form is never submitted: the engine has no task to complete with it
    try:
        form = load(case["schema"], evaluate=FEEL)
    except FormRefused:
        return None
    occasion = Occasion(evaluate=FEEL, zone=RECORDED_IN, now=RECORDED_AT)
    filling = Filling(form.root, occasion, case.get("data") or {})
    filling.settle()
    for update in case.get("updates", ()):
        filling.update(update["id"], update["value"], tuple((update.get("indexes") or {}).values()))
    data, errors = filling.submit()
    return data, viewer_errors(errors)


def viewer_errors(errors: tuple[FieldError, ...]) -> dict[str, Any]:
    """Errors as the viewer has them: sentences by component id, in rows as lists with a null where all is well."""
    nested: dict[str, Any] = {}
    for error in errors:
        _append(nested, (error.component_id, *error.indexes), messages.sentence(error))
    return nested


def _append(container: Any, path: tuple[str | int, ...], sentence: str) -> None:
    step, rest = path[0], path[1:]
    if isinstance(container, list):
        container.extend([None] * (int(step) + 1 - len(container)))
    if (container.get(step) if isinstance(container, dict) else container[int(step)]) is None:
        container[step] = []
    if rest:
        _append(container[step], rest, sentence)
    else:
        container[step].append(sentence)


def _same_made_up_key(case: Mapping[str, Any], got: Result, wanted: Result) -> Result:
    """The viewer makes up a random key for a field without one; ours is made from the id. Compare them as equal."""
    data = dict(got[0])
    for component in case["schema"].get("components", ()):
        ours = f"{component.get('type')}_{component.get('id')}"
        made_up = [key for key in wanted[0] if key.startswith(f"{component.get('type')}_") and key not in data]
        if "key" not in component and ours in data and made_up:
            data[made_up[0]] = data.pop(ours)
    return data, got[1]


def _report(arguments: list[str]) -> Iterator[str]:
    total, misses = 0, []
    for name in arguments:
        cases = json.loads(Path(name).read_text(encoding="utf-8"))
        total += len(cases)
        misses += replay(cases)
    yield f"{total - len(misses)} of {total}"
    if "-v" in sys.argv:
        yield from (f"{miss.name}\n  viewer {miss.wanted}\n  ours   {miss.got}" for miss in misses)


if __name__ == "__main__":
    for line in _report([argument for argument in sys.argv[1:] if argument != "-v"]):
        print(line)  # noqa: T201 - the output of a command
