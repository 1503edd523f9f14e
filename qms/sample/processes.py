"""The process cards of the sample: filled in, and entered as in force on paper (004/4.1)."""

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import JournalEntry, Notice, deed, record
from documents.models import CardFlow, Document, DocumentVersion, Process, Reading
from documents.models.card_filling import begin_card, fill, item_named
from people.models import Person, Position, User
from people.profile import Part, read

from .days import day
from .scan import make_scan

FILE = settings.BASE_DIR / "profiles" / "sample" / "processes.yaml"
KEYS = {
    *("process", "author", "confirmed_by", "in_force", "order", "purpose", "tasks", "criteria"),
    *("methods", "executors", "inputs", "outputs", "documents", "records", "indicators"),
}


def add_cards(users: dict[str, User]) -> list[DocumentVersion]:
    """Each card of the file in force, read by all; no letters about what was long ago."""
    last = JournalEntry.objects.order_by("-number").first()
    made = [_card(entry, users) for entry in read(FILE).rows("cards")]
    told = Notice.objects.filter(entry__number__gt=last.number if last else 0)
    told.update(announced_at=timezone.now())
    return made


def _card(entry: Part, users: dict[str, User]) -> DocumentVersion:
    entry.only(*KEYS)
    author, keeper = users[entry.code("author")], users[entry.code("confirmed_by")]
    process = entry.find("process", Process, by="number")
    document = process.document or process.begin_card(by=keeper)
    with deed(by=author):
        version = DocumentVersion.objects.create(document=document, author=author.person)
        record(version, "create", by=author)
        card = begin_card(version)
        for name in ("purpose", "tasks", "criteria", "methods"):
            setattr(card, name, entry.words(name))
        card.revision += 1
        fill(card, _rows(entry))
        record(version, "change_process_card", by=author)
    _enter(entry, version, keeper)
    return version


def _rows(entry: Part) -> dict[str, list[dict]]:
    return {
        "executors": [{"position": _position(part)} for part in entry.rows("executors")],
        "flows": [
            {
                "direction": direction,
                "item": item_named(row.words("name")),
                "party": row.words("party", required=False),
            }
            for name, direction in (
                ("inputs", CardFlow.Direction.IN),
                ("outputs", CardFlow.Direction.OUT),
            )
            for row in entry.rows(name)
        ],
        "documents": [
            {"document": Part({"code": part.value}, part.path).find("code", Document)}
            for part in entry.rows("documents")
        ],
        "records": [{"index": part.value} for part in entry.rows("records")],
        "indicators": [
            {
                "name": row.words("name"),
                "target": row.words("target"),
                "frequency": row.code("frequency"),
                "responsible": row.find("responsible", Position),
                "method": row.words("method", required=False),
            }
            for row in entry.rows("indicators")
        ],
    }


def _position(part: Part) -> Position:
    return Part({"code": part.value}, part.path).find("code", Position)


def _enter(entry: Part, version: DocumentVersion, keeper: User) -> None:
    """In force on paper already: its own order and day, and everybody has read it."""
    director = Position.objects.get(code="director")
    name = Person.objects.in_position(director, own=True)[0].signature_name
    on = min(day(entry, "in_force"), localdate())
    number = entry.code("order")
    version.enter(
        by=keeper,
        agreed=None,
        approver=(name, director.name),
        scan=make_scan(version, number, on, name),
        order_number=number,
        order_date=on,
        in_force_from=on,
    )
    for reading in Reading.objects.filter(version=version).select_related("person__user"):
        if hasattr(reading.person, "user"):
            reading.confirm(by=reading.person.user)
