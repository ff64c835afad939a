"""The refinements of field types, one file each: what `bihuan.as` makes of a plain component."""

from collections.abc import Mapping

from forms.fields.field import Field
from forms.refinements.address import Address
from forms.refinements.cascade import Cascade
from forms.refinements.customer import Customer
from forms.refinements.department import Department, Departments
from forms.refinements.info import InfoTable, InfoText
from forms.refinements.money import Money
from forms.refinements.page import Page
from forms.refinements.person import People, Person
from forms.refinements.photo import Photo
from forms.refinements.rating import Rating
from forms.refinements.rich_text import RichText
from forms.refinements.role import Role, Roles
from forms.refinements.section import Section
from forms.refinements.signature import Signature
from forms.refinements.table import EditableTable

_ALL: tuple[Field, ...] = (
    Person(),
    People(),
    Department(),
    Departments(),
    Role(),
    Roles(),
    Customer(),
    Cascade(),
    EditableTable(),
    Signature(),
    Photo(),
    RichText(),
    Money(),
    Rating(),
    Address(),
    Section(),
    Page(),
    InfoText(),
    InfoTable(),
)

REFINEMENTS: Mapping[str, Mapping[str, Field]] = {
    name: {field.type: field for field in _ALL if field.refinement == name}
    for name in dict.fromkeys(field.refinement for field in _ALL)
}
"""Every refinement by its name, and in it the field by the type it stands on."""
