"""What is approved, signed or registered: its correction asks for a reason (7.5.3; Annex 11, 9)."""

from common.corrections import settled_when
from documents.models import Correspondence, Document
from people.models import Person

settled_when(Document, lambda document: document.versions.exclude(approved_at=None).exists())
settled_when(Correspondence, lambda letter: bool(letter.number))
settled_when(Person, lambda person: person.signatures.exists())
