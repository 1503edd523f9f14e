"""External documents: registered with a control copy, read, changed, repealed (004/4.2.3-c)."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common.models import Attachment, Blob, JournalEntry, Letter, Todo
from common.models.journal import verify
from common.tasks import announce
from documents import tasks
from documents.external import Edition, register_edition
from documents.models import (
    Channel,
    ChannelCheck,
    Document,
    DocumentRelation,
    DocumentReview,
    DocumentType,
    DocumentVersion,
    PaperCopy,
    Process,
    Reading,
)
from documents.proof import Doubt, doubt
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGISTER = "/documents/external/"
LAW = b"\xd0\xad\xd1\x80\xd0\xb5\xd0\xb6\xd0\xb5\n\n1.1. Invented rule one.\n\n1.2. Invented rule two."


@pytest.fixture
def law(agency):
    """The type of external acts, with numbers of our own."""
    return DocumentType.objects.create(
        code="law", name={"ky": "Мыйзам", "en": "Law"}, origin="external", code_mask="ТМ-{n:02}"
    )


@pytest.fixture
def channel(agency):
    return Channel.objects.create(
        code="gov", name={"ky": "Өкмөт сайты", "en": "Site of the government"}, every_days=7
    )


def signed_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def card(law, channel, **more):
    return {
        "type": law.pk,
        "title_ky": "Ойдон чыгарылган мыйзам",
        "issuer": "Invented assembly",
        "number": "77",
        "date": "2026-03-01",
        "in_force_from": "2026-03-15",
        "file": SimpleUploadedFile("law.txt", LAW),
        "language": "ky",
        "channel": channel.pk,
        "found_on": "2026-03-02",
        **more,
    }


def register(agency, law, channel, **more) -> Document:
    """A registered document, without a browser."""
    from documents.models import ExternalFacts

    document = Document.objects.create(
        code=law.next_code(), title={"ky": "Мыйзам", "en": "Law"}, type=law
    )
    ExternalFacts.objects.create(document=document, issuer="Assembly", number="77", channel=channel)
    edition(document, agency.manager, **more)
    return Document.objects.get(pk=document.pk)


def edition(document, by, seen="", words="Rule one.", **more) -> DocumentVersion:
    given = {
        "number": "77",
        "date": localdate(),
        "in_force_from": localdate(),
        "language": "ky",
        "files": [("act.txt", Blob.store([words.encode()]))],
        "html": f"<p>1.1. {words}</p>",
        "source": "",
        **more,
    }
    is_new = given.pop("is_new_issue", False)
    return register_edition(document, Edition(**given), by=by, seen=seen, is_new_issue=is_new)


# Registering ----------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-c", "003-5.4.3-external-life-cycle")
def test_card_edition_and_control_copy_come_in_by_one_form(client, agency, law, channel):
    page = signed_in(client, agency.manager).post(f"{REGISTER}add/", card(law, channel))

    assert page.status_code == 302, page.context["form"].errors
    document = Document.objects.get()
    assert page.url == f"{REGISTER}{document.pk}/"
    assert (document.code, document.facts.number) == ("ТМ-01", "77")
    assert document.facts.registered_on == localdate()
    assert document.facts.found_by == agency.manager.person
    version = document.version_in_force()
    assert (version.issue, version.change, version.order_number) == (1, 0, "77")
    assert "Invented rule two" in version.original.html
    assert version.attachments.get().blob.read() == LAW
    assert version.approved_at is None
    assert version.sheet is None
    assert verify() is None
    assert [entry.deed for entry in JournalEntry.objects.about(version)] == [
        "create", "attach", "register",
    ]  # fmt: skip


@pytest.mark.clause("003-5.4.3-external-life-cycle")
def test_staff_are_asked_and_confirm_what_was_registered(client, agency, law, channel):
    version = register(agency, law, channel).version_in_force()
    everyone = {agency.director, agency.manager, agency.office, agency.staff}
    assert {r.person for r in version.readings.all()} == {user.person for user in everyone}
    announce()
    assert Letter.objects.filter(person=agency.staff.person).count() == 1

    row = signed_in(client, agency.staff).get(REGISTER).context["rows"][0]
    assert row.cells[-1].text == "Staff are reading it"
    client.post(f"/documents/version/{version.pk}/read/")
    assert Reading.objects.get(version=version, person=agency.staff.person).read_at
    for user in everyone - {agency.staff}:
        Reading.objects.get(version=version, person=user.person).confirm(by=user)
    assert client.get(REGISTER).context["rows"][0].cells[-1].text == "In use"


def test_only_chosen_positions_are_asked_and_newcomers_to_them(agency, law, channel):
    document = Document.objects.create(code="ТМ-09", title={"ky": "М"}, type=law)
    from documents.models import ExternalFacts

    facts = ExternalFacts.objects.create(document=document, issuer="Assembly", number="1")
    facts.read_by.add(agency.staff.person.appointment().position)
    version = edition(document, agency.manager)
    assert [r.person for r in version.readings.all()] == [agency.staff.person]

    newcomer = factories.employee("specialist")
    outsider = factories.employee("accountant")
    tasks.ask_newcomers()
    assert {r.person for r in version.readings.all()} == {agency.staff.person, newcomer.person}
    assert not version.readings.filter(person=outsider.person).exists()


def test_nobody_approves_prints_or_seals_what_comes_from_outside(client, agency, law, channel):
    version = register(agency, law, channel).version_in_force()
    tasks.print_papers()
    assert not Attachment.objects.filter(kind="paper").exists()
    assert not version.can("withdraw", agency.director)
    assert client.get(f"/v/{version.token}/").status_code == 404
    with pytest.raises(PermissionDenied):
        DocumentVersion.objects.create(
            document=Document.objects.create(code="ТМ-05", title={"ky": "К"}, type=law),
            author=agency.manager.person,
        ).send(by=agency.manager)


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 403), ("staff", 403), ("director", 403), ("office", 200)]
)
def test_who_registers(client, agency, stranger, law, channel, who, status):
    user = stranger if who == "stranger" else getattr(agency, who)
    assert signed_in(client, user).get(f"{REGISTER}add/").status_code == status
    document = register(agency, law, channel)
    seen = client.get(f"{REGISTER}{document.pk}/").status_code
    assert seen == (404 if who == "stranger" else 200)
    change = client.get(f"{REGISTER}{document.pk}/change/").status_code
    assert change == (404 if who == "stranger" else status)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("file", SimpleUploadedFile("x.pdf", b"MZ\x00\x00virus")),
        ("date", "2999-01-01"),
        ("link", "javascript:alert(1)"),
        ("number", ""),
        ("issuer", "x" * 300),
        ("text_file", SimpleUploadedFile("t.docx", b"PK\x03\x04broken")),
    ],
)
def test_a_form_that_is_wrong_says_where_and_registers_nothing(
    client, agency, law, channel, field, value
):
    page = signed_in(client, agency.manager).post(
        f"{REGISTER}add/", card(law, channel, **{field: value})
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Document.objects.exists()


def test_a_law_that_holds_from_later_waits_for_its_day(agency, law, channel, clock):
    document = register(agency, law, channel, in_force_from=localdate() + timedelta(days=10))
    version = document.newest_version()
    assert version.state == "approved"
    assert not version.readings.exists()
    clock.shift(days=11)
    tasks.enact_due()
    version.refresh_from_db()
    assert version.state == "in_force"
    assert version.readings.exists()


def test_what_is_stored_is_what_was_registered(agency, law, channel):
    version = register(agency, law, channel).version_in_force()
    assert doubt(version) is None
    version.texts.update(html="<p>Другое</p>")
    assert doubt(version) == Doubt.REGISTERED


def test_a_known_standard_without_an_edition_is_registered_later(client, agency, channel):
    standard = DocumentType.objects.create(
        code="standard", name={"ky": "Стандарт"}, origin="external"
    )
    known = Document.objects.create(code="INV 1:2020", title={"ky": "Талаптар"}, type=standard)
    page = signed_in(client, agency.manager).get(REGISTER)
    assert page.context["rows"][0].cells[-1].text == "Not registered yet"
    assert client.get(f"/documents/{known.pk}/").url.startswith(f"{REGISTER}{known.pk}/")

    given = card(standard, channel, title_ky="Талаптар", number="INV 1:2020", place="Room 4")
    client.post(f"{REGISTER}{known.pk}/register/", given)
    assert known.version_in_force().order_number == "INV 1:2020"
    control = PaperCopy.objects.get()
    assert (control.kind, control.place) == ("control", "Room 4")
    again = client.post(f"{REGISTER}{known.pk}/register/", given | {"file": given["file"]})
    assert again.status_code == 422
    assert known.versions.count() == 1


# Changes and repeal ---------------------------------------------------------------------------


@pytest.fixture
def linked(agency, law, channel, in_force):
    """A law; a rule of the house rests on it; another refers to it; a third is a process card."""
    document = register(agency, law, channel)
    in_force.document.basis = document
    in_force.document.owner = agency.staff.person.appointment().position
    in_force.document.save()
    referring = factories.put_in_force(
        factories.VersionFactory(
            document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
        ),
        agency,
        order_number="2/0104",
    )
    DocumentRelation.objects.create(document=referring.document, other=document, kind="refers")
    card_of = factories.put_in_force(
        factories.VersionFactory(
            document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
        ),
        agency,
        order_number="3/0104",
    )
    process = Process.objects.create(
        number="1.1", name={"ky": "Процесс"}, document=card_of.document
    )
    document.facts.processes.add(process)
    return document


def a_change() -> dict:
    """A later edition as it is typed into the form."""
    return {
        "number": "12",
        "date": localdate().isoformat(),
        "in_force_from": localdate().isoformat(),
        "summary": "Rule two was added.",
        "file": SimpleUploadedFile("new.txt", b"1.1. Rule one.\n\n1.2. Rule two."),
        "language": "ky",
        "seen": "1/0",
    }


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-c", "003-5.4.3-external-life-cycle", "001-1-1")
def test_a_change_supersedes_is_read_anew_and_asks_owners_to_reexamine(
    client, agency, linked, in_force
):
    first = linked.version_in_force()
    page = signed_in(client, agency.office).post(
        f"{REGISTER}{linked.pk}/change/",
        a_change(),
    )
    assert page.status_code == 302
    second = linked.version_in_force()
    first.refresh_from_db()
    assert (second.issue, second.change, second.order_number) == (1, 1, "12")
    assert (first.state, first.ended_on) == ("superseded", localdate())
    assert second.readings.filter(read_at=None).count() == 4
    assert not Todo.objects.waiting().about(first).exists()
    changes = client.get(f"/documents/version/{second.pk}/?tab=changes")
    assert "Rule two" in changes.content.decode()

    reviews = DocumentReview.objects.filter(occasion="external")
    assert reviews.count() == 3
    review = reviews.get(document=in_force.document)
    assert review.cause == second
    assert "Rule two was added." in review.cause_text
    asked = Todo.objects.waiting().filter(kind="documents.review").about(review)
    assert [todo.person for todo in asked] == [agency.staff.person]


@pytest.mark.clause("001-1-1")
def test_a_repeal_ends_it_and_asks_owners_once(client, agency, linked):
    version = linked.version_in_force()
    signed_in(client, agency.manager).post(
        f"/documents/version/{version.pk}/repeal/",
        {
            "number": "99",
            "date": localdate().isoformat(),
            "ended_on": localdate().isoformat(),
            "reason": "A new law took its place.",
        },
    )
    version.refresh_from_db()
    linked.facts.refresh_from_db()
    assert version.state == "withdrawn"
    assert (linked.facts.repealed_by, linked.facts.repealed_date) == ("99", localdate())
    assert DocumentReview.objects.filter(occasion="external").count() == 3
    assert client.get(REGISTER).context["rows"][0].cells[-1].text == "Repealed"
    page = client.get(f"{REGISTER}{linked.pk}/").content.decode()
    assert "№ 99" in page
    announce()
    assert Letter.objects.filter(body__contains="A new law took its place.").exists()


@pytest.mark.clause("004-4.2.3-c")
def test_a_repeal_while_the_review_of_a_change_is_open_is_told_there(
    client, agency, linked, in_force
):
    document = linked
    signed_in(client, agency.office).post(
        f"{REGISTER}{document.pk}/change/",
        a_change(),
    )
    announce()
    Letter.objects.all().delete()
    edition = document.version_in_force()
    edition.repeal(
        by=agency.manager, number="99", date=localdate(), ended_on=localdate(), reason="Repealed."
    )

    review = DocumentReview.objects.get(document=in_force.document, occasion="external")
    assert "Rule two was added." in review.cause_text
    assert len(review.cause_text.splitlines()) == 2
    announce()
    told = Letter.objects.filter(body__contains=review.cause_text.splitlines()[1])
    assert agency.staff.person in {letter.person for letter in told}


def test_a_repeal_lies_neither_in_the_future_nor_before_the_beginning(agency, law, channel):
    version = register(agency, law, channel).version_in_force()
    day, ask = localdate(), {"number": "9", "reason": "x", "by": agency.manager}
    for ended_on in (day + timedelta(days=1), day - timedelta(days=1)):
        with pytest.raises(ValidationError):
            version.repeal(date=day, ended_on=ended_on, **ask)
        version.refresh_from_db()
        assert version.state == "in_force"


def test_two_people_register_the_same_change(agency, law, channel):
    document = register(agency, law, channel)
    edition(document, agency.manager, seen="1/0", number="8")
    with pytest.raises(ValidationError, match="meanwhile"):
        edition(document, agency.office, seen="1/0", number="8")
    assert document.versions.count() == 2
    third = edition(document, agency.office, seen="1/1", number="9", is_new_issue=True)
    assert (third.issue, third.change) == (2, 0)


# The register ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_for_any_length(
    client, agency, law, channel, count, django_assert_max_num_queries
):
    from documents.models import ExternalFacts

    for n in range(count):
        document = Document.objects.create(code=f"ТМ-{n:03}", title={"ky": "М"}, type=law)
        ExternalFacts.objects.create(document=document, issuer="A", number=str(n), channel=channel)
    signed_in(client, agency.staff).get(REGISTER)
    with django_assert_max_num_queries(16):
        page = client.get(f"{REGISTER}?per=100")
    assert len(page.context["rows"]) == count


def test_the_register_filters_and_goes_out(client, agency, law, channel):
    document = register(agency, law, channel)
    Document.objects.create(code="ТМ-50", title={"ky": "Табылган"}, type=law)
    signed_in(client, agency.manager)

    def codes(query):
        return [row.cells[0].text for row in client.get(f"{REGISTER}?{query}").context["rows"]]

    assert codes("standing=found") == ["ТМ-50"]
    assert codes("standing=familiarising") == [document.code]
    assert codes(f"channel={channel.pk}") == [document.code]
    assert codes("standing=repealed") == []
    sheet = load_workbook(io.BytesIO(client.get(f"{REGISTER}?as=xlsx").content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:6] == ["Register No.", "Title", "Issuer", "Number and date", "Channel",
                           "Registered"]  # fmt: skip
    assert rows[1][-1] == "0 / 4"
    pdf = PdfReader(io.BytesIO(client.get(f"{REGISTER}?as=pdf").content))
    assert document.code in pdf.pages[0].extract_text()


def test_the_ordinary_register_keeps_to_what_is_written_here(client, agency, law, channel, draft):
    register(agency, law, channel)
    page = signed_in(client, agency.manager).get("/documents/")
    assert [row.cells[0].text for row in page.context["rows"]] == [draft.document.code]
    form = client.get("/documents/add/").context["form"]
    assert law not in form.fields["type"].queryset


def test_a_restricted_document_is_not_told_of(client, agency, law, channel):
    document = register(agency, law, channel)
    document.access = "top"
    document.save()
    channel.check_it(by=agency.director, day=localdate(), documents=[document])
    signed_in(client, agency.staff)
    assert client.get(f"{REGISTER}{document.pk}/").status_code == 404
    assert client.get(REGISTER).context["rows"] == []
    assert document.code not in client.get("/documents/channels/").content.decode()


def test_the_cover_of_a_control_copy_says_what_it_is(client, agency, law, channel):
    document = register(agency, law, channel)
    version = document.version_in_force()
    signed_in(client, agency.staff)
    assert client.get(f"/documents/version/{version.pk}/paper/ky/").status_code == 302
    page = client.get(f"/documents/version/{version.pk}/cover/")
    words = PdfReader(io.BytesIO(page.content)).pages[0].extract_text()
    for said in ("Control copy", document.code, "Site of the government", "act.txt"):
        assert said in words


# Monitoring -----------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-c")
def test_a_channel_asks_when_its_day_has_come_and_is_quiet_after_a_look(
    client, agency, channel, clock
):
    tasks.watch_channels()
    tasks.watch_channels()
    todo = Todo.objects.waiting().get(kind="documents.check_channel")
    assert todo.person == agency.manager.person

    signed_in(client, agency.manager)
    assert "Nobody has looked yet" in client.get("/documents/channels/").content.decode()
    client.post(reverse("documents:channel_nothing", args=[channel.pk]))
    client.post(reverse("documents:channel_nothing", args=[channel.pk]))  # the same click twice
    assert channel.checks.get().found == ""
    assert not Todo.objects.waiting().filter(kind="documents.check_channel").exists()
    clock.shift(days=6)
    tasks.watch_channels()
    assert not Todo.objects.waiting().filter(kind="documents.check_channel").exists()
    clock.shift(days=1)
    tasks.watch_channels()
    assert Todo.objects.waiting().filter(kind="documents.check_channel").count() == 1


def test_what_was_found_stands_in_the_log(client, agency, law, channel):
    document = register(agency, law, channel)
    signed_in(client, agency.manager).post(
        reverse("documents:channel_found", args=[channel.pk]),
        {"day": localdate().isoformat(), "found": "A draft law.", "documents": [document.pk]},
    )
    row = client.get("/documents/channels/").context["rows"][0]
    assert row.cells[-1].text == f"A draft law.; {document.code}"
    late = client.post(reverse("documents:channel_found", args=[channel.pk]), {"day": "2999-01-01"})
    assert late.status_code == 422


def test_the_log_is_only_added_to(agency, channel):
    check = channel.check_it(by=agency.manager, day=localdate())
    check.found = "Something"
    for change in (check.save, check.delete, ChannelCheck.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        ChannelCheck.objects.update(found="x")


def test_who_looks_at_a_channel(client, agency, channel):
    url = reverse("documents:channel_nothing", args=[channel.pk])
    assert signed_in(client, agency.staff).post(url).status_code == 403
    channel.responsible = agency.staff.person.appointment().position
    channel.save()
    assert client.post(url).status_code == 302
    assert channel.checks.get().by == agency.staff.person
