"""Expressions that try to take all time or memory, or to crash the interpreter; each ends in an error or a value."""

from itertools import pairwise

_TEXT = "a" * 16


def _chain(step: str, length: int) -> str:
    """The step once for each letter `$a` and the one after it `$b`."""
    letters = "abcdefghijklmnopqrstuvwxyz"[: length + 1]
    return "".join(step.replace("$a", one).replace("$b", other) for one, other in pairwise(letters))


_LETTERS = '"' + "a" * 40 + '"'

EXPRESSIONS: dict[str, str] = {
    # nesting
    "many parentheses": "(" * 5_000 + "1" + ")" * 5_000,
    "many brackets": "[" * 5_000 + "]" * 5_000,
    "many braces": "{a:" * 3_000 + "1" + "}" * 3_000,
    "many minus signs": "- " * 9_000 + "1",
    "many conditionals": "if true then " * 1_000 + "1" + " else 0" * 1_000,
    "many functions": "function() " * 1_500 + "1",
    "many iterations": "for i in " * 1_500 + "1",
    "many quantifiers": "some x in [1] satisfies " * 800 + "true",
    "many paths": "a" + ".a" * 9_000,
    "many filters": "a" + "[1]" * 6_000,
    "many calls": "f" + "()" * 9_000,
    "many comparisons": "1" + " = 1" * 4_000,
    "many memberships": "1" + " in [1]" * 2_500,
    "many types": "1 instance of " + "list<" * 3_000 + "number" + ">" * 3_000,
    "unclosed parentheses": "(" * 15_000,
    "open ranges": "[1.." * 4_000,
    "a long text": "1+" * 20_000 + "1",
    "many comments": "/*" * 9_000,
    "many names with symbols": "a-" * 9_000 + "a",
    "many entries with symbols": "{" + ",".join(f"a-{n}:1" for n in range(2_200)) + "}",
    "many parameters with symbols": "function(" + ",".join(f"a-{n}" for n in range(2_500)) + ") 1",
    "many iterators with symbols": "for " + ",".join(f"a-{n} in 1" for n in range(1_500)) + " return 1",
    "entries twice": "{" + ",".join(["a:1"] * 4_900) + "}",
    # endless work
    "a trillion steps": "for i in 1..1000000000000 return i",
    "a trillion steps backwards": "for i in 1000000000000..1 return i",
    "a range of a trillion": "for i in [1..1000000000000] return i",
    "days of a billion years": "for d in @\"0001-01-01\"..@\"999999999-12-31\" return d",
    "loops in loops": "for a in 1..10000, b in 1..10000, c in 1..10000 return a",
    "nothing to find": "some a in 1..100000, b in 1..100000 satisfies a + b < 0",
    "everything to check": "every a in 1..100000, b in 1..100000 satisfies a + b > 0",
    "endless recursion": "{f: function(g) g(g), r: f(f)}.r",
    "mutual recursion": "{f: function(g, h) h(g, h), r: f(f, f)}.r",
    "a tree of calls": "{f: function(g, n) if n = 0 then 1 else g(g, n - 1) + g(g, n - 1), r: f(f, 40)}.r",
    "a slow sort": "sort(for i in 1..3000 return modulo(i * 7919, 3001), "
    "function(a, b) count(for j in 1..50 return j) > a - b)",
    "many distinct contexts": "distinct values(for i in 1..5000 return {a: i})",
    "many duplicate lists": "duplicate values(for i in 1..5000 return [i])",
    "a property of shared lists": "{a: [1, 2]" + _chain(", $b: [$a, $a]", 24) + ", z: y.year}.z",
    "a property of what was made so far": "for i in 1..1000 return [[partial], [partial]].year",
    "types of shared lists": "{a: [1, 2]" + _chain(", $b: [$a, $a]", 24) + ", z: y instance of "
    + "list<" * 25 + "number" + ">" * 25 + "}.z",
    "shared lists as arguments": "{f: function(a: " + "list<" * 25 + "number" + ">" * 25 + ") 1, a: [1, 2]"
    + _chain(", $b: [$a, $a]", 24) + ", z: f(y)}.z",
    "shared lists among distinct ones": "{a: [1, 2]" + _chain(", $b: [$a, $a]", 24)
    + ", z: distinct values([y, [y], y])}.z",
    "shared lists in a context": "{a: {b: [1, 2]}" + _chain(", $b: {x: $a, y: $a}", 24) + ", z: string(y)}.z",
    "shared lists that are the same": "{a: [1, 2]" + _chain(", $b: [$a, $a]", 24) + ", z: is(y, [x, x])}.z",
    "shared lists looked for": "{a: [1, 2]" + _chain(", $b: [$a, $a]", 24) + ", z: index of([y, y], [x, x])}.z",
    "comparing shared lists": "{a: [1, 1]" + _chain(", $b: [$a, $a]", 24) + ", z: y = [x, x]}.z",
    # patterns
    "nested stars": f'matches({_LETTERS}, "(a+)+b")',
    "nested stars of choices": f'matches({_LETTERS}, "(a|a)*b")',
    "nested counted": f'matches({_LETTERS}, "(a{{1,30}}){{1,30}}b")',
    "repeated optional": f'matches({_LETTERS}, "{"a?" * 40}{"a" * 40}b")',
    "many dots and stars": f'matches({_LETTERS}, "{".*" * 30}b")',
    "back references": f'matches({_LETTERS}, "(a*)(a*)(a*)(a*)(a*)\\\\1\\\\2\\\\3b")',
    "a huge pattern": 'matches("a", "((a{1000}){1000}){1000}")',
    "a deep pattern": 'matches("a", "' + "(" * 900 + ")" * 900 + '")',
    "an email bomb": f'matches({_LETTERS}, "^([a-zA-Z0-9]+[._-]?)+@([a-z0-9-]+\\\\.)+[a-z]+$")',
    "a splitting bomb": f'split({_LETTERS}, "(a+)+b")',
    "a replacing bomb": f'replace({_LETTERS}, "(.*)*x", "y")',
    # memory
    "doubling a text": '{a: "xxxxxxxxxxxxxxxx"' + _chain(", $b: $a + $a", 24) + "}.y",
    "doubling by joining": '{a: "xxxxxxxxxxxxxxxx"' + _chain(", $b: string join([$a, $a, $a, $a])", 13) + "}.n",
    "growing by replacing": '{a: "aaaaaaaaaaaaaaaa"' + _chain(', $b: replace($a, "a", "aaaaaaaaaaaaaaaa")', 7) + "}.h",
    "growing by groups": '{a: "aaaaaaaaaaaaaaaa"' + _chain(', $b: replace($a, "(.+)", "$1$1$1$1$1$1$1$1")', 10) + "}.k",
    "doubling a list": "{a: [1, 2, 3, 4]" + _chain(", $b: concatenate($a, $a)", 24) + "}.y",
    "flattening half a billion": "{a: [1, 2, 3, 4]" + _chain(", $b: [$a, $a]", 24) + ", z: flatten(y)}.z",
    "the text of shared lists": "{a: [1, 2, 3, 4]" + _chain(", $b: [$a, $a]", 24) + ", z: string(y)}.z",
    "a long delimiter": '{d: "' + "x" * 10_000 + '", z: string join(for i in 1..100000 return "", d)}.z',
    "keeping everything": 'for i in 1..100000 return for j in 1..100000 return [i, j]',
    "partial results": "for i in 1..10000 return count(partial) + count(flatten(partial))",
    "many contexts": 'for i in 1..200000 return {a: i, b: {c: i}}',
    # numbers
    "a tower of powers": "9 ** 9 ** 9 ** 9",
    "a huge exponent": "1e6144 * 1e6144",
    "a huge literal": "1e999999999",
    "a huge product": "product(for i in 1..20000 return 1e300)",
    "a huge duration": 'duration("P999999999D") * 1e300',
    "a far date": 'date("999999999-12-31") + duration("P999999999Y")',
    "a huge rounding": "decimal(1e6000, 6000)",
    "a huge exponential": "exp(1e6000)",
    "a huge position": "[1, 2, 3][1e6000]",
}  # fmt: skip
