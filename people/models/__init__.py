"""The organisation and its people."""

from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .staff_import import StaffImport
from .start import FirstStart
from .user import User

__all__ = [
    "Appointment",
    "Body",
    "FirstStart",
    "Organisation",
    "Party",
    "Person",
    "Position",
    "Power",
    "StaffImport",
    "Unit",
    "User",
]
