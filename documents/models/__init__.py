"""Document control (DP-01): documents, routes and signatures, readings, nomenclature."""

from .change_request import ChangeRequest
from .channel import Channel, ChannelCheck
from .copy_rows import CopyKind, with_paper_copies
from .destruction import DestructionAct
from .document import Document
from .external import ExternalFacts
from .level import DocumentLevel
from .nomenclature import Nomenclature, NomenclatureItem
from .paper_copy import PaperCopy
from .paper_import import PaperImport, TextSource
from .process import Process
from .reading import Reading
from .relation import DocumentRelation
from .review import DocumentReview
from .route import Route, RouteStep
from .routing import route_steps
from .sheet import ApprovalSheet, SheetLine, Signature
from .signable import Signable
from .signature_file import SignatureFile
from .text import VersionText
from .type import Access, Concerns, DocumentType, Origin
from .version import DocumentVersion

__all__ = [
    "Access",
    "ApprovalSheet",
    "ChangeRequest",
    "Channel",
    "ChannelCheck",
    "Concerns",
    "CopyKind",
    "DestructionAct",
    "Document",
    "DocumentLevel",
    "DocumentRelation",
    "DocumentReview",
    "DocumentType",
    "DocumentVersion",
    "ExternalFacts",
    "Nomenclature",
    "NomenclatureItem",
    "Origin",
    "PaperCopy",
    "PaperImport",
    "Process",
    "Reading",
    "Route",
    "RouteStep",
    "SheetLine",
    "Signable",
    "Signature",
    "SignatureFile",
    "TextSource",
    "VersionText",
    "route_steps",
    "with_paper_copies",
]
