"""Settings: read from the environment, refused with a clear sentence when they cannot work."""

import stat
from pathlib import Path

import pytest

from engine.settings import SettingRefused, Settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BIHUAN_SAMPLE_DATA", "BIHUAN_DEVELOPMENT"):  # `make test` sets them
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default_that_works() -> None:
    settings = Settings.from_environment()
    assert (settings.host, settings.port, settings.sample_data) == ("127.0.0.1", 8000, False)
    assert settings.base_url == "http://127.0.0.1:8000"


def test_values_are_read_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_PORT", "9000")
    monkeypatch.setenv("BIHUAN_SAMPLE_DATA", "yes")
    monkeypatch.setenv("BIHUAN_DATA_DIR", "/srv/data")
    settings = Settings.from_environment()
    assert (settings.port, settings.sample_data, settings.data_dir) == (9000, True, Path("/srv/data"))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BIHUAN_PROT", "1", "no setting BIHUAN_PROT"),
        ("BIHUAN_PORT", "eighty", "whole number"),
        ("BIHUAN_SAMPLE_DATA", "perhaps", "1 or 0"),
        ("BIHUAN_DATABASE_URL", "mysql://x", "postgresql://"),
        ("BIHUAN_SMTP_URL", "http://x", "smtp://"),
        ("BIHUAN_LOCALE", "fr", "zh-CN or en"),
        ("BIHUAN_TIME_ZONE", "Mars/Olympus", "time zone"),
    ],
)
def test_a_bad_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingRefused, match=says):
        Settings.from_environment()


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(data_dir: Path) -> None:
    first = Settings(data_dir=data_dir).with_secret_key().secret_key
    assert len(first) > 40
    assert Settings(data_dir=data_dir).with_secret_key().secret_key == first
    assert stat.S_IMODE((data_dir / "secret.key").stat().st_mode) == 0o600


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(Settings(secret_key="s3cret", smtp_url="smtp://user:hunter2@host"))
    assert "s3cret" not in shown
    assert "hunter2" not in shown
