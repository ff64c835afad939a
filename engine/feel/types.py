"""Names of types as they stand after `instance of` and in function parameters (DMN 1.3, 10.3.2.9)."""

from engine.feel.record import Record

SIMPLE_TYPES = frozenset(
    {
        "Any",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "range",
        "function",
    }
)


class FeelType(Record):
    """A type: its name; the types inside a list, range or function; the entries of a context."""

    name: str
    inner: tuple["FeelType", ...] = ()
    fields: tuple[tuple[str, "FeelType"], ...] = ()
    result: "FeelType | None" = None

    def __str__(self) -> str:
        if self.fields:
            return f"{self.name}<{', '.join(f'{name}: {of}' for name, of in self.fields)}>"
        return f"{self.name}<{', '.join(map(str, self.inner))}>" if self.inner else self.name
