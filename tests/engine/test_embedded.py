"""The embedded server: found again, not started on a full disk, stopped by the last who uses it."""

from collections import namedtuple
from pathlib import Path

import psycopg
import pytest

from engine import embedded

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_told_before_anything_is_started(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100 << 20, 92 << 20, 8 << 20))
    with pytest.raises(embedded.EmbeddedServerFailed, match=r"8 MiB free.*BIHUAN_DATA_DIR"):
        embedded.start(data_dir)
    assert not (data_dir / "postgres").exists()


def test_a_folder_that_cannot_be_used_is_one_sentence(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "postgres").write_text("not a folder")
    with pytest.raises(embedded.EmbeddedServerFailed, match="did not start") as caught:
        embedded.start(data_dir)
    assert "\n" not in str(caught.value)


def test_whoever_leaves_last_stops_the_server(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    data_dir = tmp_path / "d"
    address = embedded.start(data_dir)
    with psycopg.connect(address):
        assert not embedded.leave(data_dir), "somebody still uses it"
    assert embedded.leave(data_dir)
    assert not (data_dir / "postgres" / "postmaster.pid").exists()
