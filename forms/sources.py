"""Where options come from when neither the form nor its data holds them: people, groups, customers, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

KINDS = ("person", "department", "role", "customer", "decision", "connector")
PAGE_SIZE = 20
"""Options on one page of a search."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose: what is stored, what people read, and what tells it from others of that name."""

    value: Any
    label: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class OptionPage:
    """Some of the options that fit a search, and whether there are more."""

    options: Sequence[Option] = ()
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """A component's `bihuan.source`: its kind, its own parameters, and the fields whose answers narrow it down."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()


class Sources(Protocol):
    """What a form is handed to look options up with (forms know no database).

    `context` has the answers that the source depends on, by field key; one that is not there yet is None.
    """

    def find(self, source: Source, query: str, page: int, context: Mapping[str, Any], /) -> OptionPage:
        """The options that fit the words of the query (all for the empty one); pages count from 1."""

    def known(self, source: Source, values: Sequence[Any], context: Mapping[str, Any], /) -> Sequence[Option]:
        """The options of those values that the source has; values it does not have are left out."""


class NoSources:
    """Offers nothing, so that no form trusts a value that nobody looked up."""

    def find(self, source: Source, query: str, page: int, context: Mapping[str, Any], /) -> OptionPage:
        """No options."""
        return OptionPage()

    def known(self, source: Source, values: Sequence[Any], context: Mapping[str, Any], /) -> Sequence[Option]:
        """None of them."""
        return ()


NO_SOURCES = NoSources()


def read(own: Mapping[str, Any], implied: str | None = None) -> Source | None:
    """The source that a component's `bihuan` block draws; `implied` is the kind when it draws none."""
    drawn = own.get("source")
    if not isinstance(drawn, Mapping):
        return None if implied is None else Source(kind=implied)
    names = drawn.get("dependsOn")
    return Source(
        kind=str(drawn.get("kind") or implied or ""),
        parameters={name: value for name, value in drawn.items() if name not in ("kind", "dependsOn")},
        depends_on=tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else (),
    )
