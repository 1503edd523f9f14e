"""The organisation and its people."""

from .account import Account
from .handover import Handover
from .invitation import Invitation, InvitationClosed
from .keepers import KEEPER, powers_change
from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .review import AccountReview
from .session import UserSession
from .user import User

__all__ = [
    "KEEPER",
    "Account",
    "AccountReview",
    "Appointment",
    "Body",
    "Handover",
    "Invitation",
    "InvitationClosed",
    "Organisation",
    "Party",
    "Person",
    "Position",
    "Power",
    "Unit",
    "User",
    "UserSession",
    "powers_change",
]
