"""Names of languages: zh-Hans-CN is also zh-Hans and zh."""

from collections.abc import Iterator


def widening(locale: str) -> Iterator[str]:
    """The locale itself, then every wider one."""
    parts = locale.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def language(locale: str) -> str:
    """The language alone."""
    return locale.replace("_", "-").split("-")[0].lower()
