"""Scored assessments: criteria, commission, marks, results; above all the yearly monitoring."""

from .appeal import Appeal, ResultReading
from .award import Award
from .campaign import Campaign
from .criteria import CriteriaSet, Criterion, Indicator, PointWords
from .kind import AssessmentKind, Direction
from .member import Member, Recusal
from .participant import Material, Participant
from .proposal import Proposal
from .protocol import CommissionProtocol
from .result import Nomination, Result, ResultRow
from .ruling import Ruling
from .schedule import ScheduleLine
from .sheet import LateMark, Mark, Sheet, SpreadNote
from .tie_vote import TieVote

__all__ = [
    "Appeal",
    "AssessmentKind",
    "Award",
    "Campaign",
    "CommissionProtocol",
    "CriteriaSet",
    "Criterion",
    "Direction",
    "Indicator",
    "LateMark",
    "Mark",
    "Material",
    "Member",
    "Nomination",
    "Participant",
    "PointWords",
    "Proposal",
    "Recusal",
    "Result",
    "ResultReading",
    "ResultRow",
    "Ruling",
    "ScheduleLine",
    "Sheet",
    "SpreadNote",
    "TieVote",
]
