"""The field types, one file each; a new type is one file and one line here."""

from forms.fields.button import Button
from forms.fields.checkbox import Checkbox
from forms.fields.checklist import Checklist
from forms.fields.datetime import DateTime
from forms.fields.default import Default
from forms.fields.document_preview import DocumentPreview
from forms.fields.dynamiclist import DynamicList
from forms.fields.expression import Expression
from forms.fields.field import Field
from forms.fields.filepicker import FilePicker
from forms.fields.group import Group
from forms.fields.html import Html
from forms.fields.iframe import IFrame
from forms.fields.image import Image
from forms.fields.number import NumberField
from forms.fields.radio import Radio
from forms.fields.select import Select
from forms.fields.separator import Separator
from forms.fields.spacer import Spacer
from forms.fields.table import Table
from forms.fields.taglist import Taglist
from forms.fields.text import Text
from forms.fields.textarea import TextArea
from forms.fields.textfield import TextField

__all__ = ["FIELDS", "Field"]

FIELDS: dict[str, Field] = {
    field.type: field
    for field in (
        Default(),
        TextField(),
        TextArea(),
        NumberField(),
        DateTime(),
        Expression(),
        FilePicker(),
        Checkbox(),
        Checklist(),
        Radio(),
        Select(),
        Taglist(),
        Text(),
        Html(),
        Image(),
        Table(),
        DocumentPreview(),
        Spacer(),
        Separator(),
        Group(),
        DynamicList(),
        IFrame(),
        Button(),
    )
}
"""Every field type by the name that schemas give it."""
