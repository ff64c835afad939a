"""Functions of contexts (DMN 1.3, 10.3.4.9)."""

from typing import Any

from engine.feel.builtins.arguments import context, items, string, wrong
from engine.feel.builtins.registry import FunctionFailed, builtin
from engine.feel.run import Run
from engine.feel.values import from_host


@builtin("get value", "m, key", "context, key")
def get_value(run: Run, source: Any, key: Any) -> Any:
    """The entry of a name that is computed; null when there is none."""
    if type(key) is list and key:
        return _get_path(source, key)
    return from_host(context(source, "m").get(string(key, "key")))


def _get_path(source: Any, keys: list[Any]) -> Any:
    value = source
    for key in keys:
        if type(value) is not dict:
            return None
        value = from_host(value.get(string(key, "key")))
    return value


@builtin("get entries", "m", "context")
def get_entries(run: Run, source: Any) -> list[Any]:
    return [{"key": key, "value": value} for key, value in context(source, "m").items()]


@builtin("context", "entries")
def from_entries(run: Run, entries: Any) -> dict[str, Any]:
    """The inverse of `get entries`."""
    made: dict[str, Any] = {}
    for entry in items(entries, "entries"):
        if type(entry) is not dict or "key" not in entry or "value" not in entry:
            raise wrong("entries", "list<context<key: string, value: Any>>", entries)
        key = string(entry["key"], "key")
        if key in made:
            raise FunctionFailed(f"“{key}” is given twice")
        made[key] = entry["value"]
    return made


@builtin("context put", "context, key, value", "context, keys, value")
def put(run: Run, source: Any, key: Any, value: Any) -> dict[str, Any]:
    """The context with one entry more or changed; a list of keys leads into contexts inside."""
    if type(source) is not dict:
        raise wrong("context", "context", source)
    if type(key) is not list:
        return {**source, string(key, "key"): value}
    return _put_path(source, [string(part, "keys") if type(part) is str else part for part in key], value)


def _put_path(source: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or len(keys) > 100 or not all(type(key) is str for key in keys):
        raise wrong("keys", "list<string>", keys)
    key, rest = keys[0], keys[1:]
    if not rest:
        return {**source, key: value}
    inner = source.get(key)
    if inner is not None and type(inner) is not dict:
        raise wrong("keys", "path of contexts", keys)
    return {**source, key: _put_path(inner or {}, rest, value)}


@builtin("context merge", "contexts")
def merge(run: Run, contexts: Any) -> dict[str, Any]:
    """All entries together; of the same name the last one counts."""
    made: dict[str, Any] = {}
    for source in items(contexts, "contexts"):
        if type(source) is not dict:
            raise wrong("contexts", "list<context>", contexts)
        run.charge(len(source))
        made.update(source)
    return made
