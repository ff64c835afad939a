"""Bytes from strangers become an XML tree, or are refused: no DTD, no entities, no network, bounded size and depth."""

from lxml import etree

from engine.errors import Finding, ModelRefused

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 200
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def parse(xml: bytes) -> etree._Element:
    """The root element of a BPMN file; raises ModelRefused with one finding when it is not safe, whole or BPMN."""
    if len(xml) > MAX_BYTES:
        raise _refused("xml-too-large", limit=MAX_BYTES)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _refused("xml-doctype")
    try:
        root = etree.fromstring(xml, parser())
    except etree.XMLSyntaxError as error:
        raise _refused("xml-malformed", line=error.lineno or 0, reason=error.msg or "") from error
    return checked(root)


def checked(root: etree._Element) -> etree._Element:
    """The root element, which is BPMN and not too deep."""
    if root.getroottree().docinfo.doctype:  # an encoding that hid the word from the search above
        raise _refused("xml-doctype")
    _check_depth(root)
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused("xml-not-bpmn", tag=str(root.tag))
    return root


def local_name(node: etree._Element) -> str:
    """The tag without its namespace; "" for what is not an element."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def namespace(node: etree._Element) -> str:
    """The namespace of the tag; "" where there is none."""
    return (etree.QName(node).namespace or "") if isinstance(node.tag, str) else ""


def children(node: etree._Element, name: str, space: str = BPMN) -> list[etree._Element]:
    """The direct children with this name."""
    return list(node.iterchildren(f"{{{space}}}{name}"))


def child(node: etree._Element, name: str, space: str = BPMN) -> etree._Element | None:
    """The first direct child with this name."""
    return next(iter(node.iterchildren(f"{{{space}}}{name}")), None)


def text(node: etree._Element | None) -> str:
    """What is written in the element, without the white space around it; "" where there is none."""
    return "" if node is None else (node.text or "").strip()


def line(node: etree._Element) -> int:
    """Where the element begins in the file; 0 when unknown."""
    return node.sourceline or 0


def parser(*, recover: bool = False) -> etree.XMLParser:
    """A parser that loads nothing and expands nothing; `recover` goes on after an error and notes it."""
    # One for each call: a parser object is not to be shared by threads.
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _check_depth(root: etree._Element) -> None:
    depth = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _refused("xml-too-deep", line=line(node), limit=MAX_DEPTH)


def _refused(code: str, *, line: int = 0, **params: object) -> ModelRefused:
    return ModelRefused([Finding(code=code, severity="error", line=line, params=dict(params))])
