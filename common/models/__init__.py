"""What every procedure stands on."""

from .check import Check
from .file import Attachment, Blob
from .importing import Import
from .journal import JournalEntry, JournalHead, deed, record
from .letter import Letter, Notice
from .lifecycle import Lifecycle, Step, StepNotAllowed
from .searched import Revised, Searched
from .service import Heartbeat, SavedView, Sequence
from .todo import Todo
from .translated import TranslatedField, TranslatedText

__all__ = [
    "Attachment",
    "Blob",
    "Check",
    "Heartbeat",
    "Import",
    "JournalEntry",
    "JournalHead",
    "Letter",
    "Lifecycle",
    "Notice",
    "Revised",
    "SavedView",
    "Searched",
    "Sequence",
    "Step",
    "StepNotAllowed",
    "Todo",
    "TranslatedField",
    "TranslatedText",
    "deed",
    "record",
]
