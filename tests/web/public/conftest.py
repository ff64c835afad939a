"""The fixtures of the pages, for those without a login."""

from tests.web.pages.conftest import asked, claimed, deployed, value

__all__ = ["asked", "claimed", "deployed", "value"]
