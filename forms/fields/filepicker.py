"""Files to upload."""

from collections.abc import Iterator, Sequence
from typing import Any

from forms import files, rules, values
from forms.component import Component
from forms.fields.field import Field
from forms.files import FileInfo
from forms.findings import Finding
from forms.scope import Occasion, Scope
from forms.submission import Problem

LIMITS = ("minSize", "maxSize", "maxFiles")
"""Our own limits in the component's `bihuan` block: bytes of each file, and number of files."""


class FilePicker(Field):
    """While filling in: the key under which the browser sent files, or a list of keys and of references to kept files.

    After submission: a list of references (`FileInfo.reference`), or null. `accept` and `multiple` only guide the
    browser's dialog, so they are judged here, as are our own limits `bihuan.minSize`, `maxSize` and `maxFiles`.
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
            yield from _count(component, len(fresh) + len(kept), scope)
            yield from _types(component, fresh, scope)
            yield from _sizes(component, fresh)

    def finish(self, component: Component, value: Any, occasion: Occasion) -> Any:
        """References in place of keys."""
        fresh, kept = _split(value, occasion)
        return [*kept, *(file.reference() for file in fresh)] or None

    def read(self, component: Component, value: Any, scope: Scope) -> str:
        """The names of the files."""
        fresh, kept = _split(value, scope.occasion)
        return ", ".join([*(str(reference["name"]) for reference in kept), *(file.filename for file in fresh)])

    def examine(self, component: Component) -> Iterator[Finding]:
        """Our own limits must be whole numbers."""
        for name in LIMITS:
            limit = _limit(component, name)
            if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 0):
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


def _limit(component: Component, name: str) -> Any:
    own = component.attributes.get("bihuan")
    return own.get(name) if isinstance(own, dict) else None


def _count(component: Component, count: int, scope: Scope) -> Iterator[Problem]:
    most = _limit(component, "maxFiles")
    if scope.value(component.attributes.get("multiple")) is not True:
        most = 1
    if most is not None and count > most:
        yield Problem(code="file-count", params={"limit": str(most)})


def _types(component: Component, fresh: Sequence[FileInfo], scope: Scope) -> Iterator[Problem]:
    accept = scope.value(component.attributes.get("accept"))
    if not isinstance(accept, str) or "{{" in accept:
        return
    for file in fresh:
        if not files.accepts(accept, file):
            yield Problem(code="file-type", params={"name": file.filename, "accept": accept})


def _sizes(component: Component, fresh: Sequence[FileInfo]) -> Iterator[Problem]:
    least, most = _limit(component, "minSize"), _limit(component, "maxSize")
    for file in fresh:
        if most is not None and file.size > most:
            yield Problem(code="file-too-large", params={"name": file.filename, "limit": str(most)})
        elif least is not None and file.size < least:
            yield Problem(code="file-too-small", params={"name": file.filename, "limit": str(least)})
