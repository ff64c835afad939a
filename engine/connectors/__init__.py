"""The connectors by the type that service tasks name: one file each, registered by its line here."""

from engine.connectors.connector import BusinessOutcome, Call, Connector, ConnectorFailed
from engine.connectors.customer import Customer
from engine.connectors.mail import Mail

CONNECTORS: dict[str, Connector] = {"mail": Mail(), "customer": Customer()}

__all__ = ["CONNECTORS", "BusinessOutcome", "Call", "Connector", "ConnectorFailed"]
