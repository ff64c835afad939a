"""How tightly operators bind, from the loosest to the tightest (DMN 1.3, 10.3.1.2)."""

ANYTHING, OR, AND, COMPARISON, SUM, PRODUCT, POWER, NEGATION, VALUE = range(9)
"""`VALUE` is what needs no operator: a name, a literal, something in brackets, and what may follow it (`.a`, `[1]`)."""

RANKS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in", "instance"), COMPARISON),
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "**": POWER,
}
"""The rank of the operators between two values, by their first word."""
