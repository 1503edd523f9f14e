"""What every procedure stands on."""

from .check import Check
from .file import Attachment, Blob
from .journal import JournalEntry, JournalHead, deed, record
from .letter import Letter, Notice
from .lifecycle import Lifecycle, Step, StepNotAllowed
from .opening import Opening
from .searched import Revised, Searched
from .service import Heartbeat, SavedView, Sequence
from .todo import Todo
from .translated import TranslatedField, TranslatedText

__all__ = [
    "Attachment",
    "Blob",
    "Check",
    "Heartbeat",
    "JournalEntry",
    "JournalHead",
    "Letter",
    "Lifecycle",
    "Notice",
    "Opening",
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
