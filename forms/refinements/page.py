"""A page of a form that is filled in step by step."""

from collections.abc import Iterator

from forms.component import Component
from forms.fields.group import Group
from forms.findings import Finding


class Page(Group):
    """A group in every other respect; pages stand at the top and beside nothing else that asks."""

    refinement = "page"


def misplaced(root: Component) -> Iterator[Finding]:
    """Pages inside of something, and what asks beside pages: it would stand on none of them."""
    pages = [child for child in root.children if child.behaviour.refinement == "page"]
    for below in root.walk():
        if below.behaviour.refinement == "page" and below not in pages:
            yield Finding(code="page-inside", component_id=below.id)
    for child in root.children if pages else ():
        if child not in pages and any(each.behaviour.keyed for each in child.walk()):
            yield Finding(code="page-missing", component_id=child.id)
