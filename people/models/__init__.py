"""The organisation and its people."""

from .factor import Passkey, RecoveryCode, Totp
from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .user import User

__all__ = [
    "Appointment",
    "Body",
    "Organisation",
    "Party",
    "Passkey",
    "Person",
    "Position",
    "Power",
    "RecoveryCode",
    "Totp",
    "Unit",
    "User",
]
