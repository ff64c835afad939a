"""The few variables, functions and methods of JUEL whose meaning depends on no Java object of another engine."""

import re
from collections.abc import Callable, Mapping, Sequence

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation.feel_text import Piece, Untranslatable

# Counters of multi-instances have other names here, and loopCounter begins at 1 as in Camunda 8.
_VARIABLES: Mapping[str, Piece] = {
    "loopCounter": Piece("loopCounter - 1", feel.SUM),
    "nrOfInstances": Piece("numberOfInstances"),
    "nrOfCompletedInstances": Piece("numberOfCompletedInstances"),
    "nrOfActiveInstances": Piece("numberOfActiveInstances"),
}
_GETTER = re.compile(r"(?:get|is)([A-Z]\w*)")
_NOW = frozenset({"now", "dateTime"})
_SAME = frozenset({"toDate", "value", "stringValue", "numberValue", "boolValue", "elements", "longValue", "intValue"})
_UNITS = {"Years": "P{}Y", "Months": "P{}M", "Weeks": "P{}D", "Days": "P{}D", "Hours": "PT{}H", "Minutes": "PT{}M",
          "Seconds": "PT{}S"}  # fmt: skip
_METHODS: Mapping[tuple[str, int], Callable[..., Piece]] = {
    ("equals", 1): lambda it, other: feel.binary(feel.COMPARISON, it, "=", other),
    ("size", 0): lambda it: feel.call("count", it),
    ("length", 0): lambda it: feel.call("string length", it),
    ("isEmpty", 0): lambda it: feel.call("list contains", feel.literal(["", [], {}]), it),
    ("contains", 1): feel.contains,
    ("startsWith", 1): lambda it, other: feel.call("starts with", it, other),
    ("endsWith", 1): lambda it, other: feel.call("ends with", it, other),
    ("toLowerCase", 0): lambda it: feel.call("lower case", it),
    ("toUpperCase", 0): lambda it: feel.call("upper case", it),
    ("toString", 0): lambda it: feel.call("string", it),
    ("trim", 0): lambda it: feel.call("trim", it),
    ("concat", 1): lambda it, other: feel.joined([it, other]),
    ("get", 1): feel.element,
    ("prop", 1): lambda it, key: feel.call("get value", it, key),
}


def variable(name: str) -> Piece:
    """A variable by its name in JUEL."""
    return _VARIABLES.get(name) or feel.name(name)


def function_call(name: str, arguments: Sequence[Piece]) -> Piece:
    """`now()`, `dateTime()`, and the JSON wrapper `S(x)`, which our values do not need."""
    if name in _NOW and not arguments:
        return feel.call("now")
    if name in ("S", "JSON") and len(arguments) == 1:
        return arguments[0]
    raise Untranslatable("the function “{name}” belongs to another engine", name=name)


def method_call(piece: Piece, method: str, arguments: Sequence[Piece]) -> Piece:
    """A method whose meaning FEEL has too."""
    if piece.text == "execution":
        return _of_execution(method, arguments)
    if method in _SAME and not arguments:
        return piece
    for sign, prefix in (("+", "plus"), ("-", "minus")):
        unit = method.removeprefix(prefix)
        if method.startswith(prefix) and unit in _UNITS and len(arguments) == 1 and "now()" in piece.text:
            return feel.binary(feel.SUM, piece, sign, _duration(unit, arguments[0]))
    known = _METHODS.get((method, len(arguments)))
    if piece.text == "task" or (known is None and (arguments or not _GETTER.fullmatch(method))):
        raise Untranslatable("the method “{name}” belongs to a Java object", name=method)
    return feel.member(piece, _property(method)) if known is None else known(piece, *arguments)


def _property(getter: str) -> str:
    """`getAmount()` and `isOpen()` read what `amount` and `open` name, as Java's beans have it."""
    name = _GETTER.fullmatch(getter)[1]  # type: ignore[index]  # the caller has matched it
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _of_execution(method: str, arguments: Sequence[Piece]) -> Piece:
    if method == "getVariable" and len(arguments) == 1 and arguments[0].text.startswith('"'):
        return variable(arguments[0].text[1:-1])
    if method in ("getBusinessKey", "getProcessBusinessKey") and not arguments:
        return feel.name("businessKey")
    raise Untranslatable("the method “{name}” of the execution belongs to another engine", name=method)


def _duration(unit: str, amount: Piece) -> Piece:
    days = 7 if unit == "Weeks" else 1
    if amount.text.isdecimal():
        return feel.call("duration", feel.literal(_UNITS[unit].format(int(amount.text) * days)))
    before, after = _UNITS[unit].split("{}")
    number = amount if days == 1 else feel.binary(feel.PRODUCT, amount, "*", Piece(str(days)))
    return feel.call("duration", feel.joined([feel.literal(before), number, feel.literal(after)]))
