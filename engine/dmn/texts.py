"""The expressions of a DMN file, compiled where they stand."""

from typing import Any

from lxml import etree

from engine.dmn.errors import Problem
from engine.dmn.model import Text
from engine.dmn.xml import attribute, child, children, tag, text_of
from engine.feel import FeelSyntaxError, compile_expression, compile_unary

_ANYTHING = ("", "-")


def _names(root: etree._Element) -> dict[str, None]:
    """All names that the file gives to something, since they may hold symbols: `in stock`, `e-mail`."""
    named = ("inputData", "decision", "variable", "itemDefinition", "itemComponent", "output")
    return {name: None for element in root.iter() if tag(element) in named and (name := attribute(element, "name"))}


class TextReader:
    """Compiles the texts of one file and notes what is wrong with them."""

    def __init__(self, root: etree._Element, problems: list[Problem]) -> None:
        self._problems = problems
        self._language = attribute(root, "expressionLanguage")
        self._items = {attribute(item, "name"): item for item in children(root, "itemDefinition")}
        self._names = _names(root)

    def expression(self, element: etree._Element | None) -> Text | None:
        """The expression in an element; None when it is empty or not FEEL."""
        return self._compile(element, text_of(element), unary=False)

    def tests(self, element: etree._Element | None) -> Text | None:
        """The unary tests in an element; None when anything passes."""
        text = text_of(element)
        return None if text in _ANYTHING else self._compile(element, text, unary=True)

    def listed(self, element: etree._Element | None) -> Text | None:
        """The values listed in an element, as the expression of a list."""
        text = text_of(element)
        return self._compile(element, f"[{text}]", unary=False) if text else None

    def allowed_of_type(self, type_ref: str) -> etree._Element | None:
        """The allowed values that the file gives for one of its types."""
        return child(self._items.get(type_ref), "allowedValues")

    def _compile(self, element: etree._Element | None, text: str, *, unary: bool) -> Text | None:
        if element is None or not text:
            return None
        id, line = attribute(element, "id") or attribute(element.getparent(), "id"), element.sourceline or 0
        language = attribute(element, "expressionLanguage") or self._language
        if language and "feel" not in language.lower():
            params: dict[str, Any] = {"language": language}
            self._problems.append(Problem(code="language-unsupported", element_id=id, line=line, params=params))
            return None
        try:
            expression = compile_unary(text, self._names) if unary else compile_expression(text, self._names)
        except FeelSyntaxError as error:
            params = {**error.params, "position": error.position, "text": text[:200]}
            self._problems.append(Problem(code=error.code, element_id=id, line=line, params=params))
            return None
        return Text(element_id=id, line=line, expression=expression)
