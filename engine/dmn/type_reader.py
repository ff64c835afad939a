"""Item definitions from XML: the types that a file declares, and those it imports (DMN 1.5, 7.3.2)."""

from collections.abc import Mapping, Sequence

from lxml import etree

from engine.dmn.texts import TextReader
from engine.dmn.types import SIMPLE, Type
from engine.dmn.xml import attribute, child, children

_FEEL = "/FEEL/"


class Types:
    """The types of one file by name; `imported` are those of the files it imports, by the name of the import."""

    def __init__(self, root: etree._Element, texts: TextReader) -> None:
        self.namespace = root.get("namespace") or ""
        self.imported: Mapping[str, Types] = {}
        self.unnamed: Sequence[Types] = ()  # imports without a name, whose types are as those of the file
        self._prefixes: Mapping[str | None, str] = root.nsmap
        self._texts = texts
        self._items = {attribute(item, "name"): item for item in children(root, "itemDefinition")}
        self._made: dict[str, Type] = {}
        texts.named_type = self.named

    def declared(self) -> None:
        """Read every item definition, so that all that is wrong with them is noted."""
        for name, item in self._items.items():
            if self._is_circular(self.named(name)):
                self._texts.problem("circular-type", item, name=name)
                self._made[name] = Type(name)

    def _is_circular(self, of: Type | None) -> bool:
        seen: list[Type] = []
        while of is not None and of not in seen:
            seen.append(of)
            of = of.base
        return of is not None

    def named(self, reference: str) -> Type | None:
        """The type a `typeRef` means; None for `Any`, and for a name that nobody declares."""
        reference = reference.strip()
        if not reference:
            return None
        if reference in self._items:
            return self._declared(reference)
        if reference in SIMPLE:
            return SIMPLE[reference]
        return self._prefixed(reference)

    def of(self, element: etree._Element | None) -> Type | None:
        """The type that an element refers to, as an attribute or, in DMN 1.1, as an element inside."""
        if element is None:
            return None
        return self.named(element.get("typeRef") or _text(child(element, "typeRef")))

    def allowed_of(self, reference: str) -> etree._Element | None:
        """The allowed values of a type of this file or of an imported one."""
        found = self._items.get(reference)
        if found is not None:
            return child(found, "allowedValues")
        prefix, _, rest = reference.partition(".")
        return self.imported[prefix].allowed_of(rest) if rest and prefix in self.imported else None

    def component_allowed(self, reference: str, component: str) -> etree._Element | None:
        """The allowed values of one entry of a structure."""
        for item in children(self._items[reference], "itemComponent") if reference in self._items else ():
            if attribute(item, "name") == component:
                own = child(item, "allowedValues")
                return own if own is not None else self.allowed_of(_text(child(item, "typeRef")))
        return None

    def _prefixed(self, reference: str) -> Type | None:
        """`prefix:name` as XML writes it, `import.name` as DMN does."""
        prefix, colon, rest = reference.partition(":")
        if colon:
            namespace = self._prefixes.get(prefix, "")
            if prefix == "feel" or _FEEL in namespace:
                return SIMPLE.get(rest)
            other = next((types for types in self.imported.values() if types.namespace == namespace), self)
            return other.named(rest) if ":" not in rest else None
        for name, types in self.imported.items():
            if reference.startswith(f"{name}."):
                return types.named(reference.removeprefix(f"{name}."))
        return next((types._declared(reference) for types in self.unnamed if reference in types._items), None)

    def _declared(self, name: str) -> Type:
        if name not in self._made:
            self._made[name] = made = Type(name)
            self._fill(made, self._items[name])
        return self._made[name]

    def _fill(self, made: Type, item: etree._Element) -> None:
        made.collection = item.get("isCollection") == "true"
        function = child(item, "functionItem")
        if function is not None:
            made.is_function = True
            made.result = self.named(function.get("outputTypeRef") or "")
        made.base = self.of(item)
        made.allowed = self._texts.tests(child(item, "allowedValues"))
        made.constraint = self._texts.tests(child(item, "typeConstraint"))
        for component in children(item, "itemComponent"):
            made.components[attribute(component, "name")] = inner = Type(attribute(component, "name"))
            self._fill(inner, component)


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
