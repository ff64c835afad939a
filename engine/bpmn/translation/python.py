"""Simple Python expressions, as SpiffWorkflow's models write them, become FEEL. They are parsed, never run."""

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence

from engine.bpmn.translation import feel_text as feel
from engine.bpmn.translation.feel_text import Piece, Untranslatable

_MAX_LENGTH = 10_000
_MAX_DEPTH = 50
_COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "=", ast.IsNot: "!=",
}  # fmt: skip
_ARITHMETIC: Mapping[type[ast.operator], tuple[int, str]] = {
    ast.Add: (feel.SUM, "+"),
    ast.Sub: (feel.SUM, "-"),
    ast.Mult: (feel.PRODUCT, "*"),
    ast.Div: (feel.PRODUCT, "/"),
}
_FUNCTIONS: Mapping[tuple[str, int], Callable[..., Piece]] = {
    ("len", 1): feel.size,
    ("str", 1): lambda it: feel.call("string", it),
    ("abs", 1): lambda it: feel.call("abs", it),
    ("sum", 1): lambda it: feel.call("sum", it),
    ("min", 1): lambda it: feel.call("min", it),
    ("max", 1): lambda it: feel.call("max", it),
    ("min", 2): lambda one, two: feel.call("min", one, two),
    ("max", 2): lambda one, two: feel.call("max", one, two),
    ("any", 1): lambda it: feel.call("any", it),
    ("all", 1): lambda it: feel.call("all", it),
    ("round", 1): lambda it: feel.call("decimal", it, Piece("0")),
    ("round", 2): lambda it, places: feel.call("decimal", it, places),
}
_METHODS: Mapping[tuple[str, int], Callable[..., Piece]] = {
    ("get", 1): lambda it, key: feel.call("get value", it, key),
    ("lower", 0): lambda it: feel.call("lower case", it),
    ("upper", 0): lambda it: feel.call("upper case", it),
    ("strip", 0): lambda it: feel.call("trim", it),
    ("startswith", 1): lambda it, other: feel.call("starts with", it, other),
    ("endswith", 1): lambda it, other: feel.call("ends with", it, other),
    ("join", 1): lambda it, items: feel.call("string join", items, it),
}
_TIMEDELTA = {"weeks": "P{}D", "days": "P{}D", "hours": "PT{}H", "minutes": "PT{}M", "seconds": "PT{}S"}


def expression(text: str) -> Piece:
    """The FEEL of a Python expression."""
    return piece(parse(text.strip(), "eval").body)  # type: ignore[attr-defined]  # "eval" gives an Expression


def parse(text: str, mode: str) -> ast.AST:
    """The syntax tree; Untranslatable for what is no Python, or too long or deep to look at."""
    if len(text) > _MAX_LENGTH:
        raise Untranslatable("the text is too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(text, mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Untranslatable("this is no Python") from error


def piece(node: ast.AST, depth: int = 0) -> Piece:
    """The FEEL of one node of the tree."""
    if depth > _MAX_DEPTH:
        raise Untranslatable("the expression is nested too deeply")
    render = _RENDER.get(type(node))
    if render is None:
        raise Untranslatable("Python's {syntax} has no equivalent in FEEL", syntax=type(node).__name__)
    return render(node, depth + 1)


def _constant(node: ast.Constant, _depth: int) -> Piece:
    if isinstance(node.value, bytes | complex) or node.value is ...:
        raise Untranslatable("FEEL has no value of this kind")
    return feel.literal(node.value)


def _name(node: ast.Name, _depth: int) -> Piece:
    return feel.name(node.id)


def _boolean(node: ast.BoolOp, depth: int) -> Piece:
    level, word = (feel.AND, "and") if isinstance(node.op, ast.And) else (feel.OR, "or")
    result = piece(node.values[0], depth)
    for value in node.values[1:]:
        result = feel.binary(level, result, word, piece(value, depth))
    return result


def _unary(node: ast.UnaryOp, depth: int) -> Piece:
    operand = piece(node.operand, depth)
    if isinstance(node.op, ast.Not):
        return feel.negated(operand)
    if isinstance(node.op, ast.USub):
        return Piece(f"-{operand.within(feel.ATOM)}", feel.UNARY)
    raise Untranslatable("FEEL has no such operator")


def _arithmetic(node: ast.BinOp, depth: int) -> Piece:
    left, right = piece(node.left, depth), piece(node.right, depth)
    if isinstance(node.op, ast.Mod) and not left.text.startswith('"'):
        return feel.call("modulo", left, right)
    if isinstance(node.op, ast.FloorDiv):
        return feel.call("floor", feel.binary(feel.PRODUCT, left, "/", right))
    if type(node.op) not in _ARITHMETIC:
        raise Untranslatable("FEEL has no such operator")
    level, operator = _ARITHMETIC[type(node.op)]
    if operator == "+" and isinstance(node.left, ast.List | ast.ListComp):
        return feel.call("concatenate", left, right)
    return feel.binary(level, left, operator, right)


def _compare(node: ast.Compare, depth: int) -> Piece:
    operands = [piece(each, depth) for each in (node.left, *node.comparators)]
    tests = [_test(operands[at], operator, operands[at + 1]) for at, operator in enumerate(node.ops)]
    result = tests[0]
    for test in tests[1:]:
        result = feel.binary(feel.AND, result, "and", test)
    return result


def _test(left: Piece, operator: ast.cmpop, right: Piece) -> Piece:
    if isinstance(operator, ast.In):
        return feel.contains(right, left)
    if isinstance(operator, ast.NotIn):
        return feel.negated(feel.contains(right, left))
    return feel.binary(feel.COMPARISON, left, _COMPARE[type(operator)], right)


def _choice(node: ast.IfExp, depth: int) -> Piece:
    return feel.choice(piece(node.test, depth), piece(node.body, depth), piece(node.orelse, depth))


def _attribute(node: ast.Attribute, depth: int) -> Piece:
    return feel.member(piece(node.value, depth), node.attr)


def _subscript(node: ast.Subscript, depth: int) -> Piece:
    container, key = piece(node.value, depth), node.slice
    if isinstance(key, ast.Slice):
        raise Untranslatable("Python's slices are not translated")
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return feel.member(container, key.value)
    if isinstance(key, ast.Constant) and type(key.value) is int:
        return feel.at(container, key.value)
    if isinstance(key, ast.UnaryOp) and isinstance(key.operand, ast.Constant) and isinstance(key.operand.value, int):
        return feel.at(container, -key.operand.value)
    return feel.element(container, piece(key, depth))


def _list(node: ast.List | ast.Tuple, depth: int) -> Piece:
    return feel.items(piece(each, depth) for each in node.elts)


def _dictionary(node: ast.Dict, depth: int) -> Piece:
    keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    if not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
        raise Untranslatable("the keys of this dictionary are not plain texts")
    return feel.context((str(key), piece(value, depth)) for key, value in zip(keys, node.values, strict=True))


def _formatted(node: ast.JoinedStr, depth: int) -> Piece:
    parts = []
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            if each.format_spec is not None or each.conversion != -1:
                raise Untranslatable("FEEL does not format values in texts")
            parts.append(piece(each.value, depth))
        else:
            parts.append(piece(each, depth))
    return feel.joined(parts) if parts else feel.literal("")


def _call(node: ast.Call, depth: int) -> Piece:
    arguments = [piece(each, depth) for each in node.args]
    if isinstance(node.func, ast.Name):
        return _function(node.func.id, node.keywords, arguments, depth)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "timedelta":
        return _function("timedelta", node.keywords, arguments, depth)
    if isinstance(node.func, ast.Attribute) and not node.keywords:
        return _method(node.func, arguments, depth)
    raise Untranslatable("this call is not understood")


def _function(name: str, keywords: Sequence[ast.keyword], arguments: Sequence[Piece], depth: int) -> Piece:
    if name == "timedelta" and not arguments and len(keywords) == 1:
        return _timedelta(keywords[0], depth)
    known = _FUNCTIONS.get((name, len(arguments)))
    if known is None or keywords:
        raise Untranslatable("the function “{name}” is Python's or the other engine's", name=name)
    return known(*arguments)


def _method(node: ast.Attribute, arguments: Sequence[Piece], depth: int) -> Piece:
    if node.attr == "now" and isinstance(node.value, ast.Name | ast.Attribute) and not arguments:
        return feel.call("now")
    known = _METHODS.get((node.attr, len(arguments)))
    if known is None:
        raise Untranslatable("the method “{name}” is Python's", name=node.attr)
    return known(piece(node.value, depth), *arguments)


def _timedelta(keyword: ast.keyword, depth: int) -> Piece:
    pattern, amount = _TIMEDELTA.get(keyword.arg or ""), piece(keyword.value, depth)
    if pattern is None:
        raise Untranslatable("this timedelta is not understood")
    if amount.text.isdecimal():
        written = feel.literal(pattern.format(int(amount.text) * (7 if keyword.arg == "weeks" else 1)))
    else:
        number = feel.binary(feel.PRODUCT, amount, "*", Piece("7")) if keyword.arg == "weeks" else amount
        before, after = pattern.split("{}")
        written = feel.joined([feel.literal(before), number, feel.literal(after)])
    return feel.call("duration", written)


def _comprehension(node: ast.ListComp, depth: int) -> Piece:
    generator = node.generators[0]
    if len(node.generators) > 1 or not isinstance(generator.target, ast.Name) or generator.is_async:
        raise Untranslatable("this comprehension is not understood")
    source = piece(generator.iter, depth)
    body = piece(node.elt, depth)
    each = f"for {feel.plain_name(generator.target.id)} in {source.within(feel.OR)} return "
    if not generator.ifs:
        return Piece(each + body.text, feel.LOOSE)
    # FEEL's filters name no item, so each value goes with its own test through the list.
    tests = " and ".join(piece(test, depth).within(feel.COMPARISON) for test in generator.ifs)
    return Piece(f"({each}{{kept: {tests}, value: {body.text}}})[kept].value")


_RENDER: Mapping[type[ast.AST], Callable[..., Piece]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _arithmetic,
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Dict: _dictionary,
    ast.JoinedStr: _formatted,
    ast.Call: _call,
    ast.ListComp: _comprehension,
}
