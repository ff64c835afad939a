"""`bihuan decide`: ask a decision of a DMN file, without a database."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from engine import clock, decision_files, dmn
from engine.decision_records import recorded
from engine.settings import Settings

Inputs = Annotated[
    list[str],
    typer.Option("--input", "-i", help="name=value, where the value is JSON or else a text; or a JSON object."),
]


def decide(
    file: Annotated[Path, typer.Argument(help="A DMN file; what it imports lies beside it.", exists=True)],
    inputs: Inputs = [],  # noqa: B006 - typer copies it
    decision: Annotated[str, typer.Option(help="The id of the decision; none: the one nobody else requires.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")] = False,
) -> None:
    """Ask a decision of a DMN file; ends with 1 when it has no result for these values."""
    now = clock.now().astimezone(Settings.from_environment().zone).replace(microsecond=0)
    try:
        model = decision_files.load(file.read_bytes(), beside(file))
        key = decision or _only(model)
        outcome = model.decide(key, _variables(inputs), now=now)
    except dmn.DmnError as error:
        sys.exit(f"bihuan: {error}")
    record = recorded(outcome, key=key, definition_id="", version=0)
    sys.stdout.write((_json(record) if as_json else "\n".join(_told(record))) + "\n")


def beside(file: Path) -> list[bytes]:
    """The other decision files of its folder, which it may import."""
    return [path.read_bytes() for path in sorted(file.parent.glob("*.dmn")) if path != file]


def _only(model: dmn.DecisionModel) -> str:
    """The decision at the end of the graph."""
    required = {need.key for decision in model.decisions.values() for need in decision.needs.decisions}
    last = [key for key in model.decisions if key not in required]
    if len(last) == 1:
        return last[0]
    sys.exit(f"bihuan: say which decision with --decision: {', '.join(model.decisions) or 'the file has none'}")


def _variables(inputs: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for text in inputs:
        name, equals, value = text.partition("=")
        if text.lstrip().startswith("{"):
            found |= _object(text)
        elif equals:
            found[name.strip()] = _value(value)
        else:
            sys.exit(f"bihuan: “{text}” is neither name=value nor a JSON object.")
    return found


def _object(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        sys.exit(f"bihuan: “{text}” is no JSON: {error}")
    return dict(found)


def _value(text: str) -> Any:
    """JSON where it is JSON, otherwise the text itself."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _told(record: Mapping[str, Any]) -> Iterator[str]:
    """The graph in order: each decision with its value, and below it what its tables looked at and which rules."""
    for evaluation in record["evaluations"]:
        yield f"{evaluation['name']} = {_said(evaluation['value'])}"
        for table in evaluation["tables"]:
            inputs = ", ".join(f"{each['label']} = {_said(each['value'])}" for each in table["inputs"])
            yield f"  {inputs}"
            for rule in table["rules"]:
                outputs = ", ".join(f"{name} = {_said(value)}" for name, value in rule["outputs"].items())
                yield f"  rule {rule['rule']}: {outputs}"


def _said(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def _json(record: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in record.items() if name not in ("definition", "version")}
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2, default=str).decode()
