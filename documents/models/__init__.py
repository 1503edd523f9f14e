"""Document control (DP-01): documents, routes and signatures, readings, nomenclature."""

from .change_request import ChangeRequest
from .clause_link import ClauseLink
from .document import Document
from .level import DocumentLevel
from .library import ClauseMapping, Standard, StandardClause
from .nomenclature import Nomenclature, NomenclatureItem
from .paper_import import PaperImport, TextSource
from .process import Process
from .reading import Reading
from .relation import DocumentRelation
from .required import RequiredDocument
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
    "ClauseLink",
    "ClauseMapping",
    "Concerns",
    "Document",
    "DocumentLevel",
    "DocumentRelation",
    "DocumentReview",
    "DocumentType",
    "DocumentVersion",
    "Nomenclature",
    "NomenclatureItem",
    "Origin",
    "PaperImport",
    "Process",
    "Reading",
    "RequiredDocument",
    "Route",
    "RouteStep",
    "SheetLine",
    "Signable",
    "Signature",
    "SignatureFile",
    "Standard",
    "StandardClause",
    "TextSource",
    "VersionText",
    "route_steps",
]
