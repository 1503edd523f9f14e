"""The organisation and its people."""

from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .personal import Consent, ConsentText, DataRequest, Transfer
from .user import User

__all__ = [
    "Appointment",
    "Body",
    "Consent",
    "ConsentText",
    "DataRequest",
    "Organisation",
    "Party",
    "Person",
    "Position",
    "Power",
    "Transfer",
    "Unit",
    "User",
]
