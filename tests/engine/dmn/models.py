"""Small DMN files, written as text."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(*elements: str, namespace: str = NAMESPACE, attributes: str = "") -> bytes:
    """A DMN file that holds these elements."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{namespace}" id="defs" name="test" '
        f'namespace="urn:test" {attributes}>{"".join(elements)}</definitions>'
    ).encode()


def decision(id: str, logic: str, *, requires: Sequence[str] = (), name: str = "", variable: str = "") -> str:
    """A decision that requires others by id; ids that begin with a capital are those of input data."""
    required = "".join(
        f'<informationRequirement><{"requiredInput" if r[0].isupper() else "requiredDecision"} href="#{r}"/>'
        "</informationRequirement>"
        for r in requires
    )
    named = f"<variable name={quoteattr(variable)}/>" if variable else ""
    return f"<decision id={quoteattr(id)} name={quoteattr(name or id)}>{named}{required}{logic}</decision>"


def literal(text: str) -> str:
    return f'<literalExpression id="lit"><text>{escape(text)}</text></literalExpression>'


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[str],
    *,
    policy: str = "",
    aggregation: str = "",
    values: Sequence[str] = (),
    defaults: Sequence[str] = (),
) -> str:
    """A decision table. An input is an expression or `expression: type`; a rule is its cells divided by `|`."""
    hit = f' hitPolicy="{policy}"' if policy else ""
    hit += f' aggregation="{aggregation}"' if aggregation else ""
    columns = "".join(_input(number, text) for number, text in enumerate(inputs, 1))
    for number, name in enumerate(outputs, 1):
        given = _texts("outputValues", values, number) + _texts("defaultOutputEntry", defaults, number)
        columns += f'<output id="out{number}" name="{name}">{given}</output>'
    rows = "".join(_rule(number, rule.split("|"), len(inputs)) for number, rule in enumerate(rules, 1))
    return f'<decisionTable id="table"{hit}>{columns}{rows}</decisionTable>'


def _input(number: int, text: str) -> str:
    expression, _, type_ref = text.partition(": ")
    ref = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<input id="in{number}" label="Input {number}"><inputExpression id="inx{number}"{ref}>'
        f"<text>{escape(expression)}</text></inputExpression></input>"
    )


def _texts(tag: str, texts: Sequence[str], number: int) -> str:
    found = texts[number - 1] if len(texts) >= number else ""
    return f"<{tag}><text>{escape(found)}</text></{tag}>" if found else ""


def _rule(number: int, cells: list[str], inputs: int) -> str:
    entries = "".join(
        f'<{tag} id="r{number}c{column}"><text>{escape(cell.strip())}</text></{tag}>'
        for column, cell in enumerate(cells, 1)
        for tag in ("inputEntry" if column <= inputs else "outputEntry",)
    )
    return f'<rule id="rule{number}">{entries}</rule>'
