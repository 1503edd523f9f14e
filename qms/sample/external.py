"""The sample's external documents, its channels looked at, and its copies on paper.

The acts are public and named by their true numbers and dates; of their texts nothing stands here.
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from common.models import Blob, TranslatedText, deed, record
from documents.external import Edition, newest_number, register_edition
from documents.models import (
    Channel,
    CopyKind,
    DestructionAct,
    Document,
    DocumentType,
    DocumentVersion,
    ExternalFacts,
    PaperCopy,
)
from people.models import Position

from .scan import empty_page

ACTS = [
    {
        "type": "law",
        "title": {
            "ky": "«Билим берүү жөнүндө» Кыргыз Республикасынын Мыйзамы",
            "ru": "Закон Кыргызской Республики «Об образовании»",
            "en": "Law of the Kyrgyz Republic “On Education”",
        },
        "issuer": "Кыргыз Республикасынын Жогорку Кеңеши",
        "channel": "legal_acts",
        "impact": "Билим берүү жана аккредитация боюнча бардык иштин негизи.",
        "read_by": [],
        "editions": [("179", date(2023, 8, 11), "")],
    },
    {
        "type": "resolution",
        "title": {
            "ky": "Иш кагаздарын жүргүзүү боюнча типтүү нускама",
            "ru": "Типовая инструкция по делопроизводству",
            "en": "Model instruction on record keeping",
        },
        "issuer": "Кыргыз Республикасынын Өкмөтү",
        "channel": "government",
        "impact": "Документтерди тариздөөгө жана сактоого талаптар.",
        "read_by": ["office_manager", "quality_manager"],
        "editions": [
            ("517", date(2012, 7, 23), ""),
            ("207", date(2022, 4, 8), "Электрондук документ жүгүртүү кошулду."),
        ],
    },
]
LOOKS = [("mail", 0), ("government", 3), ("ministry", 8), ("legal_acts", 12)]
PAPER = "ЛЧА-01"


def play_external(users) -> None:
    """What the quality manager and the office manager did with what is on paper or outside."""
    manager, office = users["manager"], users["office"]
    for act in ACTS:
        _register(act, manager)
    for code, days in LOOKS:
        if channel := Channel.objects.filter(code=code).first():
            channel.check_it(by=manager, day=localdate() - timedelta(days=days))
    version = DocumentVersion.objects.in_force().filter(document__code=PAPER).first()
    if version:
        _copies(version, office, users)


def _register(act: dict, by) -> None:
    kind = DocumentType.objects.get(code=act["type"])
    with deed(by=by):
        document = Document.objects.create(
            code=kind.next_code(),
            title=TranslatedText(act["title"]),
            type=kind,
            access=kind.access,
            author=by.person,
            owner=Position.objects.get(code="quality_manager"),
        )
        number, day, _words = act["editions"][0]
        facts = ExternalFacts.objects.create(
            document=document,
            issuer=act["issuer"],
            number=number,
            date=day,
            channel=Channel.objects.filter(code=act["channel"]).first(),
            impact=act["impact"],
            found_by=by.person,
        )
        facts.read_by.set(Position.objects.filter(code__in=act["read_by"]))
        record(document, "create", by=by)
    for number, day, words in act["editions"]:
        edition = Edition(
            number=number,
            date=day,
            in_force_from=day,
            language="ky",
            summary=words,
            files=[(f"{document.code}_{number}.pdf", Blob.store([empty_page()]))],
        )
        register_edition(document, edition, by=by, seen=newest_number(document))


def _copies(version, office, users) -> None:
    """An original, a control copy, working copies: out, recalled, lost, to be destroyed."""
    copies, language = PaperCopy.objects, version.texts.first().language
    made = {"by": office, "language": language}
    copies.make(version, kind=CopyKind.ORIGINAL, place="Архив, 2-текче", **made)
    copies.make(version, kind=CopyKind.CONTROL, place="Сапат кызматы", **made)
    people = [users[login].person for login in ("executive", "deputy", "lawyer", "quality")]
    day = localdate() - timedelta(days=20)
    first, second, third, fourth = copies.distribute(
        version, people, by=office, language=language, issued_on=day
    )
    first.receive(by=users["executive"])
    second.recall(by=office)
    third.lose(by=office, lost_on=localdate(), note="Көчүү учурунда жоголду.")
    fourth.take_back(by=office, returned_on=localdate())
    DestructionAct.objects.draw_up(
        [fourth],
        [users["manager"].person, users["lawyer"].person],
        by=office,
        date=localdate(),
        manner="Майдаланды",
    )
