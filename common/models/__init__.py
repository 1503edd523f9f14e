"""What every procedure stands on."""

from .certificate import Certificate
from .check import Check
from .file import Attachment, Blob
from .importing import Import
from .journal import JournalEntry, JournalHead, deed, record
from .letter import Letter, Notice
from .lifecycle import Lifecycle, Step, StepNotAllowed
from .list_import import ListImport
from .many import create_many
from .opening import Opening
from .paper_seal import PaperSeal
from .print_job import PrintJob
from .seal import Seal, TrailReview
from .search import FileText, SearchEntry, SearchTask
from .searched import Revised, Searched
from .sent import AlreadySent, Sent
from .service import Heartbeat, SavedView, Sequence
from .special_day import SpecialDay, WorkingYear
from .todo import Todo
from .translated import TranslatedField, TranslatedText

__all__ = [
    "AlreadySent",
    "Attachment",
    "Blob",
    "Certificate",
    "Check",
    "FileText",
    "Heartbeat",
    "Import",
    "JournalEntry",
    "JournalHead",
    "Letter",
    "Lifecycle",
    "ListImport",
    "Notice",
    "Opening",
    "PaperSeal",
    "PrintJob",
    "Revised",
    "SavedView",
    "Seal",
    "SearchEntry",
    "SearchTask",
    "Searched",
    "Sent",
    "Sequence",
    "SpecialDay",
    "Step",
    "StepNotAllowed",
    "Todo",
    "TrailReview",
    "TranslatedField",
    "TranslatedText",
    "WorkingYear",
    "create_many",
    "deed",
    "record",
]
