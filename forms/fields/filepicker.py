"""Files to upload."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms import files, rules, values
from forms.component import Component
from forms.fields.field import Field
from forms.files import FileInfo
from forms.findings import Finding
from forms.scope import Occasion, Scope
from forms.submission import Problem

LIMITS = ("minSize", "maxSize", "maxSizeMb", "maxFiles")
"""Our own limits in the component's `bihuan` block: bytes or megabytes of each file, and number of files."""
MEGABYTE = 1024 * 1024


class FilePicker(Field):
    """While filling in: the key under which the browser sent files, or a list of keys and of references to kept files.

    After submission: a list of references (`FileInfo.reference`), or null. `accept` and `multiple` only guide the
    browser's dialog, so they are judged here, as are our own limits (`LIMITS`).
    """

    type = "filepicker"
    keyed = True

    def settle(self, component: Component, value: Any, own: Any, scope: Scope) -> Any:
        """Only keys that came with files, and only references the server itself holds.

        The viewer knows no kept files and sends null for them: null keeps them, an empty list gives them up.
        """
        strict = scope.occasion.strict
        held = own if strict and isinstance(own, list) else []
        items = value if isinstance(value, list) else [value]
        kept = [item for item in items if _came_along(item, scope.occasion) or _is_kept(item, held, strict)]
        if isinstance(value, list):
            return kept if kept or strict else None
        return kept[0] if kept else (held or None)

    def judge(self, component: Component, value: Any, own: Any, scope: Scope) -> Iterator[Problem]:
        """The rules every field has, then number, type and size of the files that came along."""
        yield from rules.judge(component, value, scope)
        fresh, kept = _split(value, scope.occasion)
        if fresh:
            yield from _too_many(self.most(component, scope), len(fresh) + len(kept))
            yield from _types(self.accept(component, scope), fresh)
            yield from _sizes(component, fresh)

    def most(self, component: Component, scope: Scope) -> int | None:
        """How many files may be chosen; None for any number."""
        return component.own.get("maxFiles") if scope.value(component.attributes.get("multiple")) is True else 1

    def accept(self, component: Component, scope: Scope) -> str:
        """The types that may be chosen, as HTML lists them; empty for all."""
        accept = scope.value(component.attributes.get("accept"))
        return accept if isinstance(accept, str) and "{{" not in accept else ""

    def finish(self, component: Component, value: Any, occasion: Occasion) -> Any:
        """References in place of keys."""
        fresh, kept = _split(value, occasion)
        return [*kept, *(file.reference() for file in fresh)] or None

    def describe(self, component: Component) -> Mapping[str, Any]:
        """The key of uploaded files, or a list of keys and of references to files that are kept; null keeps all."""
        key = {"type": "string", "pattern": f"^{files.KEY_PREFIX}"}
        reference = {"type": "object", "required": ["name", "sha256"]}
        return {"anyOf": [key, {"type": "array", "items": {"anyOf": [key, reference]}}, {"type": "null"}]}

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The names of the files."""
        fresh, kept = _split(value, scope.occasion)
        return ", ".join([*(str(reference["name"]) for reference in kept), *(file.filename for file in fresh)])

    def examine(self, component: Component) -> Iterator[Finding]:
        """Our own limits must be numbers, whole ones except for megabytes."""
        for name in LIMITS:
            limit = component.own.get(name)
            if limit is not None and not _is_limit(limit, whole=name != "maxSizeMb"):
                yield Finding(code="limit-not-numeric", component_id=component.id, params={"limit": name})


def _came_along(item: Any, occasion: Occasion) -> bool:
    return files.is_key(item) and bool(occasion.files.get(item))


def _is_kept(item: Any, held: list[Any], strict: bool) -> bool:
    """From outside only what the server holds counts; its own data is trusted."""
    return values.contains(held, item) if strict else files.is_reference(item)


def _split(value: Any, occasion: Occasion) -> tuple[list[FileInfo], list[Any]]:
    """The files that came along, and the references that were there before."""
    items = value if isinstance(value, list) else [value]
    fresh = [file for item in dict.fromkeys(filter(files.is_key, items)) for file in occasion.files.get(item, ())]
    return fresh, [item for item in items if files.is_reference(item)]


def _is_limit(limit: Any, *, whole: bool) -> bool:
    return values.is_number(limit) and 0 <= limit < 1e15 and (not whole or isinstance(limit, int))


def _too_many(most: int | None, count: int) -> Iterator[Problem]:
    if most is not None and count > most:
        yield Problem(code="file-count", params={"limit": str(most)})


def _types(accept: str, fresh: Sequence[FileInfo]) -> Iterator[Problem]:
    for file in fresh:
        if not files.accepts(accept, file):
            yield Problem(code="file-type", params={"name": file.filename, "accept": accept})


def _sizes(component: Component, fresh: Sequence[FileInfo]) -> Iterator[Problem]:
    least, most, megabytes = (component.own.get(name) for name in ("minSize", "maxSize", "maxSizeMb"))
    for file in fresh:
        if most is not None and file.size > most:
            yield Problem(code="file-too-large", params={"name": file.filename, "limit": str(most)})
        elif megabytes is not None and file.size > megabytes * MEGABYTE:
            params = {"name": file.filename, "limit": values.text_of(megabytes)}
            yield Problem(code="file-larger-than-mb", params=params)
        elif least is not None and file.size < least:
            yield Problem(code="file-too-small", params={"name": file.filename, "limit": str(least)})
