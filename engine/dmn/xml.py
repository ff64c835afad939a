"""DMN files as XML trees, read without trusting them: no DOCTYPE, no entities, no network, no endless files."""

from collections.abc import Iterator

from lxml import etree

from engine.dmn.errors import DecisionRefused, Problem

MAX_BYTES = 4_000_000
_MODEL = "/spec/DMN/"  # part of the namespace of every version, 1.1 to 1.5


def read_definitions(xml: bytes) -> etree._Element:
    """The root of a DMN model; raises DecisionRefused."""
    if len(xml) > MAX_BYTES:
        raise _refused("file-too-large", size=str(len(xml)), limit=str(MAX_BYTES))
    if b"<!DOCTYPE" in xml[:10_000]:  # before parsing; the document is asked again below, whatever its encoding
        raise _refused("doctype")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise _refused("not-xml", reason=str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise _refused("doctype")
    if tag(root) != "definitions" or _MODEL not in (etree.QName(root).namespace or ""):
        raise _refused("not-dmn", element=tag(root))
    return root


def _refused(code: str, **params: str) -> DecisionRefused:
    return DecisionRefused([Problem(code=code, params=params)])


def tag(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements of these names directly inside."""
    return (child for child in element if tag(child) in names)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first element of this name directly inside."""
    return None if element is None else next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """The trimmed content of the `text` element inside."""
    inner = child(element, "text")
    return "".join(map(str, inner.itertext())).strip() if inner is not None else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute with its white space collapsed; empty when it is not there."""
    return " ".join((element.get(name) or "").split()) if element is not None else ""
