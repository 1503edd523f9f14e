"""Document control (DP-01): documents, routes and signatures, readings, nomenclature."""

from .document import Document
from .nomenclature import Nomenclature, NomenclatureItem
from .paper_import import PaperImport, TextSource
from .reading import Reading
from .route import Route, RouteStep
from .routing import route_steps
from .sheet import ApprovalSheet, SheetLine, Signature
from .signable import Signable
from .signature_file import SignatureFile
from .text import VersionText
from .type import Access, DocumentType
from .version import DocumentVersion

__all__ = [
    "Access",
    "ApprovalSheet",
    "Document",
    "DocumentType",
    "DocumentVersion",
    "Nomenclature",
    "NomenclatureItem",
    "PaperImport",
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
]
