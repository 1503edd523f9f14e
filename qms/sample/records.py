"""The sample's archive: records in each state, a hold, an act on its way, materials."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from common.models import Attachment, Blob, deed, record
from documents.models import (
    DisposalAct,
    Document,
    FundItem,
    Hold,
    Material,
    Nomenclature,
    NomenclatureItem,
    Record,
)
from documents.models.record_keeping import CONTENT
from documents.record_tasks import expire_records

from .scan import empty_page

OLD = 9  # years ago: what was kept for five years is over
PLACE = "Кеңсе, 2-шкаф"
RECORDS = [
    ("Ички мониторингдин жыйынтык ведомосту", "02-07", "Ички мониторинг", "stored"),
    ("Ички аудиттин отчёту: документ жүгүртүү", "02-04", "Аудит № 3", "stored"),
    ("Даттануулардын жарым жылдык отчёту", "03-05", "Даттануулар менен иштөө", "closed"),
    ("Жалпы чогулуштун катышуучуларынын тизмеси", "01-05", "Жалпы чогулуш", "open"),
    ("Каттоо журналы, биринчи том", "05-02", "Каттарды каттоо", "lost"),
]
OF_OLD = [
    ("Угуучулардын анкеталары, I чейрек", "04-02", "Семинарлар"),
    ("Угуучулардын анкеталары, II чейрек", "04-02", "Семинарлар"),
    ("Келишимдик талаш боюнча каттар", "05-01", "Кат алышуу"),
    ("Ички аудиттин отчёту", "02-04", "Аудит № 1"),
]


def add_records(users) -> None:
    """What the office manager and her colleagues have put into the archive."""
    draft = Nomenclature.objects.order_by("year").first()
    if draft is None:
        return
    office = users["office"]
    _name_forms(office)
    today = _approved(draft, users)
    old = _year_like(draft, localdate().year - OLD, office)
    for title, index, proves, state in RECORDS:
        if case := today.items.filter(index=index).first():
            _bring_to(_opened(title, case, proves, users["quality"]), state, office)
    past = [
        _bring_to(_opened(title, case, proves, users["quality"]), "stored", office)
        for title, index, proves in OF_OLD
        if (case := old.items.filter(index=index).first())
    ]
    expire_records()
    _dispose([kept.pk for kept in past], users)
    with deed(by=office):
        one = Material.objects.create(
            title="Семинардын сүрөттөрү", note="Окуу залынын жабдылышы", author=office.person
        )
        _hang(one, "attachment")
        record(one, "create", by=office)


def _name_forms(by) -> None:
    """The profile named documents that were not there yet when it was loaded."""
    for item in FundItem.objects.exclude(form_words=""):
        if document := Document.objects.filter(code=item.form_words).first():
            with deed(by=by):
                item.form, item.form_words = document, ""
                item.save()
                record(item, "change", by=by, fields=["form"])


def _approved(draft: Nomenclature, users) -> Nomenclature:
    """The list of this year, agreed and approved here."""
    year = localdate().year
    if found := Nomenclature.objects.filter(year=year).first():
        return found
    office = users["office"]
    with deed(by=office):
        made = Nomenclature.objects.create(year=year, author=office.person)
        made.copy_from(draft)
        record(made, "create", by=office)
    made.send(by=office)
    seen = made.sheet.manifest_hash
    made.agree(by=office, seen=seen)
    made.agree(by=users["manager"], seen=seen)
    made.approve(
        by=users["director"], seen=seen, order_number="1/0104", order_date=date(year - 1, 12, 25)
    )
    return made


def _year_like(draft: Nomenclature, year: int, by) -> Nomenclature:
    """The list of a year as it was approved on paper before the program came."""
    if found := Nomenclature.objects.filter(year=year).first():
        return found
    with deed(by=by):
        made = Nomenclature(
            year=year,
            author=by.person,
            state="approved",
            order_number="1/0104",
            order_date=date(year - 1, 12, 25),
        )
        made.save()
        made.copy_from(draft)
        record(made, "create", by=by)
    return made


def _opened(title: str, case: NomenclatureItem, proves: str, by) -> Record:
    years_ago = localdate().year - case.nomenclature.year
    with deed(by=by):
        kept = Record(
            title=title,
            case=case,
            proves=proves,
            author=by.person,
            date=date(case.nomenclature.year, 3, 15) if years_ago else localdate(),
            carrier="both",
            sheets=12,
            volume=1,
            fund_item=FundItem.objects.filter(case_index=case.index).first(),
        )
        kept.save()
        _hang(kept, CONTENT)
        record(kept, "create", by=by)
    return kept


def _hang(thing, kind: str) -> None:
    blob = Blob.store([empty_page()])
    Attachment.objects.create(owner=thing, blob=blob, name="scan.pdf", kind=kind)


def _bring_to(kept: Record, state: str, by) -> Record:
    if state != "open":
        kept.close(by=by)
    if state in ("stored", "lost"):
        kept.store(by=by, place=PLACE)
    if state == "lost":
        kept.lose(
            by=by,
            lost_on=localdate() - timedelta(days=2),
            noticed_by=by.person,
            note="Көчүү учурунда табылган жок; бөлүмдөр текшерилди.",
        )
    return kept


def _dispose(keys: list[int], users) -> None:
    """Two go into an act, one is under a hold, one waits to be decided on."""
    expired = list(Record.objects.filter(pk__in=keys, state="expired").order_by("pk"))
    letters = [kept for kept in expired if kept.case.index == "05-01"]
    if letters:
        Hold.objects.lay(
            by=users["manager"],
            name="Келишимдик талаш",
            basis="Соттун № 14 каты",
            since=localdate(),
            records=letters,
        )
    old = [kept for kept in expired if kept.case.index == "04-02"]
    if old:
        DisposalAct.objects.draw_up(
            old,
            [users["manager"].person, users["lawyer"].person],
            by=users["office"],
            date=localdate(),
            ground="КР Өкмөтүнүн 2010-жылдын 31-декабрындагы № 346 токтому",
            manner="Майдаланды",
        ).send(by=users["office"])
