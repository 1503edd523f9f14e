"""The organisation and its people."""

from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .user import User

__all__ = [
    "Appointment",
    "Body",
    "Organisation",
    "Party",
    "Person",
    "Position",
    "Power",
    "Unit",
    "User",
]
