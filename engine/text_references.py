"""The texts of a package name elements of its models by their ids; what names none is seen by nobody."""

import re
from collections.abc import Iterator

from engine import feel
from engine.errors import Finding
from engine.packages import Package

_SECTIONS = ("elements", "descriptions", "stages")
"""Those that are written by the ids of elements."""
_ID = re.compile(r"""\bid\s*=\s*["']([^"']+)["']""")


def check(package: Package) -> Iterator[tuple[str, Finding]]:
    """A warning for each text of an element that no model of the package has, as (path, finding)."""
    drawn = {found for xml in package.models.values() for found in _ID.findall(xml.decode(errors="replace"))}
    if not drawn:  # a file in another encoding; better no warning than a hundred wrong ones
        return
    for locale, texts in package.texts.items():
        for section in _SECTIONS:
            for element_id in sorted(set(texts.get(section, {})) - drawn):
                yield f"locales/{locale}.toml", _finding(element_id, section, drawn)


def _finding(element_id: str, section: str, drawn: set[str]) -> Finding:
    suggestion = feel.closest(element_id, sorted(drawn))
    params = {"element": element_id, "section": section}
    if suggestion is None:
        return Finding(code="text-without-element", severity="warning", element_id=element_id, params=params)
    return Finding(
        code="text-mistyped",
        severity="warning",
        element_id=element_id,
        params={**params, "suggestion": suggestion},
    )
