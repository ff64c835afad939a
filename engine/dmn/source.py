"""One file among those that are read together: its elements by id, its types, its expressions, what it imports."""

from collections.abc import Iterable, Sequence

from lxml import etree

from engine.dmn.logic_reader import LogicReader
from engine.dmn.texts import TextReader
from engine.dmn.type_reader import Types
from engine.dmn.xml import attribute, children, tag

NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


class Source:
    """A file. Keys of the first file are its ids; those of imported ones have their namespace in front."""

    def __init__(self, xml: bytes, root: etree._Element, texts: TextReader, *, first: bool) -> None:
        self.xml = xml
        self.root = root
        self.namespace = root.get("namespace") or ""
        self.texts = texts
        self.types = Types(root, self.texts)
        self.logic = LogicReader(self.texts, self.types)
        self.first = first
        self.imports: list[tuple[str, Source]] = []
        self.nodes: dict[str, etree._Element] = {}

    def key(self, id: str) -> str:
        """The key of one of its nodes."""
        return id if self.first else f"{self.namespace}#{id}"

    def collect(self) -> None:
        """Find all nodes by id; a name stands for an id that was left out."""
        for element in children(self.root, *NODES):
            id = identity(element)
            if not id and tag(element) == "inputData":
                continue  # nothing can refer to it
            if not id:
                self.texts.problem("without-id", element, element=tag(element))
            elif id in self.nodes:
                self.texts.problem("duplicate-id", element, id=id)
            else:
                self.nodes[id] = element

    def find_imports(self, sources: Sequence["Source"]) -> None:
        """Connect the models that it imports; types of other languages (XSD, PMML) are left alone."""
        for element in children(self.root, "import"):
            if "/DMN/" not in (element.get("importType") or "/DMN/"):
                continue
            namespace = element.get("namespace") or ""
            found = next((source for source in sources if source.namespace == namespace), None)
            if found is None:
                self.texts.problem("import-missing", element, namespace=namespace)
            else:
                self.imports.append((attribute(element, "name"), found))
        self.types.imported = {name: source.types for name, source in self.imports if name}
        self.types.unnamed = tuple(source.types for name, source in self.imports if not name)

    def find(self, href: str) -> tuple["Source", str, str] | None:
        """The file, the id and the import's name of what a reference means; None when there is no such thing."""
        before, _, id = href.strip().rpartition("#")
        if before in ("", self.namespace) and id in self.nodes:
            return self, id, ""
        for name, source in self.imports:
            if id in source.nodes and before in (source.namespace, ""):
                return source, id, name
        return None


def identity(element: etree._Element) -> str:
    """The id of a node; its name where it has none."""
    return attribute(element, "id") or attribute(element, "name")


def reachable(first: Source, others: Iterable[Source]) -> list[Source]:
    """The first file and all that it imports, directly or not."""
    every = [first, *others]
    found, waiting = [first], [first]
    while waiting:
        source = waiting.pop()
        source.find_imports(every)
        for _, imported in source.imports:
            if imported not in found:
                found.append(imported)
                waiting.append(imported)
    return found
