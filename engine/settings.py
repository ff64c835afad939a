"""The one place that reads the environment: every setting, its meaning and a default that works."""

import os
import secrets
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class SettingRefused(Exception):
    """A setting that cannot work; the text says which one and what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What can be set, by an environment variable `BIHUAN_<NAME>` each; bad values refuse to start."""

    database_url: str = ""
    """A PostgreSQL address; empty runs the embedded server in the data folder."""
    data_dir: Path = Path(".data")
    """Where the embedded database, uploaded files and the secret key live."""
    host: str = "127.0.0.1"
    """The address to listen on; the default serves this machine only."""
    port: int = 8000
    """The port to listen on."""
    public_url: str = ""
    """How people reach this installation, for links in mails; empty means http://host:port."""
    sample_data: bool = False
    """Whether the made-up sample company is on: its people log in by one click."""
    development: bool = False
    """Whether development controls (moving the clock, the mailbox page) are offered."""
    secret_key: str = field(default="", repr=False)
    """Signs cookies; empty makes one on first start and keeps it in the data folder."""
    smtp_url: str = field(default="", repr=False)
    """smtp://user:password@host:port (smtps:// or ?starttls=1); empty keeps mails in the mailbox page."""
    mail_from: str = "Bihuan <no-reply@localhost>"
    """The sender of mails."""
    files_url: str = ""
    """Any fsspec address for uploaded files; empty is the folder `files` in the data folder."""
    max_upload_mb: int = 25
    """The largest single file, in MiB."""
    max_request_mb: int = 60
    """The largest request with all its files, in MiB."""
    session_hours: int = 12
    """How long a login lasts without activity."""
    locale: str = "zh-CN"
    """The language of people who have chosen none: zh-CN or en."""
    time_zone: str = "Asia/Shanghai"
    """The time zone of dates on pages and in FEEL."""
    threads: int = 6
    """Requests worked on at once in one process; each may hold one database connection."""
    worker_threads: int = 2
    """Jobs run at once in one worker."""
    archive_after_days: int = 90
    """Days after its end until an instance leaves the working tables, where it still is found; 0 is never."""
    dead_after: int = 20
    """Seconds without a sign of life until a worker counts as dead and others take its jobs over; at least 4."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read `BIHUAN_*`; an unknown name or a bad value raises SettingRefused with a clear sentence."""
        known = {item.name.upper(): item.type for item in fields(cls)}
        given: dict[str, Any] = {}
        for name, text in os.environ.items():  # noqa: TID251 - this module is the one that may read it
            if not name.startswith("BIHUAN_"):
                continue
            short = name.removeprefix("BIHUAN_")
            if short not in known:
                raise SettingRefused(f"There is no setting {name}. Known ones: {', '.join(sorted(known))}.")
            given[short.lower()] = _convert(name, text, known[short])
        return cls(**given)._checked()

    def _checked(self) -> Self:
        if self.database_url and urlsplit(self.database_url).scheme not in ("postgresql", "postgres"):
            raise SettingRefused(
                "BIHUAN_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
                "leave it out to use the embedded database."
            )
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in ("smtp", "smtps"):
            raise SettingRefused("BIHUAN_SMTP_URL must look like smtp://user:password@host:587?starttls=1.")
        if self.dead_after < 4:
            raise SettingRefused("BIHUAN_DEAD_AFTER must be at least 4 seconds: a busy worker is not a dead one.")
        if self.locale not in ("zh-CN", "en"):
            raise SettingRefused("BIHUAN_LOCALE must be zh-CN or en.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise SettingRefused(
                f"BIHUAN_TIME_ZONE {self.time_zone!r} is not a known time zone such as Asia/Shanghai."
            ) from error
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.time_zone)

    @property
    def base_url(self) -> str:
        """The address people use, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def files_address(self) -> str:
        """The fsspec address of uploaded files."""
        return self.files_url or f"file://{(self.data_dir / 'files').resolve()}"

    def with_secret_key(self) -> Self:
        """The same settings with a secret key, made once and kept readable by its owner only."""
        if self.secret_key:
            return self
        path = self.data_dir / "secret.key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return replace(self, secret_key=path.read_text().strip())


def _convert(name: str, text: str, kind: Any) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SettingRefused(f"{name} must be 1 or 0, not {text!r}.")
    if kind is int:
        if not text.isdecimal():
            raise SettingRefused(f"{name} must be a whole number, not {text!r}.")
        return int(text)
    return Path(text) if kind is Path else text
