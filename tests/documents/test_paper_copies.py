"""Paper copies: numbered, issued, recalled, returned, lost and found, destroyed by an act."""

import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import load_workbook
from pypdf import PdfReader

from common.dates import numeric
from common.models import Attachment, Blob, JournalEntry, Todo
from common.models.journal import verify
from documents.copies_pdf import copy_pdf, uncontrolled_pdf
from documents.models import DestructionAct, Document, PaperCopy, with_paper_copies
from documents.pdf import frozen_paper, version_pdf
from documents.tasks import print_papers
from people.models import Handover
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGISTER = "/documents/copies/"
SCAN = b"%PDF-1.4 signed by hand"


def signed_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def make(version, agency, kind="working", count=1, **more):
    return PaperCopy.objects.make(
        version, by=agency.office, kind=kind, language="ky", count=count, **more
    )


def issued(version, agency, to=None, **more) -> PaperCopy:
    (copy,) = make(version, agency)
    holder = (to or agency.staff).person
    copy.issue(by=agency.office, holder=holder, issued_on=localdate(), **more)
    return copy


def next_version(version, agency):
    """A change of the same document, through its route into force."""
    change = factories.VersionFactory(
        document=version.document,
        author=agency.manager.person,
        html=factories.TEXT,
        change=version.change + 1,
    )
    return factories.put_in_force(change, agency, order_number="7/0104")


def pages(data: bytes) -> list[str]:
    found = PdfReader(io.BytesIO(data)).pages
    return [" ".join(page.extract_text().split()) for page in found]


# Making and issuing ---------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("003-intro-3", "003-5.4.3-internal-life-cycle", "001-page-header-every-page")
def test_the_original_is_number_one_and_each_other_copy_has_its_own(in_force, agency):
    (original,) = make(in_force, agency, kind="original", place="Archive, shelf 2")
    (control,) = make(in_force, agency, kind="control")
    working = make(in_force, agency, count=3)

    assert (original.number, original.place) == (1, "Archive, shelf 2")
    assert [copy.shown_number for copy in [control, *working]] == ["02", "03", "04", "05"]
    agency.organisation.numbering = {"paper_copy": {"pattern": "К-{n}"}}
    agency.organisation.save()
    assert PaperCopy.objects.get(pk=control.pk).shown_number == "02"  # it is printed already
    assert make(in_force, agency)[0].shown_number == "К-6"
    assert JournalEntry.objects.filter(deed="make_copy").count() == 6
    assert verify() is None


@pytest.mark.parametrize("kind", ["original", "control"])
def test_there_is_one_original_and_one_control_copy_a_language(in_force, agency, kind):
    make(in_force, agency, kind=kind)
    with pytest.raises(ValidationError):
        make(in_force, agency, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperCopy.objects.create(version=in_force, kind=kind, language="ky", number=9)
    PaperCopy.objects.make(in_force, by=agency.office, kind=kind, language="ru")


def test_two_people_cannot_give_one_number(in_force, agency):
    (first,) = make(in_force, agency)
    for language in ("ky", "ru"):
        twin = PaperCopy(version=in_force, kind="working", language=language, number=first.number)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
    (second,) = make(in_force, agency)
    assert second.number == first.number + 1


def test_a_number_is_given_back_when_the_deed_fails(in_force, agency):
    make(in_force, agency, kind="control")
    with pytest.raises(ValidationError):
        make(in_force, agency, kind="control")
    (working,) = make(in_force, agency)
    assert working.number == 3


def test_no_copies_of_a_draft_or_of_what_has_ended(client, draft, agency):
    with pytest.raises(ValidationError):
        make(draft, agency)
    factories.put_in_force(draft, agency)
    (copy,) = make(draft, agency)
    draft.withdraw(by=agency.director, reason="Out of use")
    with pytest.raises(ValidationError):
        make(draft, agency)
    for page in ("make", "distribute"):
        url = reverse(f"documents:copies_{page}", args=[draft.pk])
        assert signed_in(client, agency.office).get(url).status_code == 409
    with pytest.raises(PermissionDenied):
        PaperCopy.objects.get(pk=copy.pk).issue(
            by=agency.office, holder=agency.staff.person, issued_on=localdate()
        )


def test_a_copy_goes_to_one_holder_and_is_signed_for(client, in_force, agency):
    (copy,) = make(in_force, agency)
    url = f"{REGISTER}{copy.pk}/"
    signed_in(client, agency.office)
    today = localdate().isoformat()
    both = {"holder": agency.staff.person.pk, "holder_words": "Ministry", "issued_on": today}
    neither = {"issued_on": today}
    late = {"holder_words": "Ministry", "issued_on": "2999-01-01"}
    for wrong in (both, neither, late):
        assert client.post(f"{url}issue/", wrong).status_code == 422
    assert client.post(f"{url}issue/", both | {"holder_words": ""}).status_code == 302
    copy.refresh_from_db()
    assert (copy.state, copy.holder, copy.received_on) == ("issued", agency.staff.person, None)

    signed_in(client, agency.staff)
    assert client.post(f"{url}take_back/", {"returned_on": today}).status_code == 403
    assert client.post(f"{url}receive/").status_code == 302
    copy.refresh_from_db()
    assert copy.received_on == localdate()
    assert client.post(f"{url}receive/").status_code == 403


@pytest.mark.clause("003-5.4.3-internal-life-cycle")
def test_one_copy_for_each_unit_head(client, in_force, agency):
    head = agency.staff.person.appointment().position
    head.is_head = True
    head.save()
    signed_in(client, agency.office)
    url = reverse("documents:copies_distribute", args=[in_force.pk])
    form = client.get(url).context["form"]
    assert list(form.initial["people"]) == [agency.staff.person]
    given = {
        "people": [agency.staff.person.pk, agency.director.person.pk],
        "language": "ky",
        "issued_on": localdate().isoformat(),
    }
    for _twice in range(2):
        assert client.post(url, given).status_code == 302
    held = PaperCopy.objects.filter(state="issued").order_by("number")
    assert [copy.holder for copy in held] in (
        [agency.staff.person, agency.director.person],
        [agency.director.person, agency.staff.person],
    )


# Recall and return ----------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b", "003-5.4.3-internal-life-cycle")
@pytest.mark.parametrize("end", ["supersede", "withdraw"])
def test_what_is_issued_is_recalled_when_the_version_ends(in_force, agency, end):
    copies = [issued(in_force, agency), issued(in_force, agency, to=agency.manager)]
    (kept,) = make(in_force, agency)
    (original,) = make(in_force, agency, kind="original")
    if end == "supersede":
        next_version(in_force, agency)
    else:
        in_force.withdraw(by=agency.director, reason="Out of use")

    def states():
        return [PaperCopy.objects.get(pk=copy.pk).state for copy in copies]

    collecting = Todo.objects.waiting().filter(kind="documents.collect_copies")
    returning = Todo.objects.waiting().filter(kind="documents.return_copy")
    assert states() == ["recalled", "recalled"]
    assert {PaperCopy.objects.get(pk=c.pk).state for c in (kept, original)} == {"made"}
    assert [todo.person for todo in collecting] == [agency.office.person]
    assert {todo.person for todo in returning} == {agency.staff.person, agency.manager.person}

    first, second = (PaperCopy.objects.get(pk=copy.pk) for copy in copies)
    first.take_back(by=agency.office, returned_on=localdate())
    assert collecting.count() == 1
    assert [todo.person for todo in returning.all()] == [agency.manager.person]
    second.lose(by=agency.office, lost_on=localdate(), note="Left in a taxi")
    assert states() == ["returned", "lost"]
    assert not collecting.all().exists()
    assert not returning.all().exists()
    assert verify() is None


def test_nothing_is_recalled_where_the_deed_fails(in_force, agency, monkeypatch):
    copy = issued(in_force, agency)
    monkeypatch.setattr(
        "documents.models.copy_rows.PaperCopyQuerySet.recall_all",
        lambda self, version: (_ for _ in ()).throw(RuntimeError("power cut")),
    )
    with pytest.raises(RuntimeError):
        in_force.withdraw(by=agency.director, reason="Out of use")
    in_force.refresh_from_db()
    copy.refresh_from_db()
    assert (in_force.state, copy.state) == ("in_force", "issued")


def test_an_overdue_recall_is_seen(client, in_force, agency, clock):
    issued(in_force, agency)
    in_force.withdraw(by=agency.director, reason="Out of use")
    clock.shift(days=15)
    signed_in(client, agency.office)
    (row,) = client.get(f"{REGISTER}?overdue=yes").context["rows"]
    assert (row.cells[-1].text, row.cells[-1].tone) == ("Recalled, overdue", "red")
    assert client.get(f"{REGISTER}?version=valid").context["rows"] == []
    assert len(client.get(f"{REGISTER}?version=ended&state=recalled").context["rows"]) == 1


# Lost and found -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("with_holder", "ended", "state"),
    [(True, False, "issued"), (False, False, "returned"), (True, True, "returned")],
)
def test_a_lost_copy_is_found_again(in_force, agency, with_holder, ended, state):
    copy = issued(in_force, agency)
    copy.lose(by=agency.office, lost_on=localdate(), note="Nowhere")
    if ended:
        in_force.withdraw(by=agency.director, reason="Out of use")
    copy = PaperCopy.objects.get(pk=copy.pk)
    copy.find(by=agency.office, is_with_holder=with_holder, note="Behind the shelf")
    copy.refresh_from_db()
    assert (copy.state, copy.lost_on) == (state, None)
    assert copy.note == "Nowhere\nBehind the shelf"


def test_a_lost_control_copy_makes_room_for_one_and_does_not_come_back_beside_it(
    client, in_force, agency
):
    (lost,) = make(in_force, agency, kind="control")
    lost.lose(by=agency.office, lost_on=localdate(), note="Burnt")
    make(in_force, agency, kind="control")
    page = signed_in(client, agency.office).post(f"{REGISTER}{lost.pk}/find/", {})
    assert page.status_code == 422
    lost.refresh_from_db()
    assert lost.state == "lost"


# Destruction ----------------------------------------------------------------------------------


def ended_copy(version, agency) -> PaperCopy:
    copy = issued(version, agency)
    version.withdraw(by=agency.director, reason="Out of use")
    copy = PaperCopy.objects.get(pk=copy.pk)
    copy.take_back(by=agency.office, returned_on=localdate())
    return copy


@pytest.mark.core
def test_without_an_act_nothing_is_destroyed(client, in_force, agency):
    copy = ended_copy(in_force, agency)
    page = signed_in(client, agency.office).post(f"{REGISTER}{copy.pk}/destroy/")
    assert page.status_code == 422
    assert "only by an act" in page.content.decode()
    assert "destroy/" not in client.get(f"{REGISTER}{copy.pk}/").content.decode()
    with pytest.raises(ValidationError):
        copy.destroy(by=agency.office)
    copy.refresh_from_db()
    assert copy.state == "returned"
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperCopy.objects.filter(pk=copy.pk).update(state="destroyed")


@pytest.mark.core
@pytest.mark.clause("003-5.4.3-internal-life-cycle")
def test_an_act_is_drawn_up_printed_signed_and_carried_out(client, in_force, agency):
    copy = ended_copy(in_force, agency)
    signed_in(client, agency.office)
    given = {
        "date": localdate().isoformat(),
        "manner": "Shredded",
        "commission": [agency.manager.person.pk, agency.staff.person.pk],
        "copies": [copy.pk],
    }
    alone = client.post("/documents/destruction/add/", given | {"commission": [agency.staff.pk]})
    assert alone.status_code == 422
    page = client.post("/documents/destruction/add/", given)
    act = DestructionAct.objects.get()
    assert page.url == f"/documents/destruction/{act.pk}/"
    (words,) = pages(client.get(f"{page.url}paper/").content)
    with override("ky"):
        named = f"02, {_('Kyrgyz')}"
        approved, ground = pgettext("stamp", "APPROVED"), in_force.get_state_display()
    for said in (
        in_force.document.code,
        named,
        approved,
        agency.director.person.signature_name,
        ground,
        "Shredded",
        agency.manager.person.signature_name,
    ):
        assert said in words

    unsigned = client.post(f"{page.url}carry_out/", {"done_on": localdate().isoformat()})
    assert unsigned.status_code == 422
    copy.refresh_from_db()
    assert copy.state == "returned"
    scan = SimpleUploadedFile("act.pdf", SCAN)
    client.post(f"{page.url}carry_out/", {"done_on": localdate().isoformat(), "scan": scan})
    copy.refresh_from_db()
    act.refresh_from_db()
    assert (act.state, copy.state, copy.act) == ("done", "destroyed", act)
    assert Attachment.objects.of(act).get().blob.read() == SCAN
    assert verify() is None


def test_an_act_takes_only_free_copies_in_the_keepers_hands(in_force, agency):
    out = issued(in_force, agency)
    (original,) = make(in_force, agency, kind="original")
    free, other = make(in_force, agency, count=2)
    commission = [agency.manager.person, agency.staff.person]

    def draw_up(*copies):
        return DestructionAct.objects.draw_up(
            copies, commission, by=agency.office, date=localdate(), manner="Burnt"
        )

    for wrong in (out, original):
        with pytest.raises(ValidationError):
            draw_up(wrong)
    act = draw_up(free)
    with pytest.raises(ValidationError):
        draw_up(free, other)
    with pytest.raises(ValidationError):
        PaperCopy.objects.get(pk=free.pk).lose(by=agency.office, lost_on=localdate(), note="?")
    act.cancel(by=agency.office)
    again = draw_up(free, other)
    assert [act.number, again.number] == ["1", "2"]
    with pytest.raises(PermissionDenied):
        again.carry_out(by=agency.staff, done_on=localdate(), scan=("a.pdf", Blob.store([SCAN])))


# Who sees, who keeps --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees", "makes"),
    [
        ("stranger", 0, 404),
        ("staff", 1, 403),
        ("director", 2, 403),
        ("manager", 2, 200),
        ("office", 2, 200),
    ],
)
def test_keepers_and_the_director_see_all_the_others_their_own(
    client, in_force, agency, stranger, who, sees, makes
):
    issued(in_force, agency)
    other = issued(in_force, agency, to=agency.manager)
    user = stranger if who == "stranger" else getattr(agency, who)
    signed_in(client, user)
    if who != "stranger":
        assert len(client.get(REGISTER).context["rows"]) == sees
    shown = client.get(f"{REGISTER}{other.pk}/").status_code
    assert shown == (200 if sees == 2 else 404)
    url = reverse("documents:copies_make", args=[in_force.pk])
    assert client.get(url).status_code == makes
    assert PaperCopy.objects.visible_to(user).count() == sees


def test_copies_of_the_restricted_are_not_told_of(client, in_force, agency):
    copy = issued(in_force, agency, to=agency.director)
    in_force.document.access = "top"
    in_force.document.save()
    clerk = factories.employee("clerk", "nomenclature.keep")
    signed_in(client, clerk)
    assert client.get(REGISTER).context["rows"] == []
    assert client.get(f"{REGISTER}{copy.pk}/").status_code == 404
    page = client.get(reverse("documents:copies_make", args=[in_force.pk]))
    assert page.status_code == 404
    (unissued,) = make(in_force, agency)
    with pytest.raises(ValidationError):
        unissued.issue(by=agency.office, holder=agency.staff.person, issued_on=localdate())
    in_force.refresh_from_db()
    in_force.withdraw(by=agency.director, reason="Out of use")
    collecting = Todo.objects.waiting().filter(kind="documents.collect_copies")
    assert [todo.person for todo in collecting] == [agency.director.person]


def test_a_leavers_copies_show_and_pass_on(agency, in_force, administrator):
    copy = issued(in_force, agency, is_received=True)
    Handover.make(
        by=administrator,
        person=agency.staff.person,
        to=agency.manager.person,
        last_day=localdate() + timedelta(days=3),
    )
    copy.refresh_from_db()
    assert (copy.holder, copy.received_on, copy.state) == (agency.manager.person, None, "issued")
    moved = JournalEntry.objects.get(deed="hand_over").details["moved"]
    assert moved["documents.copies"] == 1


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_for_any_length(
    client, in_force, agency, count, django_assert_max_num_queries
):
    PaperCopy.objects.bulk_create(
        PaperCopy(
            version=in_force,
            kind="working",
            language="ky",
            number=n + 2,
            shown_number=str(n + 2),
            state="issued",
            holder=agency.staff.person,
            issued_on=localdate(),
        )
        for n in range(count)
    )
    signed_in(client, agency.office)
    client.get(REGISTER)
    with django_assert_max_num_queries(15):
        page = client.get(f"{REGISTER}?per=100")
    assert len(page.context["rows"]) == count
    with django_assert_max_num_queries(34):
        client.get(f"/documents/version/{in_force.pk}/?tab=copies")


@pytest.mark.clause("004-4.2.3-b")
def test_documents_tell_how_many_copies_are_out_and_came_back(client, in_force, agency):
    issued(in_force, agency)
    issued(in_force, agency, to=agency.manager).take_back(by=agency.office, returned_on=localdate())
    make(in_force, agency, count=2)
    (document,) = with_paper_copies(Document.objects.all())
    assert (document.copies_out, document.copies_back) == (1, 1)

    def column(user):
        page = signed_in(client, user).get("/documents/?as=xlsx")
        rows = [*load_workbook(io.BytesIO(page.content)).worksheets[0].iter_rows(values_only=True)]
        return dict(zip(*rows[:2], strict=True)).get("Paper copies: held / returned")

    assert column(agency.office) == "1 / 1"
    assert column(agency.staff) is None


# Prints ---------------------------------------------------------------------------------------


@pytest.fixture
def printed(in_force, monkeypatch):
    """A version whose paper is kept; the seal is another test's."""
    Attachment.objects.create(
        owner=in_force,
        blob=Blob.store([version_pdf(in_force, "ky")]),
        name="paper.pdf",
        kind="paper",
        language="ky",
    )
    return in_force


@pytest.mark.clause("001-page-header-every-page", "003-5.4.3-internal-life-cycle")
def test_a_numbered_copy_says_its_number_and_holder_on_every_page(client, printed, agency):
    copy = issued(printed, agency)
    before = frozen_paper(printed, "ky").blob.read()
    signed_in(client, agency.office)
    data = b"".join(client.get(f"{REGISTER}{copy.pk}/print/").streaming_content)
    found = pages(data)
    assert len(found) == len(pages(before)) > 1
    with override("ky"):
        label = _("Copy No.")
    for page in found:
        assert page.count(f"{label} 02") == 2  # the line above the page, and its cell
        assert agency.staff.person.short_name in page
    for page in PdfReader(io.BytesIO(data)).pages:  # nothing is cut away to nothing
        cuts = re.findall(rb"([\d.]+) ([\d.]+) re\s+W", page.get_contents().get_data())
        assert all(float(wide) and float(high) for wide, high in cuts)
    kept = Attachment.objects.of(copy).get()
    assert kept.blob.read() == data
    entry = JournalEntry.objects.get(deed="print_copy")
    assert entry.details["sha256"] == kept.blob.sha256
    client.get(f"{REGISTER}{copy.pk}/print/")
    assert Attachment.objects.of(copy).count() == 1
    assert frozen_paper(printed, "ky").blob.read() == before
    assert signed_in(client, agency.staff).get(f"{REGISTER}{copy.pk}/print/").status_code == 403


@pytest.mark.clause("003-5.4.3-internal-life-cycle")
@pytest.mark.parametrize("end", ["recalled", "withdrawn", "withdrawn before it was given out"])
def test_what_nobody_may_work_by_is_not_printed_as_a_copy(client, printed, agency, end):
    copy = make(printed, agency)[0] if "before" in end else issued(printed, agency)
    signed_in(client, agency.office)
    if end == "recalled":
        copy.recall(by=agency.office)
    else:
        printed.withdraw(by=agency.director, reason="Out of use")
    page = client.get(f"{REGISTER}{copy.pk}/print/")
    assert page.status_code == 409
    assert "printed" in page.content.decode()
    assert not Attachment.objects.of(copy).exists()


@pytest.mark.clause("001-page-header-every-page")
def test_the_head_of_a_profile_has_the_number_in_its_own_cell(in_force, agency):
    agency.organisation.header = {"rows": [["code", "title"], ["copy", "page"]]}
    agency.organisation.save()
    Attachment.objects.create(
        owner=in_force,
        blob=Blob.store([version_pdf(in_force, "ky")]),
        name="paper.pdf",
        kind="paper",
        language="ky",
    )
    copy = issued(in_force, agency)
    with override("ky"):
        label, no_copy = _("Copy No."), _("Uncontrolled copy")
    for page in pages(copy_pdf(copy)):
        assert page.count(f"{label} 02") == 2
        assert no_copy not in page
    for page in pages(uncontrolled_pdf(in_force, "ky")):
        assert no_copy in page
        assert label not in page


@pytest.mark.clause("001-page-header-every-page", "003-5.4.3-internal-life-cycle")
def test_only_a_copy_that_is_given_out_bears_a_number(client, printed, agency):
    """What everybody opens and prints is the electronic original, or says that nobody counts it."""
    with override("ky"):
        label, original, no_copy = _("Copy No."), _("Electronic original"), _("Uncontrolled copy")
    for page in pages(frozen_paper(printed, "ky").blob.read()):
        assert original in page
        assert label not in page
    for page in pages(uncontrolled_pdf(printed, "ky")):
        assert page.count(no_copy) == 2  # the line above the page, and its cell
        assert label not in page


@pytest.mark.clause("001-page-header-every-page")
def test_a_print_to_work_by_says_that_it_is_uncontrolled(client, printed, agency):
    signed_in(client, agency.staff)
    url = reverse("documents:uncontrolled", args=[printed.pk, "ky"])
    for page in pages(client.get(url).content):
        assert "көзөмөлсүз" in page.lower() or "uncontrolled" in page.lower()
        assert f"{localdate():%d.%m.%Y}" in page
        assert "1/0" in page
    assert client.get(url.replace("/ky/", "/en/")).status_code == 404


def test_what_has_not_begun_says_so_across_every_page(client, draft, agency, tomorrow):
    factories.put_in_force(draft, agency, in_force_from=tomorrow)
    assert draft.state == "approved"
    Attachment.objects.create(
        owner=draft,
        blob=Blob.store([version_pdf(draft, "ky")]),
        name="paper.pdf",
        kind="paper",
        language="ky",
    )
    signed_in(client, agency.manager)
    with override("ky"):
        word = pgettext("across the page", "NOT IN FORCE YET")
    page = client.get(reverse("documents:uncontrolled", args=[draft.pk, "ky"]))
    assert all(word in text for text in pages(page.content))


def test_what_has_ended_says_so_across_every_page(printed, agency):
    with override("ky"):
        word = pgettext("across the page", "NO LONGER IN FORCE")
    valid = pages(uncontrolled_pdf(printed, "ky"))
    assert not any(word in page for page in valid)
    printed.withdraw(by=agency.director, reason="Out of use")
    ended = pages(uncontrolled_pdf(printed, "ky"))
    assert len(ended) == len(valid)
    for page in ended:
        assert word in page


def test_the_seal_stays_on_the_sealed_paper_alone(in_force, agency):
    print_papers()
    sealed = frozen_paper(in_force, "ky").blob.read()
    assert b"/Sig" in sealed
    copy = issued(in_force, agency)
    data = copy_pdf(copy)
    reader = PdfReader(io.BytesIO(data))
    assert "/AcroForm" not in reader.trailer["/Root"]
    assert frozen_paper(in_force, "ky").blob.read() == sealed


def test_the_distribution_list_has_room_for_signatures(client, in_force, agency):
    issued(in_force, agency)
    issued(in_force, agency, to=agency.manager).take_back(by=agency.office, returned_on=localdate())
    url = reverse("documents:distribution", args=[in_force.pk])
    away = issued(in_force, agency, to=agency.manager)
    away.recall(by=agency.office)
    (words,) = pages(signed_in(client, agency.office).get(url).content)
    assert f"recalled on {numeric(away.recalled_on)}" in words
    assert "(ky)" not in words
    for said in ("02", "03", agency.staff.person.full_name, "Signature", in_force.document.code):
        assert said in words
    assert words.count(f"{localdate():%d.%m.%Y}") >= 3
    assert signed_in(client, agency.staff).get(url).status_code == 403


def test_the_register_of_copies_goes_out_as_excel(client, in_force, agency):
    issued(in_force, agency)
    page = signed_in(client, agency.office).get(f"{REGISTER}?as=xlsx")
    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["Document", "Copy No.", "Kind of copy", "Holder"]
    assert rows[1][3] == agency.staff.person.short_name
