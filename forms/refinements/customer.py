"""A customer, found by typing; kept as the customer number."""

from forms.fields.select import Select


class Customer(Select):
    """The number of one customer."""

    refinement = "customer"
    of = "customer"
