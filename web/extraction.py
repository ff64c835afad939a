"""Keeps the catalogues in step with the words in code and templates: `python -m web.extraction` refreshes them."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from web.i18n import FOLDER, LOCALES

ROOT = Path(__file__).parent.parent
SOURCE_LOCALE = "en"

Found = tuple[int, str, str, list[str]]


def extracted() -> Catalog:
    """Every message of pages, errors, findings and forms, with the files it stands in."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel has no types here
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(ROOT, methods, options, comment_tags=("Translators:",), directory_filter=_is_ours)
    for path, line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(message, None, [(path, line)], auto_comments=comments, context=context)
    return catalogue


def _is_ours(folder: str | Path) -> bool:
    path = Path(folder).relative_to(ROOT)
    return path.parts[:1] in ((), ("engine",), ("forms",), ("web",)) and path.parts[:2] not in (
        ("web", "assets"),
        ("web", "static"),
    )


def error_messages(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's way to ask: the docstring's first line of every class that has a `code`, as its message template."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef) and _has_code(node):
            text = ast.get_docstring(node)
            if text:
                yield node.lineno, "_", text.splitlines()[0], []


def message_tables(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's way to ask: every text in a table from codes to texts whose name ends in MESSAGES."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict) and _is_table(node):
            yield from _texts_of(node.value.values)


def _is_table(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(to, ast.Name) and to.id.endswith("MESSAGES") for to in targets)


def reasons(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's way to ask: the plain reasons with which the exceptions named in the option `of` are made."""
    names = options["of"].split()
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _texts_of([*node.args[:1], *(word.value for word in node.keywords if word.arg == "reason")])


def _texts_of(nodes: Sequence[ast.expr]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, "_", node.value, []


def _has_code(node: ast.ClassDef) -> bool:
    return any(
        isinstance(line, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "code" for to in line.targets)
        for line in node.body
    )


def catalogue_of(locale: str) -> Catalog:
    """The translations of a language as they are kept."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale.replace("-", "_"), charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale.replace("-", "_"), charset="utf-8")


def path_of(locale: str) -> Path:
    """The file of a language."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def update(locale: str) -> list[Message]:
    """Add new messages to a language, drop those that are gone; returns those without a translation."""
    catalogue = catalogue_of(locale)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Without header and line numbers, and sorted, so that a change shows as the lines that changed.
        write_po(file, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=0)
    return untranslated(catalogue)


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that have no, or only a guessed, translation."""
    return [message for message in catalogue if message.id and (message.fuzzy or not all(_texts(message.string)))]


def _texts(text: str | Sequence[str] | None) -> Sequence[str]:
    return [text or ""] if isinstance(text, str) or text is None else text


def main() -> int:
    """Refresh every language; names what lacks a translation and fails when something does."""
    missing = {locale: update(locale) for locale in LOCALES if locale != SOURCE_LOCALE}
    for locale, messages in missing.items():
        for message in messages:
            sys.stdout.write(f"{path_of(locale).relative_to(ROOT)}: {message.id!r} ({message.locations[0][0]})\n")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
