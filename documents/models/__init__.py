"""Document control (DP-01): documents, routes and signatures, readings, nomenclature."""

from .change_request import ChangeRequest
from .document import Document
from .level import DocumentLevel
from .nomenclature import Nomenclature, NomenclatureItem
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
from .template import DocumentTemplate, TemplateText
from .term import Term, synonym_groups
from .text import VersionText
from .type import Access, Concerns, DocumentType, Origin
from .version import DocumentVersion

__all__ = [
    "Access",
    "ApprovalSheet",
    "ChangeRequest",
    "Concerns",
    "Document",
    "DocumentLevel",
    "DocumentRelation",
    "DocumentReview",
    "DocumentTemplate",
    "DocumentType",
    "DocumentVersion",
    "Nomenclature",
    "NomenclatureItem",
    "Origin",
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
    "TemplateText",
    "Term",
    "VersionText",
    "route_steps",
    "synonym_groups",
]
