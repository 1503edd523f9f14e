"""The page of one row of the journal and the history of a record: old and new, and for whom."""

import datetime
import io

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from common import words
from common.models import Check, JournalEntry, Opening, Seal, deed, record
from common.models.history import historical_models
from common.nightly import check_chain, check_history
from common.trail import seals
from documents.models import NomenclatureItem, VersionText
from people.models import Blocking, ConsentText, Person, Position, Power, StatementText, User
from people.models.erasure import erase
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def look(agency, client):
    """A page as somebody sees it, in English, without line breaks."""
    client.cookies["django_language"] = "en"

    def look(user, url):
        client.force_login(user)
        response = client.get(url)
        assert response.status_code == 200, url
        return " ".join(response.content.decode().split())

    return look


@pytest.fixture
def reader(agency):
    """Reads the journal and nothing more: no accounts, no restricted documents."""
    return factories.employee("inspector", "journal.read")


def row_of(number) -> str:
    return reverse("journal_row", args=[number])


def newest() -> JournalEntry:
    return JournalEntry.objects.latest("number")


def change(thing, by, **values) -> JournalEntry:
    with deed(by=by):
        for name, value in values.items():
            setattr(thing, name, value)
        thing.save()
        record(thing, "change", by=by, fields=sorted(values))
    return newest()


# What changed -------------------------------------------------------------------------------


@pytest.mark.core
def test_the_page_of_a_row_shows_old_and_new_values_in_words(look, reader, agency):
    person = agency.staff.person
    change(person, agency.director, phone="+996555111222")
    entry = change(person, agency.director, phone="+996700333444", language="ru")

    page = look(reader, row_of(entry.number))

    assert (
        '<td data-l="Old value">+996555111222</td><td data-l="New value">+996700333444</td>' in page
    )
    assert '<td data-l="Old value">Kyrgyz</td><td data-l="New value">Russian</td>' in page
    assert words.date_and_time(entry.at, seconds=True) + " (UTC+06:00)" in page
    assert agency.director.person.full_name in page
    assert f'<a href="{person.get_absolute_url()}">{person}</a>' in page
    assert " ".join(entry.hash[n : n + 8] for n in range(0, 64, 8)) in page
    assert entry.previous_hash in page


@pytest.mark.core
def test_a_long_value_is_told_whole_on_the_page_of_its_row(look, reader, agency):
    document = factories.DocumentFactory(type=agency.local_act)
    long = "Узун сөз " * 30 + "аягы"
    entry = change(document, agency.manager, basis_text=long)
    assert long in look(reader, row_of(entry.number))


@pytest.mark.core
def test_dates_persons_texts_and_members_are_told_in_words(look, reader, agency):
    document = factories.DocumentFactory(type=agency.local_act)
    change(document, agency.director, title={"ky": "Эски", "ru": "Старое"}, author=None)
    entry = change(
        document,
        agency.director,
        title={"ky": "Жаңы", "ru": "Новое"},
        author=agency.manager.person,
        access="public",
    )
    page = look(reader, row_of(entry.number))
    assert "ky: Эски · ru: Старое" in page
    assert "ky: Жаңы · ru: Новое" in page
    assert agency.manager.person.short_name in page

    appointment = agency.staff.person.appointments.get()
    change(appointment, agency.director, order_number="1")
    entry = change(appointment, agency.director, until=datetime.date(2027, 6, 12))
    assert '<td data-l="New value">12.06.2027</td>' in look(reader, row_of(entry.number))

    position = Position.objects.get(code="specialist")
    change(position, agency.director, order=3)
    with deed(by=agency.director):
        position.powers.add(Power.objects.get(code="documents.author"))
        position.save()
        record(position, "change", by=agency.director)
    page = look(reader, row_of(newest().number))
    assert '<td data-l="Old value">—</td><td data-l="New value">documents.author</td>' in page


def test_long_texts_are_cut_to_where_they_differ():
    before, after = words.shortened("а" * 300 + "эски", "а" * 300 + "жаңы" + "б" * 300)
    assert before.endswith("эски")
    assert before.startswith("…")
    assert "жаңы" in after
    assert len(after) <= words.LONG + 2
    assert words.shortened("эски", "жаңы") == ("эски", "жаңы")


@pytest.mark.core
def test_the_history_of_a_record_shows_old_and_new(look, agency):
    person = agency.staff.person
    change(person, agency.director, phone="+996555111222")
    change(person, agency.director, phone="+996700333444")
    admin = factories.administrator()

    page = look(admin, f"{person.get_absolute_url()}?tab=history")

    assert 'phone: <span class="change-before">+996555111222</span>' in page
    assert "+996700333444" in page
    assert "changed it: phone" not in page  # the values say it


def test_the_history_takes_the_same_queries_for_any_length(
    client, agency, django_assert_num_queries
):
    person = agency.staff.person
    client.force_login(factories.administrator())
    url = f"{person.get_absolute_url()}?tab=history"
    for n in range(3):
        change(person, agency.director, phone=f"+99655500000{n}")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(9):
        change(person, agency.director, phone=f"+99655500001{n}")
    with django_assert_num_queries(len(few)):
        client.get(url)


# What is not told -----------------------------------------------------------------------------


@pytest.mark.core
def test_a_personal_number_is_hidden_from_who_does_not_keep_people(look, reader, agency):
    entry = change(agency.staff.person, agency.director, pin="20101199012345")

    page = look(reader, row_of(entry.number))
    assert "20101199012345" not in page
    assert "not shown to you" in page
    assert "20101199012345" in look(factories.administrator(), row_of(entry.number))


@pytest.mark.core
def test_what_only_top_management_reads_does_not_leak(look, reader, in_force, agency):
    document = in_force.document
    with deed(by=agency.director):
        document.access = "top"
        document.title = {"ky": "Купуя аталыш"}
        document._change_reason = "Купуя себеп"
        document.save()
        record(document, "change", by=agency.director, fields=["title"])
    card = newest()
    text = in_force.texts.get()
    with deed(by=agency.director):
        text.html = "<p>Купуя сөз</p>"
        text.save()
        record(in_force, "import", by=agency.director, number="77-купуя")
    words_row = newest()
    based = factories.DocumentFactory(type=agency.local_act)
    other = change(based, agency.director, basis=document)

    for entry in (card, words_row, other):
        page = look(reader, row_of(entry.number))
        assert "упуя" not in page
        assert document.code not in page
    assert not Opening.objects.exists()

    assert "Купуя аталыш" in look(agency.director, row_of(card.number))
    assert "Купуя сөз" in look(agency.director, row_of(words_row.number))
    assert Opening.objects.filter(user=agency.director).exists()


def test_a_part_is_in_reach_with_its_whole_and_every_table_says_whose_it_is():
    open_to_all = {"Body", "DocumentLevel", "DocumentType", "Organisation", "Party"}
    open_to_all |= {"PlanBranch", "PlanKind", "Route", "UnitKind"}
    open_to_all |= {"AssessmentKind", "Direction"}
    unknown = [
        model.__name__
        for model in historical_models()
        if not hasattr(model._default_manager.all(), "visible_to")
        and not getattr(model, "PART_OF", "")
    ]
    assert set(unknown) == open_to_all
    assert (VersionText.PART_OF, NomenclatureItem.PART_OF) == ("version", "nomenclature")


@pytest.mark.core
def test_erased_data_shows_as_erased(look, reader, agency):
    person = factories.PersonFactory()
    first = change(person, agency.director, phone="+996555111222")
    second = change(person, agency.director, phone="+996700333444")
    erase(Person.objects.get(pk=person.pk), by=agency.director)

    for entry in (first, second, newest()):
        page = look(reader, row_of(entry.number))
        assert "+996" not in page
        assert "erased" in page


def test_the_page_of_a_row_is_for_readers_of_the_journal(client, agency):
    change(agency.staff.person, agency.director, phone="+996555111222")
    client.force_login(agency.staff)
    assert client.get(row_of(1)).status_code == 403
    client.force_login(agency.director)
    assert client.get(row_of(999)).status_code == 404


# Names --------------------------------------------------------------------------------------


@pytest.mark.core
def test_who_reads_the_journal_learns_whose_account_was_blocked_and_why(look, reader, agency):
    admin = factories.administrator()
    agency.staff.block(by=admin, reason="Ачкычын жоготту")
    entry = JournalEntry.objects.get(deed="block")
    User.objects.get(pk=agency.staff.pk).unblock(by=admin)

    name = f"{agency.staff.person.short_name} ({agency.staff.username})"
    assert name in look(reader, reverse("journal"))
    page = look(reader, row_of(entry.number))
    assert name in page
    assert f">{name}</a>" not in page
    assert "Ачкычын жоготту" in page
    assert "Active" in page
    assert "Blocked" in page

    page = look(admin, f"{agency.staff.person.get_absolute_url()}?tab=history")
    assert "Reason: Ачкычын жоготту" in page
    assert "Ачкычын" not in str(entry.details)


def test_the_reason_of_a_blocking_goes_with_the_data_of_the_person(agency):
    with deed():
        leaver = factories.UserFactory()
        record(leaver.person, "create", by=None)
    admin = factories.administrator()
    leaver.block(by=admin, reason="Купуя себеп")
    erase(Person.objects.get(pk=leaver.person_id), by=admin)

    blocking = Blocking.objects.get()
    told = [blocking.reason, *blocking.history.values_list("reason", flat=True)]
    assert "Купуя себеп" not in [*told, User.objects.get(pk=leaver.pk).block_reason]
    check_history()
    found = " ".join(Check.objects.get(kind="history").sentences)
    assert "blocking" not in found.lower()


def test_texts_tell_what_they_are(agency):
    assert str(ConsentText(version=2)) == "Text of the consent, version 2"
    assert str(StatementText(number=3)) == "Text of the statement, version 3"


# Whether the row holds ------------------------------------------------------------------------


@pytest.mark.core
def test_an_altered_row_says_so_in_red(look, reader, agency, unguarded):
    for n in range(4):
        change(agency.staff.person, agency.director, phone=f"+99655511122{n}")
    assert "This row is as it was written" in look(reader, row_of(2))

    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_journalentry SET deed = 'read' WHERE number = 2")
    page = look(reader, row_of(2))
    assert "This row was altered" in page
    assert 'class="notice red"' in page
    assert "This row is as it was written" not in page

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM common_journalentry WHERE number = 3")
    assert "does not continue the row before it" in look(reader, row_of(4))


def test_the_seal_that_covers_a_row_is_named(look, reader, agency):
    change(agency.staff.person, agency.director, phone="+996555111222")
    assert "not sealed yet" in look(reader, row_of(1))
    seals.make()
    seals.make()

    first = Seal.objects.get(number=1)
    assert f'<a href="{first.get_absolute_url()}">Seal No. 1</a>' in look(reader, row_of(1))


# Out of the house -----------------------------------------------------------------------------


@pytest.mark.core
def test_hash_and_seconds_stand_in_the_lists_that_leave_the_house(client, agency, monkeypatch):
    entry = change(agency.staff.person, agency.director, phone="+996555111222")
    client.cookies["django_language"] = "en"
    client.force_login(agency.director)
    moment = words.date_and_time(entry.at, seconds=True)
    page = client.get(reverse("journal")).content.decode()
    assert moment in page
    assert "When, UTC+06:00" in page
    assert f'href="{row_of(entry.number)}"' in page

    sheet = load_workbook(io.BytesIO(client.get(reverse("journal"), {"as": "xlsx"}).content)).active
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, [cell.value for cell in sheet[sheet.max_row]], strict=True))
    assert row["Hash of this row"] == entry.hash
    assert f"{row['When, UTC+06:00']:%d.%m.%Y %H:%M:%S}" == moment

    kept = {}
    monkeypatch.setattr(
        "common.views.outgoing.render_pdf",
        lambda template, context: kept.update(context) or b"",
    )
    client.get(reverse("journal"), {"as": "pdf"})
    assert kept["rows"][-1][-1].text == entry.hash[:12]
    with override("en"):
        assert str(kept["columns"][-1].label) == "Hash, first 12 signs"


@pytest.mark.core
def test_the_printed_journal_says_who_printed_it_when_and_whether_the_chain_was_whole(
    client, agency, monkeypatch, unguarded
):
    kept = {}
    monkeypatch.setattr(
        "common.views.outgoing.render_pdf",
        lambda template, context: kept.update(context) or b"",
    )
    client.cookies["django_language"] = "en"
    client.force_login(agency.director)
    change(agency.staff.person, agency.director, phone="+996555111222")

    def notes():
        client.get(reverse("journal"), {"as": "pdf"})
        return kept["notes"]

    printed, chain = notes()
    assert printed.startswith(f"Printed by {agency.director.person.full_name}, ")
    assert printed.endswith("(UTC+06:00)")
    assert chain == "The chain of the journal was not checked yet."
    check_chain()
    assert notes()[1].endswith("it was whole.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE common_journalentry SET deed = 'read' WHERE number = 1")
    check_chain()
    assert notes()[1].endswith("faults were found.")
