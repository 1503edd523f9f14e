"""The organisation and its people."""

from .account import Account
from .factor import Passkey, RecoveryCode, Totp
from .handover import Handover
from .invitation import Invitation, InvitationClosed
from .keepers import KEEPER, powers_change
from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .personal import Consent, ConsentText, DataRequest, Transfer
from .review import AccountReview
from .session import UserSession
from .user import User

__all__ = [
    "KEEPER",
    "Account",
    "AccountReview",
    "Appointment",
    "Body",
    "Consent",
    "ConsentText",
    "DataRequest",
    "Handover",
    "Invitation",
    "InvitationClosed",
    "Organisation",
    "Party",
    "Passkey",
    "Person",
    "Position",
    "Power",
    "RecoveryCode",
    "Totp",
    "Transfer",
    "Unit",
    "User",
    "UserSession",
    "powers_change",
]
