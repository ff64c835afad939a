"""A process package as it lies in a folder or zip: models, forms, decisions, groups, texts."""

import hashlib
import io
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from engine.errors import PackageRefused

LARGEST_FILE = 5 << 20
LARGEST_PACKAGE = 40 << 20
MOST_FILES = 500

# What Python's reader of zips meets in files that were damaged, locked with a password, or packed in a way it lacks.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)

SHIPPED = Path(__file__).parent.parent / "processes"
"""Where the packages that come with the product lie."""


@dataclass(frozen=True, kw_only=True)
class GroupText:
    """A group that the package's tasks are offered to."""

    key: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Package:
    """Everything that is put into service together. Files are kept as they are written."""

    key: str
    version: str
    name: str
    models: Mapping[str, bytes]
    forms: Mapping[str, Mapping[str, Any]]
    decisions: Mapping[str, bytes]
    groups: tuple[GroupText, ...]
    texts: Mapping[str, Mapping[str, Any]]
    digest: str


def read_folder(folder: Path) -> Package:
    """The package in a folder; PackageRefused when it does not hold together."""
    if not (folder / "package.toml").is_file():
        raise PackageRefused(package=folder.name, reason="there is no package.toml in it")
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return _read(folder.name, {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def read_zip(data: bytes, name: str = "package.zip") -> Package:
    """The package in a zip whose top level, or only folder, holds package.toml."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {item.filename: archive.read(item) for item in _listed(archive, name)}
    except _UNREADABLE as error:
        raise PackageRefused(package=name, reason=f"it is not a zip file that can be unpacked: {error}") from error
    return _read(name, _without_top_folder(files))


def _listed(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Sizes are checked before anything is unpacked: a zip can promise little and hold a lot."""
    items = [item for item in archive.infolist() if not item.is_dir()]
    if len(items) > MOST_FILES or sum(item.file_size for item in items) > LARGEST_PACKAGE:
        raise PackageRefused(
            package=name, reason=f"it holds more than {MOST_FILES} files or {LARGEST_PACKAGE >> 20} MiB"
        )
    for item in items:
        if "\\" in item.filename or item.filename.startswith("/") or ".." in PurePosixPath(item.filename).parts:
            raise PackageRefused(package=name, reason="the name of a file in it leads out of it")
    return items


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    if "package.toml" in files:
        return files
    tops = {PurePosixPath(path).parts[0] for path in files}
    return {path.split("/", 1)[1]: data for path, data in files.items() if "/" in path} if len(tops) == 1 else files


def _read(name: str, files: dict[str, bytes]) -> Package:
    for path, data in files.items():
        if len(data) > LARGEST_FILE:
            raise PackageRefused(package=name, reason=f"{path} is larger than {LARGEST_FILE >> 20} MiB")
    about = _toml(name, files, "package.toml")
    models = _ending(files, ".bpmn")
    if not models or not about.get("key"):
        raise PackageRefused(package=name, reason="it needs a key in package.toml and at least one .bpmn file")
    return Package(
        key=str(about["key"]),
        version=str(about.get("version", "")),
        name=str(about.get("name", about["key"])),
        models=models,
        forms={path: _form(name, path, data) for path, data in _ending(files, ".form").items()},
        decisions=_ending(files, ".dmn"),
        groups=_groups(name, _toml(name, files, "org.toml") if "org.toml" in files else {}),
        texts=_texts(name, files),
        digest=_digest(files),
    )


def _ending(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(ending) and not path.startswith("scenarios/")}


def _toml(name: str, files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files[path].decode())
    except KeyError as error:
        raise PackageRefused(package=name, reason=f"there is no {path} in it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PackageRefused(package=name, reason=f"{path} cannot be read: {error}") from error


def _form(name: str, path: str, data: bytes) -> Mapping[str, Any]:
    try:
        form = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise PackageRefused(package=name, reason=f"{path} is not JSON: {error}") from error
    if not isinstance(form, dict) or not isinstance(form.get("id"), str):
        raise PackageRefused(package=name, reason=f"{path} is not a form with an id")
    return form


def _groups(name: str, org: Mapping[str, Any]) -> tuple[GroupText, ...]:
    groups = org.get("groups", [])
    if not isinstance(groups, list) or not all(isinstance(group, dict) and _is_group(group) for group in groups):
        raise PackageRefused(
            package=name, reason="each group in org.toml needs a key; names are a table, rights a list"
        )
    return tuple(
        GroupText(
            key=group["key"],
            name=group.get("name", group["key"]),
            names=group.get("names", {}),
            rights=tuple(group.get("rights", ())),
        )
        for group in groups
    )


def _is_group(group: Mapping[str, Any]) -> bool:
    key, names, rights = group.get("key"), group.get("names", {}), group.get("rights", [])
    return isinstance(key, str) and key != "" and isinstance(names, dict) and isinstance(rights, list)


def _texts(name: str, files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    paths = [path for path in files if path.startswith("locales/") and path.endswith(".toml")]
    texts = {PurePosixPath(path).stem: _toml(name, files, path) for path in paths}
    for locale, sections in texts.items():
        if not all(isinstance(section, dict) for section in sections.values()):
            raise PackageRefused(package=name, reason=f"everything in locales/{locale}.toml stands in a [section]")
    return texts


def _digest(files: Mapping[str, bytes]) -> str:
    """Over what runs; scenarios and samples may change without making a new version."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if not path.startswith(("scenarios/", "samples/")):
            digest.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
    return digest.hexdigest()
