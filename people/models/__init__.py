"""The organisation and its people."""

from .account import Account
from .blocking import Blocking
from .factor import Passkey, RecoveryCode, Totp
from .guest import GuestVisit
from .handover import Handover
from .invitation import Invitation, InvitationClosed
from .keepers import KEEPER, check_powers, powers_change
from .organisation import Body, Organisation, Party, Position, Power, Unit, UnitKind
from .person import Appointment, Person
from .personal import Consent, ConsentText, DataRequest, Transfer
from .review import AccountReview
from .session import UserSession
from .signing import EnablingOrder, Statement, StatementText, lacks_statement
from .staff_import import StaffImport
from .start import FirstStart
from .structure import Branch, Post, organisation_structure
from .substitution import Substitution, powers_moved
from .user import User

__all__ = [
    "KEEPER",
    "Account",
    "AccountReview",
    "Branch",
    "Post",
    "organisation_structure",
    "Appointment",
    "Blocking",
    "Body",
    "Consent",
    "ConsentText",
    "DataRequest",
    "GuestVisit",
    "Handover",
    "Invitation",
    "InvitationClosed",
    "EnablingOrder",
    "FirstStart",
    "Organisation",
    "Party",
    "Passkey",
    "Person",
    "Position",
    "Power",
    "RecoveryCode",
    "Totp",
    "Transfer",
    "StaffImport",
    "Unit",
    "UnitKind",
    "User",
    "UserSession",
    "check_powers",
    "powers_change",
    "Statement",
    "StatementText",
    "Substitution",
    "Unit",
    "User",
    "lacks_statement",
    "powers_moved",
]
