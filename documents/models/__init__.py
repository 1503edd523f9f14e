"""Document control (DP-01): documents, routes and signatures, readings, nomenclature."""

from .acquaintance import Communication, ReadingCall
from .change_request import ChangeRequest
from .channel import Channel, ChannelCheck
from .clause_link import ClauseLink
from .consideration import Consideration
from .copy_rows import CopyKind, with_paper_copies
from .correspondence import Correspondence
from .correspondence_steps import Direction
from .custody import HeldPaper
from .destruction import DestructionAct
from .disposal import DisposalAct
from .document import Document
from .external import ExternalFacts
from .fund import FundItem
from .hold import Hold
from .inspection import Inspection
from .inspection_access import InspectionAccess
from .inspection_package import InspectionPackage
from .level import DocumentLevel
from .library import ClauseMapping, Standard, StandardClause
from .mail_term import MailTerm
from .material import Material
from .memo import Memo
from .nomenclature import Nomenclature, NomenclatureItem
from .order import Order
from .order_appendix import OrderAppendix
from .order_kind import OrderKind
from .order_point import OrderPoint
from .order_reading import OrderReading
from .paper_copy import PaperCopy
from .paper_import import PaperImport, TextSource
from .process import Process
from .process_card import (
    CardDocument,
    CardExecutor,
    CardFlow,
    CardIndicator,
    CardRecord,
    ProcessCard,
    ProcessItem,
)
from .reading import Reading
from .record import Record
from .record_access import RecordAccess
from .record_loss import RecordLoss
from .record_steps import RecordState
from .relation import DocumentRelation
from .required import RequiredDocument
from .resolution import Assignment, Resolution
from .retention import RetentionChange
from .review import DocumentReview
from .route import Route, RouteStep
from .routing import route_steps
from .sheet import ApprovalSheet, SheetLine, Signature
from .signable import Signable
from .signature_file import SignatureFile
from .template import DocumentTemplate, TemplateText
from .term import Term, synonym_groups
from .text import VersionText
from .type import Access, Concerns, DocumentType, Form, Origin
from .version import DocumentVersion
from .withdrawal import Withdrawal

__all__ = [
    "Access",
    "Inspection",
    "InspectionAccess",
    "InspectionPackage",
    "ApprovalSheet",
    "Assignment",
    "CardDocument",
    "CardExecutor",
    "CardFlow",
    "CardIndicator",
    "CardRecord",
    "ChangeRequest",
    "Channel",
    "ChannelCheck",
    "Communication",
    "ClauseLink",
    "ClauseMapping",
    "Concerns",
    "Consideration",
    "CopyKind",
    "Correspondence",
    "DestructionAct",
    "DisposalAct",
    "Direction",
    "Document",
    "DocumentLevel",
    "DocumentRelation",
    "DocumentReview",
    "DocumentTemplate",
    "DocumentType",
    "DocumentVersion",
    "ExternalFacts",
    "Form",
    "FundItem",
    "Hold",
    "Material",
    "Memo",
    "HeldPaper",
    "MailTerm",
    "Nomenclature",
    "NomenclatureItem",
    "Order",
    "OrderAppendix",
    "OrderKind",
    "OrderPoint",
    "OrderReading",
    "Origin",
    "PaperCopy",
    "PaperImport",
    "Process",
    "ProcessCard",
    "ProcessItem",
    "Reading",
    "ReadingCall",
    "Record",
    "RecordAccess",
    "RecordLoss",
    "RecordState",
    "RequiredDocument",
    "RetentionChange",
    "Resolution",
    "Route",
    "RouteStep",
    "SheetLine",
    "Signable",
    "Signature",
    "SignatureFile",
    "Standard",
    "StandardClause",
    "TextSource",
    "TemplateText",
    "Term",
    "VersionText",
    "Withdrawal",
    "route_steps",
    "with_paper_copies",
    "synonym_groups",
]
