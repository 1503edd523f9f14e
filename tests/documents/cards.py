"""Processes and their cards for tests: invented, small, in force where a test wants it."""

from django.utils.timezone import localdate

from documents.models import (
    CardFlow,
    DocumentType,
    DocumentVersion,
    Process,
    ProcessCard,
)
from documents.models.card_filling import begin_card, fill, item_named
from tests import factories

IN, OUT = CardFlow.Direction.IN, CardFlow.Direction.OUT


def card_type(agency) -> DocumentType:
    """The type that is written field by field, with a route that asks owner and participants."""
    return DocumentType.objects.filter(code="process_card").first() or DocumentType.objects.create(
        code="process_card",
        name={"ky": "Процесс картасы", "ru": "Карта процесса", "en": "Process card"},
        code_mask="ПК-{n:02}",
        form="process_card",
        route=agency._route("card", ("agree", None), ("approve", "director")),
    )


def process(agency, number="1", **fields) -> Process:
    """A process of the register, without a card unless a test begins one."""
    card_type(agency)
    return Process.objects.create(
        number=number,
        name=fields.pop("name", {"ky": f"Баалоо {number}", "ru": f"Оценка {number}"}),
        **fields,
    )


def flows(inputs=(), outputs=()) -> list[dict]:
    """Rows of flows from Kyrgyz words; a pair is a thing and a party outside."""
    rows = []
    for direction, names in ((IN, inputs), (OUT, outputs)):
        for name in names:
            what, party = name if isinstance(name, tuple) else (name, "")
            rows.append(
                {
                    "direction": direction,
                    "item": item_named({"ky": what}),
                    "party": {"ky": party} if party else {},
                }
            )
    return rows


def draft_card(agency, one: Process, *, inputs=(), outputs=(), **rows) -> ProcessCard:
    """The card of a draft, filled in by the quality manager."""
    document = one.document or one.begin_card(by=agency.manager)
    issue = (document.newest_version().issue + 1) if document.versions.exists() else 1
    version = DocumentVersion.objects.create(
        document=document, author=agency.manager.person, issue=issue
    )
    card = begin_card(version)
    card.purpose = {"ky": "Ишти калыс баалоо", "ru": "Беспристрастно оценить работу"}
    kept = dict.fromkeys(("executors", "documents", "records", "indicators"), ())
    fill(card, {**kept, "flows": flows(inputs, outputs), **rows})
    return card


def card_in_force(agency, one: Process, **rows) -> ProcessCard:
    """The same through its route: agreed by the office, approved by the director."""
    card = draft_card(agency, one, **rows)
    version = card.version
    version.send(by=agency.manager, agreeing=[agency.office.person])
    version.agree(by=agency.office, seen=version.sheet.manifest_hash)
    factories.approve(version, agency, order_number="", order_date=localdate())
    version.refresh_from_db()
    assert version.state == "in_force"
    return ProcessCard.objects.get(pk=card.pk)
