"""Moments as FEEL writes them: ISO 8601 with an offset, with a zone name after "@", or with neither."""

from datetime import datetime
from zoneinfo import ZoneInfo


def read(text: str, zone: ZoneInfo) -> datetime:
    """The aware moment that a text stands for; `zone` is the zone of texts that name none. ValueError if it is none."""
    written, _, name = text.partition("@")
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(name) if name else zone)
