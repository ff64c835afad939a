"""Texts with FEEL inside: `{{expression}}`, `{{#if …}}…{{/if}}`, `{{#loop …}}…{{/loop}}`, or a whole `=expression`."""

import re
from collections.abc import Iterator
from typing import Any

from forms import values
from forms.scope import Scope, is_expression

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_OPENING = re.compile(r"#(if|loop)\s+(.*)", re.DOTALL)
_MOST_ROUNDS = 1_000


def is_template(written: Any) -> bool:
    """Is there anything to compute in the text?"""
    return is_expression(written) or (isinstance(written, str) and _TAG.search(written) is not None)


def expressions(written: str) -> Iterator[str]:
    """Every FEEL text in the template, without its braces."""
    if is_expression(written):
        yield written[1:]
        return
    for tag in _TAG.findall(written):
        opening = _OPENING.match(tag.strip())
        if opening:
            yield opening[2]
        elif not tag.strip().startswith("/"):
            yield tag


def render(written: Any, scope: Scope) -> str:
    """The text with everything computed; what cannot be computed leaves nothing behind."""
    if is_expression(written):
        return _shown(scope.value(written))
    return "".join(_rendered(_parts(written), scope)) if isinstance(written, str) else values.text_of(written)


def _parts(written: str) -> list[str]:
    """Plain text at even places, what stood in braces at odd ones."""
    return _TAG.split(written)


def _rendered(parts: list[str], scope: Scope) -> Iterator[str]:
    at = 0
    while at < len(parts):
        if at % 2 == 0:
            yield parts[at]
        elif opening := _OPENING.match(parts[at].strip()):
            end = _closing(parts, at, opening[1])
            yield from _block(opening[1], scope.value("=" + opening[2]), parts[at + 1 : end], scope)
            at = end
        elif not parts[at].strip().startswith("/"):
            yield _shown(scope.value("=" + parts[at]))
        at += 1


def _closing(parts: list[str], at: int, kind: str) -> int:
    """Where the block ends; a block that never ends reaches to the end of the text."""
    depth = 0
    for place in range(at, len(parts), 2):
        tag = parts[place].strip()
        depth += tag.startswith(f"#{kind}") - (tag == f"/{kind}")
        if depth == 0:
            return place
    return len(parts)


def _block(kind: str, value: Any, inner: list[str], scope: Scope) -> Iterator[str]:
    if kind == "if":
        if value is True:
            yield from _rendered(inner, scope)
        return
    for index, item in enumerate(value[:_MOST_ROUNDS] if isinstance(value, list) else ()):
        yield from _rendered(inner, scope.loop_round(item, index))


def _shown(value: Any) -> str:
    return ", ".join(map(_shown, value)) if isinstance(value, list) else values.text_of(value)
