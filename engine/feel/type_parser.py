"""Types in the text of an expression: `number`, `list<string>`, `context<a: date>`, `function<number> -> string`."""

from engine.feel.special_names import Spellings
from engine.feel.tokens import TokenReader
from engine.feel.types import FeelType

_LONG_TYPES = Spellings(("date and time", "days and time duration", "years and months duration"))


def parse_type(reader: TokenReader) -> FeelType:
    """The type that begins at the reader's place; a name that no type has is kept, and refused when it is needed."""
    depth = reader.depth
    reader.deeper()
    try:
        return _parse(reader)
    finally:
        reader.depth = depth


def _parse(reader: TokenReader) -> FeelType:
    long = _LONG_TYPES.at(reader.tokens, reader.index)
    if long is not None:
        name, length = long
        reader.advance(length)
        return FeelType(name)
    name = "function" if reader.accept("function") else _type_name(reader)
    if name in ("list", "range") and reader.accept("<"):
        inner = parse_type(reader)
        reader.expect(">")
        return FeelType(name, (inner,))
    if name == "context" and reader.accept("<"):
        return _context(reader)
    if name == "function" and reader.accept("<"):
        return _function(reader)
    return FeelType(name)


def _type_name(reader: TokenReader) -> str:
    if reader.accept("null"):
        return "Null"
    parts: list[str] = []
    while not parts or reader.accept("."):
        part = reader.name(after_dot=True)
        if part is None:
            reader.fail("expected-type")
        parts.append(part)
    return ".".join(parts)


def _context(reader: TokenReader) -> FeelType:
    fields: list[tuple[str, FeelType]] = []
    while not reader.at(">"):
        if fields:
            reader.expect(",")
        name = reader.free_name(":")
        reader.expect(":")
        fields.append((name, parse_type(reader)))
    reader.expect(">")
    return FeelType("context", fields=tuple(fields))


def _function(reader: TokenReader) -> FeelType:
    parameters: list[FeelType] = []
    while not reader.at(">"):
        if parameters:
            reader.expect(",")
        parameters.append(parse_type(reader))
    reader.expect(">")
    reader.expect("->")
    return FeelType("function", tuple(parameters), result=parse_type(reader))
