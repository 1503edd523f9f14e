"""The journal for those who inspect: filters, prints, exports, reviews, seals."""

import datetime
import io
import os

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from common import lights
from common.corrections import is_settled
from common.models import (
    Attachment,
    Blob,
    Check,
    JournalEntry,
    Seal,
    TrailReview,
    deed,
    record,
)
from common.nightly import check_files, check_history, nightly, print_sheets, seal_now
from common.trail import seals
from documents.tasks import enact_due
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def inspector(agency, client):
    client.cookies["django_language"] = "en"
    client.force_login(agency.director)
    return client


def numbers(response) -> list[int]:
    return [int(row.cells[0].text) for row in response.context["rows"]]


# Filters -----------------------------------------------------------------------------------------


@pytest.mark.core
def test_the_journal_is_narrowed_to_one_record_person_deed_and_period(inspector, in_force, agency):
    page = reverse("journal")
    about = JournalEntry.objects.about(in_force)

    asked = {"object": f"documents.documentversion:{in_force.pk}"}
    assert numbers(inspector.get(page, asked)) == sorted((e.number for e in about), reverse=True)

    found = inspector.get(page, asked | {"who": agency.director.pk, "deed": "approve"})
    assert numbers(found) == [about.get(deed="approve").number]
    with override("en"):
        chips = {str(chip["label"]): str(chip["value"]) for chip in found.context["active_filters"]}
    assert chips["With what"] == str(in_force)
    assert chips["Who"] == agency.director.person.short_name

    assert numbers(inspector.get(page, asked | {"until": "2020-01-01"})) == []
    assert len(numbers(inspector.get(page, {"who": "null"}))) == (
        JournalEntry.objects.filter(user=None).count()
    )
    assert numbers(inspector.get(page, {"q": "approved and signed"})) == [
        about.get(deed="approve").number
    ]


def test_the_trail_of_what_is_out_of_reach_does_not_exist(client, in_force, agency):
    inspector = factories.employee("inspector", "journal.read")
    in_force.document.access = "top"
    with deed(by=agency.director):
        in_force.document.save()
        record(in_force.document, "change", by=agency.director)
    page = reverse("journal")
    client.force_login(inspector)

    asked = {"object": f"documents.document:{in_force.document_id}"}
    assert client.get(page, asked).status_code == 404
    assert in_force.document.code not in client.get(page).content.decode()
    for nonsense in ("x", "documents.document", "documents.document:x", "no.model:1"):
        assert client.get(page, {"object": nonsense}).status_code == 404


def test_the_journal_takes_the_same_queries_for_any_length(
    inspector, in_force, agency, django_assert_max_num_queries
):
    page = reverse("journal")
    with deed(by=agency.director):
        for _n in range(20):
            record(in_force, "print", by=agency.director)
    with django_assert_max_num_queries(14):
        inspector.get(page)


def test_the_history_of_a_record_leads_to_its_trail_for_those_who_read_it(client, in_force, agency):
    address = f"{in_force.document.get_absolute_url()}?tab=history"
    link = f"object=documents.document:{in_force.document_id}"
    for user, shown in ((agency.director, True), (agency.staff, False)):
        client.force_login(user)
        assert (link in client.get(address).content.decode()) is shown


# Out of the house ----------------------------------------------------------------------------------


@pytest.mark.core
def test_the_journal_goes_out_as_excel_and_that_is_journalled(inspector, in_force, agency):
    page = reverse("journal")
    asked = {
        "deed": "approve",
        "object": f"documents.documentversion:{in_force.pk}",
        "q": "Үсөнов",
        "as": "xlsx",
    }
    response = inspector.get(page, {key: asked[key] for key in ("deed", "as")})

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == 2
    entry = JournalEntry.objects.latest("number")
    assert (entry.deed, entry.user, entry.object_id) == ("export", agency.director, None)
    assert entry.details == {
        "register": page,
        "form": "xlsx",
        "filters": {"deed": "approve"},
        "rows": 1,
    }

    inspector.get(page, asked)
    entry = JournalEntry.objects.latest("number")
    assert "Үсөнов" not in str(entry.details)
    assert "took out the list: Journal (Excel, 1)" in inspector.get(page).content.decode()


def test_the_printed_journal_names_its_filters(inspector, in_force, agency, monkeypatch):
    kept = {}
    monkeypatch.setattr(
        "common.views.outgoing.render_pdf",
        lambda template, context: kept.update(context) or b"",
    )
    inspector.get(reverse("journal"), {"since": "2026-01-01", "q": "signed", "as": "pdf"})

    with override("en"):
        told = [(str(chip["label"]), str(chip["value"])) for chip in kept["filters"]]
    assert told == [("From", "01.01.2026")]
    assert kept["words"] == "signed"
    assert JournalEntry.objects.latest("number").details["form"] == "pdf"


def test_a_list_too_long_to_print_says_what_to_do(inspector, in_force, monkeypatch):
    monkeypatch.setattr("common.views.outgoing.PDF_ROWS", 1)
    monkeypatch.setattr("common.views.outgoing.EXCEL_ROWS", 1)
    for form in ("pdf", "xlsx"):
        response = inspector.get(reverse("journal"), {"as": form})
        assert response.status_code == 413
        assert "narrow it" in response.content.decode()
    assert not JournalEntry.objects.filter(deed="export").exists()


# Reviews -------------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_review_of_the_journal_is_recorded_and_listed(inspector, agency):
    add = reverse("review_trail")
    typed = {"since": "2026-01-01", "until": "2026-03-31", "remark": "Баары жайында"}

    for wrong in ({"until": "2999-01-01"}, {"until": "2025-12-31"}, {"remark": ""}):
        assert inspector.post(add, typed | wrong).status_code == 422
    assert not TrailReview.objects.exists()

    assert inspector.post(add, typed).status_code == 302
    review = TrailReview.objects.get()
    assert review.by == agency.director.person
    entry = JournalEntry.objects.get(deed="review_trail")
    assert entry.object == review
    assert "Баары" not in str(entry.details)
    assert "Баары жайында" in inspector.get(reverse("trail_reviews")).content.decode()
    assert "31.03.2026" in inspector.get(reverse("journal")).content.decode()
    assert inspector.get(add).context["form"].initial["since"] == review.until


# Seals ---------------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_sealed_journal_has_its_sheet_and_page(inspector, agency):
    seal_now()

    seal = Seal.objects.get()
    assert Check.objects.get(kind="seal").is_good
    sheet = Attachment.objects.of(seal).get()
    assert sheet.blob.read().startswith(b"%PDF")
    assert seal.file_name in inspector.get(reverse("seals")).content.decode()
    page = inspector.get(seal.get_absolute_url()).content.decode()
    assert " ".join(seal.grouped_hash) in page
    assert sheet.get_absolute_url() in page
    assert inspector.get(sheet.get_absolute_url()).status_code == 200

    print_sheets()
    assert Attachment.objects.of(seal).count() == 1


def test_a_sheet_that_could_not_be_printed_is_printed_later(agency, monkeypatch):
    monkeypatch.setattr("common.nightly.sheet", lambda seal: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seal_now()
    monkeypatch.undo()
    assert not Attachment.objects.exists()

    print_sheets()

    assert Attachment.objects.of(Seal.objects.get()).exists()


def test_two_workers_make_one_sheet(agency, monkeypatch):
    seals.make()
    turns = [True]

    def slow(seal):
        if turns and turns.pop():
            print_sheets()  # the other worker, meanwhile
        return b"%PDF invented"

    monkeypatch.setattr("common.nightly.sheet", slow)
    print_sheets()

    assert Attachment.objects.count() == 1


def test_a_seal_that_cannot_be_written_is_a_red_light(agency, settings, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    settings.SEALS_ROOT = tmp_path / "taken"

    seal_now()

    check = Check.objects.get(kind="seal")
    assert check.is_good is False
    assert not Seal.objects.exists()


def test_sealing_now_is_asked_by_its_button_only(inspector, monkeypatch):
    begun = []
    monkeypatch.setattr("qms.views.seals.soon", begun.append)

    assert inspector.get(reverse("seal_now")).status_code == 405
    inspector.post(reverse("seal_now"))

    assert begun == [seal_now]


def test_a_seal_does_not_exist_for_others(client, agency):
    seal_now()
    seal = Seal.objects.get()
    client.force_login(agency.staff)

    assert client.get(seal.get_absolute_url()).status_code == 404
    assert client.get(Attachment.objects.get().get_absolute_url()).status_code == 404


# At night ------------------------------------------------------------------------------------------


def test_each_night_every_check_is_begun_once(agency, monkeypatch):
    begun = []
    monkeypatch.setattr("common.nightly.soon", begun.append)
    monkeypatch.setattr("common.nightly.render_pdf", lambda *args, **kwargs: b"%PDF")
    nightly()
    first = [task.name.rpartition(".")[2] for task in begun]
    checks = ["check_chain", "check_history", "check_files", "check_index", "check_signatures"]
    assert first == ["seal_now", *checks, "print_sheets"]

    for task in begun:
        task()
    begun.clear()
    nightly()

    assert begun == [print_sheets]


def test_a_clock_set_back_breaks_no_deed_of_a_day(draft, agency, tomorrow, monkeypatch):
    factories.put_in_force(draft, agency, in_force_from=tomorrow)
    yesterday = tomorrow - datetime.timedelta(days=2)

    for day, state in ((yesterday, "approved"), (tomorrow, "in_force"), (yesterday, "in_force")):
        monkeypatch.setattr("documents.tasks.localdate", lambda day=day: day)
        enact_due()
        draft.refresh_from_db()
        assert draft.state == state

    assert JournalEntry.objects.filter(deed="enact").count() == 1


# Files ---------------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_missing_and_an_altered_file_are_named_with_their_owner(in_force, settings):
    seals_made = seals.make()
    for name, data in (("бар.pdf", b"whole"), ("жок.pdf", b"lost"), ("башка.pdf", b"true")):
        attach(in_force, data, name)
    check_files()
    assert Check.objects.get().is_good

    find("жок.pdf").path.unlink()
    find("башка.pdf").path.write_bytes(b"fals")
    check_files()

    check = Check.objects.filter(kind="files").first()
    told = "\n".join(check.sentences)
    assert check.findings_count == 2
    assert f"“жок.pdf” of “{in_force}” is missing" in told
    assert f"“башка.pdf” of “{in_force}” was altered" in told
    assert check.facts["unit"] == "MB"
    assert JournalEntry.objects.get(deed="fail").object == check
    assert seals_made.pk


def test_a_file_of_the_wrong_size_or_unreadable_is_found(in_force, monkeypatch):
    attach(in_force, b"true", "а.pdf")
    find("а.pdf").path.write_bytes(b"true and more")
    check_files()
    assert "was altered" in Check.objects.first().sentences[0]

    def broken(path, *args):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pathlib.Path.open", broken)
    check_files()
    assert "cannot be read: Input/output error" in Check.objects.first().sentences[0]


def test_a_file_that_nobody_knows_is_amber_and_no_alarm(in_force, settings):
    stray = settings.FILES_ROOT / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"?")
    check_files()
    assert Check.objects.first().remarks == []  # it may be arriving just now

    os.utime(stray, (0, 0))
    check_files()

    check = Check.objects.first()
    assert check.is_good
    light = next(light for light in lights.all_lights() if light.url == check.get_absolute_url())
    assert light.tone == "amber"
    assert stray.name in check.remarks[0]


def attach(owner, data, name):
    return Attachment.objects.create(owner=owner, blob=Blob.store([data]), name=name)


def find(name):
    return Attachment.objects.get(name=name).blob


# Corrections ----------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_card_of_an_approved_document_changes_with_a_reason_that_its_history_tells(
    client, in_force, agency
):
    document = in_force.document
    client.force_login(agency.manager)
    edit = reverse("documents:document_edit", args=[document.pk])
    typed = {
        "revision": document.revision,
        "type": document.type_id,
        "title_ky": "Жаңы аталыш",
        "access": "staff",
    }

    assert client.post(edit, typed).status_code == 422
    typed["reason"] = "Аталышта ката кеткен"
    response = client.post(edit, typed)
    assert response.status_code == 302, response.context["form"].errors

    document.refresh_from_db()
    assert str(document.title) == "Жаңы аталыш"
    assert document.history.first().history_change_reason == "Аталышта ката кеткен"
    assert document.history.first().prev_record.title != document.title
    history = client.get(f"{document.get_absolute_url()}?tab=history").context["items"]
    assert history[0]["reason"] == "Аталышта ката кеткен"
    assert "Аталышта" not in str(JournalEntry.objects.latest("number").details)


def test_a_name_that_signed_is_settled(in_force, agency):
    assert is_settled(agency.director.person)
    assert not is_settled(agency.staff.person)


@pytest.mark.core
def test_a_chosen_language_is_a_deed_like_any_other(client, agency):
    person = agency.staff.person
    client.force_login(agency.staff)

    for _twice in range(2):
        client.post(reverse("set_language"), {"language": "ru", "next": "/"})

    person.refresh_from_db()
    assert person.language == "ru"
    assert person.history.first().language == "ru"
    assert JournalEntry.objects.about(person).get().details["fields"] == ["language"]
    check_history()
    told = Check.objects.get().sentences
    assert not [sentence for sentence in told if "without a deed: language" in sentence]
