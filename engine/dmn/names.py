"""The names that models give to things, which only they can tell from operators: `in stock`, `e-mail`."""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from engine.dmn.xml import attribute, tag

_NAMING = frozenset(
    (
        "inputData", "decision", "businessKnowledgeModel", "decisionService", "import", "variable", "parameter",
        "formalParameter", "column", "itemDefinition", "itemComponent", "output",
    )
)  # fmt: skip


class Names(Mapping[str, "Names"]):
    """All names of some models, each of which may have any other as an entry; what an expression is compiled among."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._names = frozenset(name for root in roots for element in root.iter() for name in _names_of(element))

    def __getitem__(self, name: str) -> "Names":
        if name in self._names:
            return self
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _names_of(element: etree._Element) -> Iterator[str]:
    name = attribute(element, "name") if tag(element) in _NAMING else attribute(element, "iteratorVariable")
    if name:
        yield name
