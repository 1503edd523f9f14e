"""One thing of each kind that an inspector may be shown, and one that is kept from them."""

from types import SimpleNamespace

from django.utils.timezone import localdate

from common.models import Attachment, Blob
from documents.models import FundItem
from planning.models import Obligation
from tests import factories
from tests.documents import archive, mail, ordering
from tests.planning import held as meetings
from tests.planning import plans, things

FILE = b"%PDF-1.4 for the inspector"


def nomenclature(agency):
    """An approved list of cases of a year that has no records."""
    year = factories.nomenclature(agency)
    year.state = "approved"
    year.save()
    return year


def orders(agency):
    """A signed order with an appendix, a restricted one, a draft."""
    core = ordering.signed(ordering.draft_of(agency), agency)
    kind = ordering.kind_of("personnel", mask="{n}/0103", is_restricted=True)
    told = {"ky": "Жумушка алуу жөнүндө", "ru": "О приёме"}
    return SimpleNamespace(
        shown=core,
        top=ordering.signed(ordering.draft_of(agency, kind=kind, title=told), agency),
        hidden=ordering.draft_of(agency, title={"ky": "Долбоор бойдон", "ru": "Ещё проект"}),
    )


def records(agency):
    """A stored record with a file, one of top management, an open one, an act, the fund."""
    old = archive.expired(agency, title="Эски отчёт")
    fund = FundItem.objects.create(
        code="report", name={"ky": "Отчёт", "en": "Report"}, period="year", due_days=10
    )
    return SimpleNamespace(
        shown=archive.stored(agency, fund_item=fund),
        top=archive.stored(agency, title="Жетекчиликке гана", access="restricted"),
        hidden=archive.opened(agency, title="Бүтө элек жазуу"),
        other=archive.stored(
            agency, title="Башка иштен", case=archive.case_of(agency, index="02-02")
        ),
        named=archive.stored(agency, title="Аты аталгандарга", access="named"),
        act=archive.approved_act(agency, old),
        fund=fund,
        old=old,
    )


def letters(agency):
    """A letter with a resolution, one for those named, a draft; a paper of a client."""
    mail.numbered(agency)
    mail.terms()
    letter = mail.letter(agency)
    mail.resolve(letter, agency)
    return SimpleNamespace(
        shown=letter,
        top=mail.letter(agency, access="named", subject="Аты аталгандарга кат"),
        hidden=mail.letter(agency, "outgoing", subject="Кат долбоору"),
        held=mail.held(agency)[0],
    )


def sittings(agency):
    """A signed protocol, a closed meeting, one whose minutes are being written."""
    closed = meetings.council(agency, code="closed", is_open=False)
    talked = meetings.council(agency, code="talked")
    meeting = meetings.signed(agency)
    hang(meeting)
    return SimpleNamespace(
        shown=meeting,
        top=meetings.signed(agency, closed),
        hidden=meetings.opened(agency, talked),
        decision=meeting.items.get(decisions__isnull=False).decisions.get(),
    )


def work_plans(agency):
    """A plan in force that an amendment changed, a person's plan, a draft."""
    of_person = plans.kind("person_plan", scope="person")
    standing = plans.in_force(agency)
    changed = plans.amendment(standing, agency.manager)
    plans.row(
        changed, "move", standing.lines.first(), why="Кийинчерээк", due=localdate().isoformat()
    )
    plans.approve(changed, agency)
    return SimpleNamespace(
        shown=standing,
        top=plans.in_force(agency, kind=of_person, person=agency.staff.person),
        hidden=plans.plan(agency.manager, kind=plans.kind("draft_plan")),
        amendment=changed,
    )


def year(agency):
    """An obligation with a duty of this year, and a restricted one."""
    one = things.quiet("report", power="documents.manage")
    due = localdate()
    return SimpleNamespace(
        shown=things.duty(one, due, agency.manager),
        top=things.duty(one, due, agency.manager, is_restricted=True, subject_text="Купуя"),
        obligation=Obligation.objects.get(pk=one.pk),
    )


def hang(thing) -> Attachment:
    """A file that belongs to a thing."""
    return Attachment.objects.create(owner=thing, blob=Blob.store([FILE]), name="тиркеме.pdf")


#: What the tests ask of each part: how it is built.
KINDS = {
    "orders": orders,
    "records": records,
    "letters": letters,
    "meetings": sittings,
    "plans": work_plans,
}


def whole(agency) -> SimpleNamespace:
    """All of it."""
    nomenclature(agency)
    return SimpleNamespace(**{code: build(agency) for code, build in KINDS.items()})
