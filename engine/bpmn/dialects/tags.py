"""Attributes and extension elements of a dialect, under any of the namespaces it is written with."""

from dataclasses import dataclass

from lxml import etree

from engine.bpmn import reader


@dataclass(frozen=True)
class Tags:
    """`prefix` is how findings name the dialect; `namespaces` are all that count as it."""

    prefix: str
    namespaces: tuple[str, ...]

    def declared(self, node: etree._Element) -> bool:
        """Whether the file speaks this dialect here."""
        return any(space in self.namespaces for space in node.nsmap.values())

    def get(self, node: etree._Element, name: str) -> str | None:
        """An attribute of this dialect."""
        written = (node.get(f"{{{space}}}{name}") for space in self.namespaces)
        return next((text for text in written if text), None)

    def attributes(self, node: etree._Element) -> list[str]:
        """Local names of all attributes of this dialect."""
        names = [etree.QName(str(name)) for name in node.attrib if str(name).startswith("{")]
        return [name.localname for name in names if name.namespace in self.namespaces]

    def owns(self, node: etree._Element) -> bool:
        """Whether an element is of this dialect."""
        return reader.namespace(node) in self.namespaces

    def extensions(self, node: etree._Element) -> list[etree._Element]:
        """The extension elements of this dialect."""
        holder = reader.child(node, "extensionElements")
        return [] if holder is None else [each for each in holder if self.owns(each)]

    def child(self, node: etree._Element, name: str) -> etree._Element | None:
        """The first extension element with this name."""
        return next((each for each in self.extensions(node) if reader.local_name(each) == name), None)

    def inner(self, node: etree._Element, *names: str) -> list[etree._Element]:
        """The direct children of an extension element with one of these names."""
        return [each for each in node if self.owns(each) and reader.local_name(each) in names]
