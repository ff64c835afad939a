"""The connectors by the type that service tasks name: one file each, registered by its line here."""

from engine.connectors.connector import BusinessOutcome, Call, Connector, ConnectorFailed
from engine.connectors.customer import Customer
from engine.connectors.mail import Mail
from engine.connectors.message import Message
from engine.connectors.person import Person

CONNECTORS: dict[str, Connector] = {"mail": Mail(), "customer": Customer(), "message": Message(), "person": Person()}

__all__ = ["CONNECTORS", "BusinessOutcome", "Call", "Connector", "ConnectorFailed"]
