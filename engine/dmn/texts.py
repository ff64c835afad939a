"""The expressions of DMN files, compiled where they stand."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.dmn.errors import Problem
from engine.dmn.logic import Text
from engine.dmn.names import Names
from engine.dmn.types import Type
from engine.dmn.xml import attribute, text_of
from engine.feel import Expression, FeelSyntaxError, compile_expression, compile_unary

_ANYTHING = ("", "-")

Translate = Callable[[str, str, bool], str]
"""From (text, language, whether it is unary tests) to FEEL; ValueError where FEEL has no words for it.

The language is empty where the file names none and the text is no FEEL."""


class TextReader:
    """Compiles the texts of one file and notes what is wrong with them."""

    def __init__(self, root: etree._Element, names: Names, problems: list[Problem], translate: Translate) -> None:
        self.problems = problems
        self._language = attribute(root, "expressionLanguage")
        self._names = names
        self._translate = translate
        self.named_type: Callable[[str], Type | None] = lambda name: None  # set when the types of the file are known

    def expression(self, element: etree._Element | None) -> Text | None:
        """The expression in an element; None when it is empty."""
        return self._compile(element, text_of(element), unary=False)

    def tests(self, element: etree._Element | None) -> Text | None:
        """The unary tests in an element; None when anything passes."""
        text = text_of(element)
        return None if text in _ANYTHING else self._compile(element, text, unary=True)

    def listed(self, element: etree._Element | None) -> Text | None:
        """The values listed in an element, as the expression of a list."""
        text = text_of(element)
        return self._compile(element, f"[{text}]", unary=False) if text else None

    def problem(self, code: str, element: etree._Element, /, **params: Any) -> Problem:
        """Note what is wrong with an element, or with the nearest one around it that has an id."""
        around: etree._Element | None = element
        while around is not None and not attribute(around, "id"):
            around = around.getparent()
        problem = Problem(
            code=code, element_id=attribute(around, "id"), line=element.sourceline or 0, params=dict(params)
        )
        self.problems.append(problem)
        return problem

    def _compile(self, element: etree._Element | None, text: str, *, unary: bool) -> Text | None:
        if element is None or not text:
            return None
        expression, problem = None, None
        try:
            expression = self._expression(element, text, unary=unary)
        except FeelSyntaxError as error:
            params = {**error.params, "position": error.position, "text": text[:200]}
            problem = self.problem(error.code, element, **params)
        except ValueError as error:  # of the translation
            why = {"reason": str(error), **getattr(error, "because", {})}  # a translator may say more than a sentence
            params = {"language": self._language_of(element) or "juel", "text": text[:200], **why}
            problem = self.problem("language-unsupported", element, **params)
        return Text(
            element_id=attribute(element, "id") or attribute(element.getparent(), "id"),
            line=element.sourceline or 0,
            text=text,
            expression=expression,
            types=self._types_in(expression),
            problem=problem,
        )

    def _expression(self, element: etree._Element, text: str, *, unary: bool) -> Expression:
        """The compiled text; one that is no FEEL and names no language may be in another one."""
        language = self._language_of(element)
        if (language and "feel" not in language.lower()) or text.startswith(("${", "#{")):
            return self._in_feel(self._translate(text, language, unary), unary=unary)
        try:
            return self._in_feel(text, unary=unary)
        except FeelSyntaxError as error:
            if language:
                raise
            try:
                translated = self._translate(text, "", unary)
            except ValueError:
                raise error from None
            return self._in_feel(translated, unary=unary)

    def _in_feel(self, text: str, *, unary: bool) -> Expression:
        return compile_unary(text, self._names) if unary else compile_expression(text, self._names)

    def _types_in(self, expression: Expression | None) -> dict[str, Type]:
        """The types of the file that an expression names."""
        names = expression.type_names() if expression is not None else ()
        return {name: of for name in names if (of := self.named_type(name)) is not None}

    def _language_of(self, element: etree._Element) -> str:
        return attribute(element, "expressionLanguage") or self._language


def untranslated(text: str, language: str, unary: bool) -> str:
    """The translation of one who knows FEEL only."""
    raise ValueError("only FEEL is read")
