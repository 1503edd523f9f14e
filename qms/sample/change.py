"""Links, change requests and reviews of the sample, by the deeds of the program (DP-01)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Notice
from documents.models import ChangeRequest, Document, DocumentRelation, DocumentReview

CARRIED = {
    "what": "2-бөлүм: баалоонун жыйынтыгы жалпы чогулушта угулсун.",
    "why": "Кызматкерлер жыйынтыкты кечигип билип жатышат.",
    "impact_system": "ЛЧА-01 өзгөрөт; башка документ өзгөрбөйт.",
    "impact_process": "Ички мониторингдин акыркы кадамы бир жумага узарат.",
    "impact_organisation": "Жаңы кызмат да, бөлүм да керек эмес.",
    "resources": "Жалпы чогулуштан отуз мүнөт.",
}


def carry_request(story, entry, version) -> None:
    """The request that the second issue of the rules answers, accepted before it was sent."""
    if version.document.code != "ЛЧА-01" or version.issue != 2:
        return
    asked = ChangeRequest(document=version.document, **CARRIED).ask(by=story.users["staff"])
    asked.accept(by=story.users["manager"], decision="Негиздүү: жаңы чыгарылышка кирсин.")
    asked.be_carried_by(version, by=story.users["manager"])


def add_change(users) -> None:
    """Links between the documents, a request that waits, a review that runs, one finished."""
    documents = {document.code: document for document in Document.objects.all()}
    manager = users["manager"]
    for one, other, kind, note in (
        ("ДЖ-01", "РИ-05", "refers", "Кагаздардын кыймылы"),
        ("ЛЧА-01", "ДЖ-01", "refers", ""),
        ("ДЖ-02", "ДЖ-01", "basis", ""),
    ):
        DocumentRelation.put(documents[one], documents[other], kind, by=manager, note=note)
    ChangeRequest(
        document=documents["ДЖ-01"],
        what="Долбоорду макулдашуу мөөнөтү үч күндөн беш күнгө узартылсын.",
        why="Иш сапарда жүргөндөр үч күндө жооп берип үлгүрбөйт.",
        impact_process="Документтерди бекитүү эки күнгө кечигет.",
    ).ask(by=users["training"])
    DocumentReview.objects.begin(
        documents["ДЖ-01"],
        "audit",
        by=manager,
        cause_text="Макулдашуу баракчасынын мөөнөтү эки жолу бузулган.",
        due=localdate() + timedelta(days=12),
    )
    finished = DocumentReview.objects.begin(
        documents["СС-01"], "management_review", by=manager, cause_text="Жылдык анализ"
    )
    finished.finish(
        by=users["director"], verdict="keep", note="Саясат уюмдун максаттарына дал келет."
    )
    # What the sample did at its beginning is told by no letter.
    about = ["ask_change", "accept", "begin_review_of_document"]
    Notice.objects.filter(entry__deed__in=about).update(announced_at=timezone.now())
