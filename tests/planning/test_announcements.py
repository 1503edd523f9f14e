"""Announcements: told to all in their language, each once, with a log of the sending."""

import io
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common import tasks
from common.models import Attachment, JournalEntry, Letter, Notice, SearchEntry, StepNotAllowed
from common.models.journal import deed, verify
from common.personal import held_about
from common.tasks import announce, send_letters
from common.trail import fields as field_history
from documents.models import Document
from people.models import Appointment, Person, Unit
from planning import announcement_news as told
from planning.models import Announcement, AnnouncementReceipt
from tests import factories
from tests.qms.test_as_sent import filled_in

pytestmark = pytest.mark.django_db

WORDS = {"ky": "Кеңсенин иш тартиби", "ru": "Порядок работы канцелярии"}
TEXT = {"ky": "Кагаздар эртең менен кабыл алынат.", "ru": "Бумаги принимаются утром."}


@pytest.fixture
def informer(agency):
    """Who informs employees of changes."""
    return factories.employee("informer", "quality.inform", person__language="ru")


def draft_of(informer, **fields) -> Announcement:
    about = fields.pop("about", [])
    units = fields.pop("units", [])
    values = {"title": WORDS, "text": TEXT, "author": informer.person, **fields}
    with deed(by=informer):
        made = Announcement.objects.create(**values)
        made.units.set(units)
        told.keep(made, about)
    return made


@pytest.fixture
def unsent(informer):
    return draft_of(informer)


@pytest.fixture
def sent(unsent, informer):
    unsent.announce(by=informer)
    return unsent


def read(client, user, url, **asked):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url, asked)


def page(client, user, announcement, **asked) -> str:
    response = read(client, user, announcement.get_absolute_url(), **asked)
    assert response.status_code == 200
    return response.content.decode()


def words_of(response) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    text = " ".join(found.extract_text() for found in PdfReader(io.BytesIO(data)).pages)
    return " ".join(text.split())


# Letters ------------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.3-4")
def test_every_employee_gets_the_letter_in_their_language(unsent, informer, agency):
    agency.office.person.language = "ru"
    agency.office.person.save()
    outsider = factories.UserFactory(person__is_external=True)

    unsent.announce(by=informer)
    announce()
    send_letters()

    letters = {m.to[0]: m for m in mail.outbox}
    for user in (agency.director, agency.manager, agency.staff):
        assert letters[user.person.email].subject == WORDS["ky"]
        assert TEXT["ky"] in letters[user.person.email].body
    assert letters[agency.office.person.email].subject == WORDS["ru"]
    assert TEXT["ru"] in letters[agency.office.person.email].body
    assert unsent.get_absolute_url() in letters[agency.office.person.email].body
    assert outsider.person.email not in letters
    assert verify() is None


def test_who_reads_a_language_that_is_not_written_gets_the_original(informer, agency):
    agency.staff.person.language = "en"
    agency.staff.person.save()
    agency.office.person.language = "ky"
    agency.office.person.save()
    unsent = draft_of(
        informer, title={"ru": "Отпуск"}, text={"ru": "С первого июля."}, language="ru"
    )

    unsent.announce(by=informer)
    announce()

    for user in (agency.staff, agency.office):
        letter = Letter.objects.get(person=user.person, key__startswith=f"announcement{unsent.pk}:")
        assert (letter.subject, letter.language) == ("Отпуск", user.person.language)
        assert "С первого июля." in letter.body


def test_sent_twice_it_goes_once(client, unsent, informer):
    url = f"{unsent.get_absolute_url()}announce/"
    client.force_login(informer)

    first = client.post(url, {"revision": unsent.revision})
    second = client.post(url, {"revision": unsent.revision})
    announce()
    Notice.objects.update(announced_at=None)  # as if the worker died before it said so
    announce()

    assert (first.status_code, second.status_code) == (302, 409)
    letters = Letter.objects.filter(key__startswith=f"announcement{unsent.pk}:")
    assert letters.count() == unsent.receipts.count() == Person.objects.who_read().count()
    assert JournalEntry.objects.filter(deed="announce").count() == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_writes_or_sends_tells_each_once(unsent, informer, monkeypatch):
    unsent.announce(by=informer)
    compose, written = tasks.compose, []

    def write_two(*args, **kwargs):
        if len(written) == 2:
            raise Killed
        written.append(1)
        return compose(*args, **kwargs)

    monkeypatch.setattr(tasks, "compose", write_two)
    with pytest.raises(Killed):
        announce()
    assert not Letter.objects.exists()
    monkeypatch.setattr(tasks, "compose", compose)
    announce()

    send, gone = tasks.EmailMessage.send, []

    def send_two(message):
        if len(gone) == 2:
            raise Killed
        gone.append(message.to[0])
        return send(message)

    monkeypatch.setattr(tasks.EmailMessage, "send", send_two)
    with pytest.raises(Killed):
        send_letters()
    monkeypatch.setattr(tasks.EmailMessage, "send", send)
    Letter.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(minutes=11))
    send_letters()

    reached = sorted(message.to[0] for message in mail.outbox)
    assert reached == sorted(r.person.email for r in unsent.receipts.all())


def test_a_dead_mail_server_loses_nothing_and_the_log_says_so(client, sent, informer, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPServerDisconnected("no answer")

    monkeypatch.setattr(tasks.EmailMessage, "send", refuse)
    announce()
    send_letters()
    total = sent.receipts.count()
    count = sent.receipts.all().summary()
    assert (count["sent"], count["waiting"], count["failed"]) == (0, total, 0)
    assert f"0 of {total} sent; waiting: {total}" in page(client, informer, sent)

    monkeypatch.undo()
    Letter.objects.update(next_try=timezone.now())
    send_letters()
    assert f"{total} of {total} sent" in page(client, informer, sent)
    assert len(mail.outbox) == total


# Who may --------------------------------------------------------------------------------------


@pytest.mark.core
def test_who_reads_and_who_writes(client, unsent, informer, agency, stranger):
    sent = draft_of(informer)
    sent.announce(by=informer)
    pages = {
        reverse("planning:announcements"): (403, 200, 200, 200),
        reverse("planning:announcement_add"): (403, 403, 403, 200),
        unsent.get_absolute_url(): (404, 404, 404, 200),
        f"{unsent.get_absolute_url()}edit/": (404, 404, 404, 200),
        f"{unsent.get_absolute_url()}announce/": (404, 404, 404, 200),
        sent.get_absolute_url(): (404, 200, 200, 200),
        f"{sent.get_absolute_url()}edit/": (404, 403, 403, 409),
        f"{sent.get_absolute_url()}attach/": (404, 403, 403, 409),
        f"{sent.get_absolute_url()}log/": (403, 403, 403, 200),
        f"{sent.get_absolute_url()}paper/ky/": (404, 200, 200, 200),
        f"{unsent.get_absolute_url()}paper/ky/": (404, 404, 404, 404),
        f"{sent.get_absolute_url()}paper/xx/": (404, 404, 404, 404),
        f"{sent.get_absolute_url()}correct/": (404, 404, 404, 404),
    }
    for url, expected in pages.items():
        for user, code in zip(
            (stranger, agency.staff, agency.director, informer), expected, strict=True
        ):
            assert read(client, user, url).status_code == code, (url, user)

    with pytest.raises(PermissionDenied):
        unsent.announce(by=agency.staff)


@pytest.mark.core
def test_what_goes_to_a_unit_goes_to_it_and_those_under_it_alone(client, informer, agency):
    unit = Unit.objects.create(code="projects", name={"ky": "Долбоорлор бөлүмү"})
    under = Unit.objects.create(code="experts", name={"ky": "Эксперттер"}, parent=unit)
    one, other = factories.UserFactory(), factories.UserFactory()
    for user, place in ((one, unit), (other, under)):
        post = factories.PositionFactory(code=f"in-{place.code}", unit=place)
        Appointment.objects.create(person=user.person, position=post, since=localdate())
    unsent = draft_of(informer, everyone=False, units=[unit])

    unsent.announce(by=informer)
    announce()

    told_to = set(Letter.objects.filter(subject=WORDS["ky"]).values_list("person", flat=True))
    assert told_to == {one.person_id, other.person_id}
    assert read(client, one, unsent.get_absolute_url()).status_code == 200
    assert read(client, agency.staff, unsent.get_absolute_url()).status_code == 404
    listed = read(client, agency.staff, reverse("planning:announcements")).content.decode()
    assert WORDS["ky"] not in listed


def test_to_a_unit_without_people_nothing_is_sent(client, informer):
    empty = Unit.objects.create(code="empty", name={"ky": "Бош"})
    unsent = draft_of(informer, everyone=False, units=[empty])
    client.force_login(informer)
    client.cookies["django_language"] = "en"

    answer = client.post(f"{unsent.get_absolute_url()}announce/", {"revision": unsent.revision})

    assert answer.status_code == 422
    assert "Nobody works in the chosen units today." in answer.content.decode()
    unsent.refresh_from_db()
    assert (unsent.state, unsent.number, unsent.receipts.count()) == ("draft", "", 0)


# The form -----------------------------------------------------------------------------------------


def form(**fields):
    return {
        "kind": "other",
        "language": "ky",
        "title_ky": WORDS["ky"],
        "text_ky": TEXT["ky"],
        "everyone": "on",
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title_ky": "", "title_ru": WORDS["ru"]}, "This is the original language"),
        ({"language": "en"}, "This is the original language"),
        ({"everyone": ""}, "Choose at least one unit, or all employees."),
        ({"everyone": "on", "units": "UNIT"}, "take that tick off, or choose no unit"),
        ({"codes": "ЖОК-77"}, "There is no document with this code that all may read: ЖОК-77."),
        ({"about": "people.person:1:given"}, "Select a valid choice"),
        ({"effective_on": "32.13.2027"}, "Enter a valid date"),
        ({"kind": "gossip"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(client, informer, fields, words):
    unit = Unit.objects.first()
    fields = {key: unit.pk if value == "UNIT" else value for key, value in fields.items()}
    client.force_login(informer)
    client.cookies["django_language"] = "en"

    answer = client.post(
        reverse("planning:announcement_add"), form(text_ru="<b>Жазылган</b>", **fields)
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "&lt;b&gt;Жазылган&lt;/b&gt;" in answer.content.decode()
    assert not Announcement.objects.exists()


def test_a_new_one_sent_twice_by_a_slow_line_is_one(informer):
    window = Client(enforce_csrf_checks=True)
    window.force_login(informer)
    url = reverse("planning:announcement_add")
    typed = filled_in(window.get(url).content) | form(title_ky="Кош\r\nбасуу")

    first, second = (window.post(url, typed) for _time in range(2))

    made = Announcement.objects.get()
    assert first["Location"] == second["Location"]
    assert made.title["ky"] == "Кош басуу"
    assert made.author == informer.person


def test_a_stale_form_overwrites_nothing(client, unsent, informer, agency):
    client.force_login(informer)
    url = f"{unsent.get_absolute_url()}edit/"
    assert client.post(url, form(revision=1)).status_code == 302
    answer = client.post(url, form(revision=1, title_ky="Башкача"))

    assert answer.status_code == 409
    unsent.refresh_from_db()
    assert unsent.title["ky"] == WORDS["ky"]
    assert unsent.revision == 2
    with translation.override("en"), pytest.raises(ValidationError, match="look again"):
        unsent.announce(by=informer, revision=1)


def test_what_was_sent_is_not_rewritten(client, sent, informer):
    client.force_login(informer)
    for page_of in ("edit", "attach"):
        file = SimpleUploadedFile("a.txt", b"1")
        answer = client.post(f"{sent.get_absolute_url()}{page_of}/", form(revision=1, file=file))
        assert answer.status_code == 409
    with pytest.raises(StepNotAllowed):
        sent.drop(by=informer)
    sent.refresh_from_db()
    assert (sent.state, sent.title) == ("sent", WORDS)


def test_files_go_with_it_to_those_who_were_told(client, unsent, informer, agency, stranger):
    client.force_login(informer)
    at = unsent.get_absolute_url()
    client.post(f"{at}attach/", {"file": SimpleUploadedFile("тартип.pdf", b"%PDF-1")})
    client.post(f"{at}attach/", {"file": SimpleUploadedFile("катасы.pdf", b"%PDF-2")})
    assert client.post(f"{at}attach/", {}).status_code == 422
    kept, wrong = Attachment.objects.of(unsent)
    assert client.post(f"{at}detach/{wrong.pk}/").status_code == 302
    assert read(client, agency.staff, kept.get_absolute_url()).status_code == 404

    unsent.announce(by=informer)
    announce()

    assert read(client, agency.staff, kept.get_absolute_url()).status_code == 200
    assert read(client, stranger, kept.get_absolute_url()).status_code == 404
    assert "тартип.pdf" in Letter.objects.get(person=agency.staff.person).body
    client.force_login(informer)
    assert client.post(f"{at}detach/{kept.pk}/").status_code == 409
    assert Attachment.objects.of(unsent).get() == kept


def test_before_sending_it_is_told_whom_it_reaches_and_what_is_not_written(
    client, unsent, informer, agency
):
    agency.staff.person.email = ""
    agency.staff.person.language = "en"
    agency.staff.person.save()
    total = Person.objects.who_read().count()

    shown = read(client, informer, f"{unsent.get_absolute_url()}announce/").content.decode()

    assert f"{total} people are told." in shown
    assert "1 of them has no e-mail" in shown
    assert "Not written in this language: English. Readers who get the original: 1." in shown
    assert TEXT["ru"] in shown
    assert "Good day" in shown
    assert not Letter.objects.exists()


# What is new --------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.3-4")
def test_what_is_new_is_ticked_and_not_retyped(client, in_force, informer, agency):
    key = f"documents.documentversion:{in_force.pk}:in_force"
    listed = read(client, informer, reverse("planning:announcements")).content.decode()
    assert key in listed
    assert str(in_force) in listed

    add = reverse("planning:announcement_add")
    drawn = filled_in(read(client, informer, add, about=key).content)
    assert drawn["kind"] == ["documents"]
    assert drawn["title_en"] == ["Changes in the documents of the quality management system"]
    answer = client.post(add, drawn | {"about": key})
    made = Announcement.objects.get()
    assert answer.status_code == 302
    made.announce(by=informer)
    announce()

    letter = Letter.objects.get(
        person=agency.staff.person, key__startswith=f"announcement{made.pk}"
    )
    assert str(in_force) in letter.body
    assert in_force.get_absolute_url() in letter.body
    assert key not in read(client, informer, reverse("planning:announcements")).content.decode()
    # The document's own letter was written by its coming into force, once (C-40).
    own = Letter.objects.filter(person=agency.staff.person, key__contains=":document_in_force:")
    assert own.count() == 1


@pytest.mark.clause("004-5.5.3-5")
def test_powers_are_announced_with_their_orders(client, informer, agency, in_english):
    since = localdate()
    deputy = Appointment.objects.create(
        person=factories.PersonFactory(surname="Токтогулова", given="Айгүл", patronymic=""),
        position=factories.PositionFactory(
            code="deputy", name={"ky": "Орун басар", "en": "Deputy"}
        ),
        since=since,
        order_number="14-к",
    )
    lines = {line.key: line for line in told.news(informer)}
    line = lines[f"people.appointment:{deputy.pk}:given"]
    assert str(line) == f"Токтогулова А.: Deputy from {since:%d.%m.%Y}, order No. 14-к"
    assert told.begun_with([line])["kind"] == "powers"

    unsent = draft_of(informer, kind="powers", about=[line.key])
    unsent.announce(by=informer)
    announce()

    assert "14-к" in Letter.objects.get(person=agency.staff.person).body
    assert "14-к" in page(client, agency.staff, unsent)
    assert line.key not in {found.key for found in told.news(informer)}
    deputy.until = since
    deputy.save()
    ended = f"people.appointment:{deputy.pk}:ended"
    assert ended in {found.key for found in told.news(informer)}


def test_a_restricted_document_is_never_named(client, in_force, informer, agency):
    in_force.document.access = "top"
    in_force.document.save()
    top = factories.employee("head", "quality.inform", "documents.top")
    key = f"documents.documentversion:{in_force.pk}:in_force"

    assert key not in {line.key for line in told.news(top)}
    client.force_login(top)
    answer = client.post(reverse("planning:announcement_add"), form(codes=in_force.document.code))
    assert answer.status_code == 422
    assert client.post(reverse("planning:announcement_add"), form(about=key)).status_code == 422
    unsent = draft_of(informer, about=[key])
    with pytest.raises(ValidationError):
        unsent.announce(by=informer)


def test_a_document_restricted_after_it_was_announced_is_seen_no_more(
    client, in_force, informer, agency
):
    unsent = draft_of(informer, about=[f"documents.documentversion:{in_force.pk}:in_force"])
    unsent.announce(by=informer)
    assert in_force.document.code in page(client, agency.staff, unsent)
    Document.objects.filter(pk=in_force.document_id).update(access="top")

    announce()  # the worker comes only now

    name = str(in_force)
    assert (
        name
        not in Letter.objects.get(
            person=agency.staff.person, key__startswith=f"announcement{unsent.pk}:"
        ).body
    )
    assert name not in page(client, agency.staff, unsent)
    assert name in page(client, agency.director, unsent)
    assert name not in words_of(read(client, agency.staff, f"{unsent.get_absolute_url()}paper/ky/"))


# After it was sent --------------------------------------------------------------------------------


def test_a_mistake_is_corrected_by_a_new_one_that_names_it(client, sent, informer, agency):
    add = f"{reverse('planning:announcement_add')}?corrects={sent.pk}"
    client.force_login(informer)
    client.cookies["django_language"] = "en"
    drawn = filled_in(client.get(add).content)
    assert drawn["title_ky"] == [WORDS["ky"]]
    client.post(add, drawn | {"text_ky": "Кагаздар түштөн кийин кабыл алынат."})
    new = Announcement.objects.get(corrects=sent)
    rival = draft_of(informer, corrects=sent)
    sent.refresh_from_db()
    assert sent.state == "sent"

    new.announce(by=informer)
    announce()

    sent.refresh_from_db()
    assert (sent.state, new.number) == ("corrected", "2")
    body = Letter.objects.get(
        person=agency.staff.person, key__startswith=f"announcement{new.pk}:"
    ).body
    assert "№ 1" in body or "No. 1" in body
    assert f"corrected by No. {new.number}" in page(client, agency.staff, sent)
    with pytest.raises(ValidationError):
        rival.announce(by=informer)
    client.force_login(informer)
    assert client.get(add).status_code == 409


def test_opening_it_is_noted_once_and_marks_it_as_read(client, sent, informer, agency):
    url = reverse("planning:announcements")
    assert ">New<" in read(client, agency.staff, url).content.decode()
    assert WORDS["ky"] in read(client, agency.staff, url, unread="true").content.decode()

    page(client, agency.staff, sent)
    first = AnnouncementReceipt.objects.get(person=agency.staff.person).read_at
    page(client, agency.staff, sent)

    assert first
    assert AnnouncementReceipt.objects.get(person=agency.staff.person).read_at == first
    assert ">New<" not in read(client, agency.staff, url).content.decode()
    assert WORDS["ky"] not in read(client, agency.staff, url, unread="true").content.decode()
    assert AnnouncementReceipt.objects.exclude(read_at=None).count() == 1


@pytest.mark.clause("004-5.5.3-4")
def test_the_log_tells_each_ones_letter_and_leaves_as_excel_and_pdf(
    client, unsent, informer, agency, monkeypatch
):
    agency.office.person.email = ""
    agency.office.person.save()
    wrong = agency.manager.person.email
    send = tasks.EmailMessage.send

    def one_is_wrong(message):
        if message.to == [wrong]:
            raise smtplib.SMTPRecipientsRefused({wrong: (550, b"no such user")})
        return send(message)

    monkeypatch.setattr(tasks.EmailMessage, "send", one_is_wrong)
    unsent.announce(by=informer)
    announce()
    send_letters()
    total = unsent.receipts.count()
    url = f"{unsent.get_absolute_url()}log/"

    shown = read(client, informer, url).content.decode()
    line = f"{total - 2} of {total} sent; not delivered: 1; 1 person has no e-mail; opened: 0"
    assert line in shown
    assert "no such user" in shown
    failed = read(client, informer, url, state="failed").content.decode()
    assert agency.manager.person.full_name in failed
    assert agency.staff.person.full_name not in failed
    without = read(client, informer, url, state="without").content.decode()
    assert agency.office.person.full_name in without
    assert agency.manager.person.full_name not in without

    sheet = load_workbook(io.BytesIO(read(client, informer, url, **{"as": "xlsx"}).content))
    rows = {row[0]: row for row in sheet.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert len(rows) == total
    assert rows[agency.staff.person.full_name][1:3] == (agency.staff.person.email, "Sent")
    assert rows[agency.office.person.full_name][1:3] == ("In Sapat", "Has no e-mail")
    paper = words_of(read(client, informer, url, **{"as": "pdf"}))
    assert line in paper
    assert f"Sent by {informer.person.full_name}" in paper
    signed = words_of(read(client, informer, unsent.get_absolute_url(), tab="log", **{"as": "pdf"}))
    assert informer.person.signature_name in signed
    assert agency.manager.person.full_name in signed
    assert "Log of sending" not in page(client, agency.staff, unsent)


def many(count: int) -> None:
    for _n in range(count):
        user = factories.UserFactory()
        post = factories.PositionFactory(code="specialist")
        Appointment.objects.create(person=user.person, position=post, since=localdate())


@pytest.mark.parametrize("count", [3, 60])
def test_pages_cost_the_same_for_few_and_for_many(
    client, informer, agency, count, django_assert_max_num_queries
):
    many(count)
    for _n in range(count):
        draft_of(informer).announce(by=informer)
    one = Announcement.objects.first()
    announce()
    client.force_login(informer)
    at = one.get_absolute_url()
    for url, most in {
        f"{at}?tab=log": 30,
        f"{at}log/": 26,
        f"{at}log/?as=xlsx": 26,
        reverse("planning:announcements"): 34,
        f"{reverse('planning:announcements')}?as=xlsx": 34,
    }.items():
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_sending_and_writing_cost_the_same_for_few_and_for_many(
    unsent, informer, count, django_assert_max_num_queries
):
    many(count)
    with django_assert_max_num_queries(45):
        unsent.announce(by=informer)
    with django_assert_max_num_queries(25):
        announce()
    assert Letter.objects.count() > count


def test_the_paper_for_the_board(client, in_force, informer, agency):
    unsent = draft_of(
        informer,
        effective_on=localdate() + timedelta(days=3),
        about=[f"documents.documentversion:{in_force.pk}:in_force"],
    )
    unsent.announce(by=informer)
    at = unsent.get_absolute_url()

    paper = words_of(read(client, agency.staff, f"{at}paper/ru/"))

    assert WORDS["ru"] in paper
    assert TEXT["ru"] in paper
    assert str(in_force) in paper
    assert informer.person.signature_name in paper
    assert at in paper


def test_it_is_found_by_its_words_by_whoever_was_told(client, sent, informer, agency):
    secret = draft_of(informer, title={"ky": "Кеңсенин сыры"}, text={"ky": "Азырынча эч кимге"})

    assert SearchEntry.objects.filter(kind="announcement").count() == 2
    found = read(client, agency.staff, reverse("search"), q="кеңсенин").content.decode()
    assert "иш тартиби" in found
    assert "сыры" not in found
    listed = read(client, informer, reverse("planning:announcements"), q="сыры").content.decode()
    assert secret.title["ky"] in listed
    assert WORDS["ky"] not in listed


def test_a_person_is_shown_what_the_announcements_hold_of_them(sent, informer, agency):
    held = {one.title: one for one in held_about(informer.person)}
    written = [one for one in held.values() if any(str(sent) in row for row in one.rows)]
    assert len(written) == 2  # written, and received
    received = held_about(agency.staff.person)
    assert sum(any(str(sent) in row for row in one.rows) for one in received) == 1


def test_a_dropped_draft_is_told_to_nobody(client, unsent, informer, agency):
    client.force_login(informer)
    assert client.post(f"{unsent.get_absolute_url()}drop/").status_code == 302
    announce()

    unsent.refresh_from_db()
    assert unsent.state == "dropped"
    assert not Letter.objects.filter(subject=WORDS["ky"]).exists()
    assert read(client, agency.staff, unsent.get_absolute_url()).status_code == 404
    assert read(client, informer, unsent.get_absolute_url()).status_code == 200


def test_the_nightly_check_finds_the_history_of_it_whole(client, in_force, informer, agency):
    """Written, named records added and taken off, units chosen, sent, corrected."""
    client.force_login(informer)
    add, unit = reverse("planning:announcement_add"), Unit.objects.first()
    key = f"documents.documentversion:{in_force.pk}:in_force"
    client.post(add, form(about=key, codes=in_force.document.code, everyone="", units=unit.pk))
    made = Announcement.objects.get()
    assert made.about.count() == 2
    assert list(made.units.all()) == [unit]
    edit = f"{made.get_absolute_url()}edit/"
    assert client.post(edit, form(revision=made.revision, about=key)).status_code == 302
    assert [one.key for one in made.about.all()] == [key]
    made.refresh_from_db()
    assert (made.everyone, made.units.count()) == (True, 0)
    assert made.history.count() >= 2
    made.announce(by=informer)
    client.post(f"{add}?corrects={made.pk}", form(title_ky="Жаңысы"))
    Announcement.objects.get(corrects=made).announce(by=informer)

    assert [str(found) for found in field_history.faults()] == []
    assert verify() is None
    made.refresh_from_db()
    assert made.state == "corrected"


def test_morning_letters_paper_and_the_bell_are_in_the_log(client, unsent, informer, agency):
    patient, deaf = agency.manager.person, agency.office.person
    deaf.email = ""
    patient.letters_pace = "morning"
    patient.save()
    deaf.save()
    unsent.announce(by=informer)
    announce()
    send_letters()
    rows = {row.person_id: row for row in unsent.receipts.all().for_log()}
    assert rows[patient.pk].letter_state == "kept"
    assert rows[deaf.pk].letter_state == "inside"
    total = len(rows)
    count = unsent.receipts.all().summary()
    assert (count["sent"], count["waiting"], count["without"]) == (total - 2, 1, 1)

    own = Letter.objects.get(person=patient, key__startswith=f"announcement{unsent.pk}:")
    assert own.url == unsent.get_absolute_url()
    morning = Letter.objects.create(
        key="digest-of-this-test",
        kind="digest",
        person=patient,
        address=patient.email,
        language="ky",
        subject="Таң",
        body="…",
        state="sent",
        sent_at=timezone.now(),
    )
    own.state, own.digest = "gathered", morning
    own.save()
    deafs = Letter.objects.filter(person=deaf, key__startswith=f"announcement{unsent.pk}:")
    Letter.hand_over(deafs, by=informer.person, on=localdate())

    count = unsent.receipts.all().summary()
    assert (count["sent"], count["handed"], count["without"]) == (total - 1, 1, 0)
    assert count["read"] == 0
    shown = read(client, informer, f"{unsent.get_absolute_url()}log/", state="handed")
    assert deaf.full_name in shown.content.decode()
    assert "On paper" in shown.content.decode()
    page(client, agency.manager, unsent)
    own.refresh_from_db()
    assert own.read_at
    assert unsent.receipts.all().summary()["read"] == 1
