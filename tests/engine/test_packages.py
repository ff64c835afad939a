"""Packages: read from a folder or a zip, the same either way, refused when they do not hold together."""

import io
import zipfile
from pathlib import Path

import pytest

from engine import packages
from engine.errors import PackageRefused

SHIPPED = packages.SHIPPED / "complaint-handling"


def zipped(folder: Path, top: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, top + path.relative_to(folder).as_posix())
    return data.getvalue()


@pytest.mark.parametrize("top", ["", "complaint-handling/"])
def test_a_zip_is_the_same_package_as_its_folder(top: str) -> None:
    assert packages.read_zip(zipped(SHIPPED, top)) == packages.read_folder(SHIPPED)


def test_scenarios_do_not_make_a_new_version(tmp_path: Path) -> None:
    before = packages.read_folder(SHIPPED).digest
    data = io.BytesIO(zipped(SHIPPED))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("scenarios/another.toml", "name = 'x'")
    assert packages.read_zip(data.getvalue()).digest == before
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("forms/another.form", '{"id": "x", "components": []}')
    assert packages.read_zip(data.getvalue()).digest != before


def test_a_zip_that_promises_too_much_is_not_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("package.toml", "key = 'x'")
        archive.writestr("bomb.bpmn", b"\0" * (packages.LARGEST_PACKAGE + 1))
    with pytest.raises(PackageRefused, match="MiB"):
        packages.read_zip(data.getvalue())


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "package.toml"),
        ({"package.toml": "key = "}, "cannot be read"),
        ({"package.toml": "key = 'x'"}, "at least one"),
        ({"package.toml": "key = 'x'", "a.bpmn": "", "a.form": "{"}, "not JSON"),
        ({"package.toml": "key = 'x'", "a.bpmn": "", "a.form": "[]"}, "not a form"),
    ],
)
def test_what_does_not_hold_together_is_refused_with_the_reason(files: dict[str, str], reason: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    with pytest.raises(PackageRefused, match=reason):
        packages.read_zip(data.getvalue())


def test_what_is_no_zip_says_so() -> None:
    with pytest.raises(PackageRefused, match="not a zip"):
        packages.read_zip(b"hello")
