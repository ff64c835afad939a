"""Random FEEL from bytes: texts that follow the grammar, and mutations of them, for hypothesis and the fuzzer alike."""

from collections.abc import Sequence

MAX_DEPTH = 5
_NAMES = ("a", "b", "x y", "item", "partial", "customer", "金额", "?", "e-mail")
_PROPERTIES = ("year", "month", "days", "hour", "time offset", "start", "a", "b c")
_NUMBERS = ("0", "1", "-1", "2.5", ".5", "10", "1e3", "99999999999999999999999999999999999", "0.1", "1E-7", "1e6144")
_TEXTS = (
    '""',
    '"a"',
    '"2026-01-31"',
    '"P1Y2M"',
    '"PT1H"',
    '"10:00:00"',
    '"[1..2]"',
    '"\\n"',
    '"\\uD83D\\uDE00"',
    '"金"',
)
_TEMPORAL = (
    *("2026-01-31", "-9999-12-31", "10:00:00Z", "2026-01-31T10:00:00@Europe/Paris", "P1Y", "-P1DT2H3.5S"),
    *("999999999-12-31", "24:00:00", "nothing", "2026-02-30"),
)
_PATTERNS = ('"a+"', '"(a+)+b"', '"[a-z]*"', '"^.$"', '"(a|b){1,3}\\\\1"', '"\\\\p{L}"', '"["', '"a**"', '"$1"')
_FUNCTIONS = (
    *("abs", "floor", "decimal", "sqrt", "modulo", "sum", "mean", "median", "mode", "stddev", "count", "min", "max"),
    *("all", "any", "not", "append", "concatenate", "insert before", "remove", "reverse", "index of", "union"),
    *("distinct values", "flatten", "sublist", "list contains", "sort", "list replace", "product", "string"),
    *("number", "substring", "string length", "upper case", "contains", "starts with", "split", "string join"),
    *("matches", "replace", "date", "time", "date and time", "duration", "years and months duration", "day of week"),
    *("week of year", "now", "today", "is", "is defined", "context", "context put", "context merge", "get value"),
    *("get entries", "range", "before", "overlaps", "includes", "during", "meets", "coincides", "even", "exp", "log"),
    *("round half up", "substring before", "month of year", "string contains", "get or else", "assert", "a"),
)
_TYPES = (
    "number",
    "string",
    "Any",
    "list<number>",
    "context<a: date>",
    "function<Any> -> Any",
    "range<date>",
    "null",
    "x",
)
_OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or")
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


class Writer:
    """Makes texts out of bytes; the same bytes make the same text, and no bytes the simplest one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, below: int) -> int:
        """A choice between 0 and `below`, from the next byte."""
        if self._at >= len(self._data):
            return 0
        self._at += 1
        return self._data[self._at - 1] % below

    def one(self, options: Sequence[str]) -> str:
        return options[self.number(len(options))]

    def expression(self, depth: int = 0) -> str:
        if depth >= MAX_DEPTH:
            return self._atom()
        forms = (self._binary, self._call, self._bracketed, self._worded, self._following, self._tested)
        chosen = self.number(len(forms) + 1)
        return forms[chosen - 1](depth + 1) if chosen else self._atom()

    def unary(self) -> str:
        """Unary tests, as in a cell of a decision table."""
        if self.number(8) == 7:
            return "-"
        tests = self._tests(1)
        return f"not({tests})" if self.number(4) == 3 else tests

    def _atom(self) -> str:
        kinds = (_NAMES, _NUMBERS, _TEXTS, ("true", "false", "null"), _TEMPORAL)
        kind = kinds[self.number(len(kinds))]
        text = self.one(kind)
        return f'@"{text}"' if kind is _TEMPORAL else text

    def _binary(self, depth: int) -> str:
        left, operator, right = self.expression(depth), self.one(_OPERATORS), self.expression(depth)
        text = f"{left} {operator} {right}"
        return f"({text})" if self.number(3) == 0 else text

    def _call(self, depth: int) -> str:
        name = self.one(_FUNCTIONS)
        if name in ("matches", "replace", "split"):
            return f"{name}({self.expression(depth)}, {self.one(_PATTERNS)}, {self.one(_TEXTS)})"
        if name == "sort":
            return f"sort({self.expression(depth)}, function(a, b) {self.expression(depth)})"
        return f"{name}({self._list(depth)})"

    def _list(self, depth: int) -> str:
        return ", ".join(self.expression(depth) for _ in range(self.number(4)))

    def _bracketed(self, depth: int) -> str:
        form = self.number(5)
        if form == 0:
            return f"[{self._list(depth)}]"
        if form == 1:
            opening, closing = self.one("[(]"), self.one("])[")
            return f"{opening}{self.expression(depth)}..{self.expression(depth)}{closing}"
        if form == 2:
            return f"({self.one(_COMPARISONS)} {self.expression(depth)})"
        if form == 3:
            return f"({self.expression(depth)})"
        names = ("a", "b c", '"d-e"', "e-mail")
        return "{" + ", ".join(f"{self.one(names)}: {self.expression(depth)}" for _ in range(self.number(4))) + "}"

    def _worded(self, depth: int) -> str:
        form = self.number(5)
        if form == 0:
            return f"if {self.expression(depth)} then {self.expression(depth)} else {self.expression(depth)}"
        if form == 1:
            return f"for {self._iterators(depth)} return {self.expression(depth)}"
        if form == 2:
            quantifier = self.one(("some", "every"))
            return f"{quantifier} {self._iterators(depth)} satisfies {self.expression(depth)}"
        if form == 3:
            return f"function(a, b: {self.one(_TYPES)}) {self.expression(depth)}"
        return f"{self.expression(depth)} instance of {self.one(_TYPES)}"

    def _iterators(self, depth: int) -> str:
        written = []
        for _ in range(1 + self.number(2)):
            end = f"..{self.expression(depth)}" if self.number(3) == 1 else ""
            written.append(f"{self.one(_NAMES)} in {self.expression(depth)}{end}")
        return ", ".join(written)

    def _following(self, depth: int) -> str:
        value = self.expression(depth)
        form = self.number(4)
        if form == 0:
            return f"{value}.{self.one(_PROPERTIES)}"
        if form == 1:
            return f"{value}[{self.expression(depth)}]"
        if form == 2:
            return f"{value}({self._list(depth)})"
        return f"-{value}"

    def _tested(self, depth: int) -> str:
        value = self.expression(depth)
        form = self.number(3)
        if form == 0:
            return f"{value} in ({self._tests(depth)})"
        if form == 1:
            return f"{value} in {self._test(depth)}"
        return f"{value} between {self.expression(depth)} and {self.expression(depth)}"

    def _tests(self, depth: int) -> str:
        return ", ".join(self._test(depth) for _ in range(1 + self.number(3)))

    def _test(self, depth: int) -> str:
        return f"{self.one(_COMPARISONS)} {self.expression(depth)}" if self.number(2) else self.expression(depth)


_PIECES = (
    *("(", ")", "[", "]", "{", "}", ",", ":", ".", "..", '"', "@", "?", "-", "+", "*", "/", "**", "=", "<", "!=", "\\"),
    *(" ", "\n", "//", "/*", "*/", "'", "$", "1", "e", "金", "\u200b", "\U0001f600", "é", "0.", "\x00", "not(", " in "),
    *(
        "for ",
        "return ",
        "if ",
        "then ",
        "else ",
        "some ",
        "satisfies ",
        "function(",
        "instance of ",
        "external {",
        "and ",
    ),
)


def text_of(data: bytes) -> tuple[str, bool]:
    """A text and whether it is meant as unary tests: by the grammar, mutated, of pieces, or the bytes themselves."""
    writer = Writer(data[1:])
    is_unary = bool(data[:1]) and data[0] % 2 == 1
    way = data[0] // 2 % 8 if data else 0
    if way == 7:
        return data[1:].decode("utf-8", "replace"), is_unary
    if way == 6:
        return "".join(_PIECES[byte % len(_PIECES)] for byte in data[1:]), is_unary
    text = writer.unary() if is_unary else writer.expression()
    return (_mutated(text, writer) if way >= 4 else text), is_unary


def _mutated(text: str, writer: Writer) -> str:
    """The text with a few pieces put in, or characters taken out or doubled."""
    for _ in range(1 + writer.number(4)):
        at = (writer.number(256) * 256 + writer.number(256)) % (len(text) + 1)
        change = writer.number(3)
        if change == 0:
            text = text[:at] + writer.one(_PIECES) + text[at:]
        elif change == 1:
            text = text[:at] + text[at + 1 + writer.number(8) :]
        else:
            text = text[:at] + text[at : at + 1 + writer.number(32)] + text[at:]
    return text
