"""The organisation and its people."""

from .organisation import Body, Organisation, Party, Position, Power, Unit
from .person import Appointment, Person
from .signing import EnablingOrder, Statement, StatementText, lacks_statement
from .substitution import Substitution, powers_moved
from .user import User

__all__ = [
    "Appointment",
    "Body",
    "EnablingOrder",
    "Organisation",
    "Party",
    "Person",
    "Position",
    "Power",
    "Statement",
    "StatementText",
    "Substitution",
    "Unit",
    "User",
    "lacks_statement",
    "powers_moved",
]
