"""What it costs to judge a submission: a form of 60 fields on four pages, and the forms of the packages that ship.

    python -m bench.forms [--rounds 200]

Prints milliseconds of CPU per submission, the median of five runs; nothing else than the form library is measured.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import forms
from engine import catalogue, packages

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
PAGES, FIELDS, ROWS = 4, 15, 5
RUNS = 5


def schema() -> dict[str, Any]:
    """60 fields on four pages: text, numbers, money, choices, days, conditions, a table, rules over several answers."""
    pages = [
        {
            "type": "group",
            "id": f"page-{page}",
            "label": f"Page {page}",
            "bihuan": {"as": "page"},
            "components": list(_components(page)),
        }
        for page in range(PAGES)
    ]
    rules = [
        {"id": f"r{page}", "condition": f"=n{page} <= m{page}", "message": "No.", "fields": [f"n{page}", f"m{page}"]}
        for page in range(PAGES)
    ]
    return {"type": "default", "id": "bench", "schemaVersion": 19, "components": pages, "bihuan": {"rules": rules}}


def _components(page: int) -> Iterator[dict[str, Any]]:
    for number in range(FIELDS - 8):
        yield _field("textfield", f"t{page}{number}", validate={"required": True, "maxLength": 200})
    yield _field("number", f"n{page}", validate={"min": 0, "max": 1000})
    yield _field("number", f"m{page}", bihuan={"as": "money", "currency": "CNY"})
    yield _field("select", f"s{page}", values=[{"label": str(value), "value": value} for value in range(10)])
    yield _field("datetime", f"d{page}")
    yield _field("checkbox", f"c{page}")
    yield _field("textarea", f"x{page}", conditional={"hide": f"=c{page} = false"}, validate={"pattern": "^[a-z ]*$"})
    yield _field("textfield", f"w{page}", bihuan={"requiredIf": f"=c{page}"})
    columns = [_field("textfield", f"item{page}"), _field("number", f"count{page}", validate={"min": 1})]
    table = {"type": "dynamiclist", "id": f"l{page}", "path": f"l{page}", "components": columns}
    yield {**table, "bihuan": {"as": "table", "minRows": 1, "unique": [f"item{page}"]}}


def _field(kind: str, key: str, **rest: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"f-{key}", "key": key, "label": key, **rest}


def answers() -> dict[str, Any]:
    """A submission of that form that is accepted."""
    given: dict[str, Any] = {}
    for page in range(PAGES):
        given |= {f"t{page}{number}": f"Answer {number}" for number in range(FIELDS - 8)}
        given |= {f"n{page}": 10, f"m{page}": "19.90", f"s{page}": 3, f"d{page}": "2026-03-10", f"c{page}": True}
        given |= {f"x{page}": "some words", f"w{page}": "w"}
        given[f"l{page}"] = [{f"item{page}": f"item {row}", f"count{page}": row + 1} for row in range(ROWS)]
    return given


def measured(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of CPU of one round, the median of the runs."""
    work()
    return statistics.median(_run(work, rounds) for _ in range(RUNS))


def _run(work: Callable[[], object], rounds: int) -> float:
    begun = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - begun) / rounds * 1000


def shipped() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every form of the packages that ship."""
    for path in sorted(packages.SHIPPED.glob("*/forms/*.form")):
        yield f"{path.parts[-3]}/{path.stem}", json.loads(path.read_text(encoding="utf-8"))


def judge(form: forms.Form, given: Mapping[str, Any]) -> forms.Submission:
    """One submission from outside."""
    return form.submit({}, given, files={}, zone=ZONE, now=NOW)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    large, given = forms.load(schema(), evaluate=catalogue.FORM_LANGUAGE), answers()
    assert judge(large, given).errors == ()
    print(f"60 fields, {PAGES} pages, {PAGES} tables of {ROWS} rows, all answered")
    print(f"  judge    {measured(partial(judge, large, given), rounds):6.2f} ms")
    print(f"  prefill  {measured(partial(large.prefill, given, zone=ZONE, now=NOW), rounds):6.2f} ms")
    print(f"  display  {measured(partial(large.display, given, 'en'), rounds):6.2f} ms")
    print(f"  load     {measured(partial(forms.load, schema(), evaluate=catalogue.FORM_LANGUAGE), 20):6.2f} ms")
    print("forms that ship, nothing answered")
    for name, drawn in shipped():
        form = forms.load(drawn, evaluate=catalogue.FORM_LANGUAGE)
        print(f"  {name:44} {measured(partial(judge, form, {}), rounds):6.2f} ms")


if __name__ == "__main__":
    main()
