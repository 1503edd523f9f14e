"""The sample agency: played through the deeds, alive for every role; and the load for measuring."""

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, JournalEntry, Notice, Todo
from common.models.journal import verify
from common.trail import fields
from documents.models import Document, DocumentVersion, Nomenclature, Reading
from monitoring.counting import verify as verify_result
from monitoring.models import Campaign, Mark, SpreadNote
from people.models import Organisation, Person, User
from people.profile import load
from planning.models import Duty
from qms.sample import PROFILE, make_sample, scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick_scan(monkeypatch):
    """No printing where it is not the point."""
    monkeypatch.setattr(scan, "html_to_pdf", lambda html: scan.empty_page())


@pytest.fixture(scope="class")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample made once for many tests that only look at it; rolled back after them."""
    folder = tmp_path_factory.mktemp("files")
    quick = override_settings(
        FILES_ROOT=folder,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(scan, "html_to_pdf", lambda html: scan.empty_page())
        with quick:
            make_sample()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def sample(story, db):
    return {user.username: user for user in User.objects.select_related("person")}


def waiting(user):
    return {todo.kind for todo in Todo.objects.waiting().filter(person=user.person)}


def about(model, deed):
    kind = ContentType.objects.get_for_model(model)
    return JournalEntry.objects.filter(content_type=kind, deed=deed).values("object_id")


@pytest.mark.xdist_group("story")
class TestStory:
    @pytest.mark.core
    def test_the_story_ends_as_the_file_says(self, sample):
        states = DocumentVersion.objects.values_list("document__code", "issue", "state")
        assert set(states) == {
            ("ЛЧА-01", 1, "in_force"),
            ("ЛЧА-01", 2, "agreeing"),
            ("СС-01", 1, "superseded"),
            ("СС-01", 2, "in_force"),
            ("ДЖ-01", 1, "in_force"),
            ("ДЖ-02", 1, "approved"),
            ("РИ-05", 1, "approving"),
            ("ПК-02", 1, "in_force"),
            ("ПК-03", 1, "in_force"),
            ("ПК-04", 1, "agreeing"),
            ("ПК-05", 1, "in_force"),
            ("ТМ-01", 1, "in_force"),
            ("ТТ-01", 1, "superseded"),
            ("ТТ-01", 1, "in_force"),
        }
        assert DocumentVersion.objects.get(document__code="ДЖ-02").order_number == "2/0104"
        assert Nomenclature.objects.get(state="draft").items.count() == 32
        assert Organisation.current().is_sample

    def test_everyone_has_something_to_do(self, sample):
        assert waiting(sample["director"]) >= {
            *("documents.approve", "documents.read", "people.review"),
            *("planning.duty", "planning.late"),
        }
        assert "documents.decide" in waiting(sample["manager"])
        assert "documents.decide" in waiting(sample["office"])
        late = Todo.objects.waiting().filter(person=sample["staff"].person)
        assert any(todo.is_late for todo in late)
        assert any(not todo.is_late for todo in late)

    def test_nothing_is_backdated(self, sample):
        assert verify() is None
        entries = list(JournalEntry.objects.order_by("number"))
        assert [e.at for e in entries] == sorted(e.at for e in entries)
        deeds = {entry.deed for entry in entries}
        assert {
            "load_profile",
            "create",
            "import",
            "enter",
            "send",
            "agree",
            "approve",
            "read",
        } <= deeds
        signed = DocumentVersion.objects.get(document__code="ДЖ-02")
        assert signed.sheet.lines.filter(signature__isnull=False).count() == 5
        assert not DocumentVersion.objects.filter(on_paper=True, sheets__lines__signature__gt=0)

    @pytest.mark.core
    def test_the_year_so_far_is_alive_and_honest(self, sample):
        duties = Duty.objects.select_related("obligation")
        entered = duties.filter(pk__in=about(Duty, "enter_done"))
        assert entered.count() > 40
        assert {duty.state for duty in entered} == {"done", "done_late"}
        assert all(duty.closed_at.date() >= duty.done_on for duty in entered)
        assert {duty.obligation.code for duty in Duty.objects.late()} == {
            "site_content",
            "feedback_review",
        }
        assert duties.get(state="missed").note
        assert [duty.is_moved for duty in duties.filter(pk__in=about(Duty, "move"))] == [True]
        assert Duty.objects.open().count() > 5
        assert list(fields.faults()) == []

    @pytest.mark.clause("004-4.2.3-b")
    def test_it_is_seen_who_has_not_read(self, sample):
        readings = Reading.objects.filter(version__document__code="ЛЧА-01")
        unread = readings.filter(read_at=None).values_list("person__user__username", flat=True)
        assert set(unread) == {"trainer", "admin"}
        assert not Reading.objects.filter(person=sample["expert"].person)

    def test_the_next_issue_keeps_the_ids_of_what_stayed(self, sample):
        first, second = DocumentVersion.objects.filter(document__code="ЛЧА-01").order_by("issue")
        ids = [set(v.original.html.split('id="')[1:]) for v in (first, second)]
        same = {part[:12] for part in ids[0]} & {part[:12] for part in ids[1]}
        assert len(same) > len(ids[0]) / 2

    @pytest.mark.core
    def test_last_years_monitoring_is_finished_and_counts_the_same_once_more(self, sample):
        campaign = Campaign.objects.get(state="closed")
        assert campaign.order.is_signed
        assert campaign.awards_given()
        assert campaign.sheets().filter(state="signed").count() == 4
        assert campaign.protocol.sheet.lines.filter(signature__isnull=False).count() == 4
        assert set(campaign.proposals.values_list("state", flat=True)) == {"entered", "refused"}
        assert campaign.participants.filter(reading__isnull=False).count() > 5
        assert campaign.participants.filter(appeals__state="rejected").count() == 1
        result = campaign.results.get()
        assert verify_result(result) == []
        decided = result.rows.exclude(decided_by="").values_list("place", "decided_by", "shown")
        assert {(place, step) for place, step, _shown in decided} == {
            (3, "weightiest"),
            (4, "weightiest"),
        }
        assert len({shown for *_rest, shown in decided}) == 1
        notes = SpreadNote.objects.filter(sheet__in=campaign.sheets())
        assert [note.value for note in notes.order_by("value") if note.text] == [2, 5]
        marks = Mark.objects.filter(sheet__in=campaign.sheets())
        assert marks.filter(gap="cannot_judge").count() == 1
        assert set(marks.exclude(value=None).values_list("value", flat=True)) == {2, 3, 4, 5}

    def test_only_what_waits_now_is_told_by_letter(self, sample):
        told = Notice.objects.filter(announced_at=None).select_related("entry")
        assert {notice.entry.object.state for notice in told} == {
            "agreeing",
            "approving",
            "approved",
            "sent",  # announcements
        }
        assert told.count() == 6

    def test_the_sign_in_page_shows_the_accounts(self, sample, client):
        page = client.get(reverse("sign_in")).content.decode()
        account = Organisation.current().switches["sample_accounts"][0]

        assert account["login"] in page
        assert account["password"] in page
        assert client.login(username=account["login"], password=account["password"])
        assert client.get(reverse("home")).status_code == 200

    def test_a_loaded_profile_stays_as_the_sample_made_it(self, sample):
        assert not load(PROFILE)
        assert Organisation.current().is_sample

    def test_the_scan_is_a_pdf(self, sample, story, settings):
        settings.FILES_ROOT = story
        scans = Attachment.objects.filter(kind="scan").select_related("blob")
        assert scans.filter(content_type__model="documentversion").count() == 7
        assert all(file.blob.read().startswith(b"%PDF-") for file in scans)


def test_the_sample_is_refused_among_people_and_in_production(agency, settings):
    with pytest.raises(CommandError, match="no people"):
        call_command("make_sample")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("make_sample")


@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-01", "2028-02-29"])
def test_the_year_is_alive_on_whatever_day_it_is_made(quick_scan, day):
    with time_machine.travel(f"{day}T10:00:00+06:00"):
        make_sample()
        year = localdate().year
        campaigns = dict(Campaign.objects.values_list("year", "state"))
        assert campaigns == {year - 1: "closed", year: "scoring"}
        assert Duty.objects.filter(state="missed").count() == 1
        assert Duty.objects.late().count() == 2
        assert Duty.objects.kept().count() > 40
        assert Duty.objects.open().count() > 5


def test_a_broken_story_leaves_nothing(quick_scan, monkeypatch):
    monkeypatch.setattr("qms.sample.show_accounts", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_sample()
    assert not Organisation.objects.exists()
    assert not JournalEntry.objects.exists()


def test_the_first_start_is_made_once(quick_scan, capsys):
    call_command("first_start")
    assert "16 people" in capsys.readouterr().out
    rows = JournalEntry.objects.count()
    call_command("first_start")
    assert JournalEntry.objects.count() == rows

    call_command("first_start", accounts=True)
    said = capsys.readouterr().out
    assert "director" in said
    assert "sapat-Demo-2026" in said


def test_the_first_start_makes_no_sample_in_production(settings, capsys, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.setattr("qms.start.is_open", lambda: True)
    call_command("first_start")
    assert not Organisation.objects.exists()
    assert "/start/" in capsys.readouterr().out


def test_accounts_are_told_only_of_a_sample(agency, capsys):
    call_command("first_start", accounts=True)
    assert capsys.readouterr().out == ""


# The load -----------------------------------------------------------------------------------


def test_the_load_fills_an_empty_database():
    call_command("make_load", documents=120, people=12, verbosity=0)

    assert Document.objects.exclude(folded="").count() == 20 + 120
    assert Person.objects.employees().count() == 12
    states = list(DocumentVersion.objects.values_list("state", flat=True))
    assert {"in_force", "superseded", "draft"} == set(states)
    assert 0.8 < states.count("in_force") / 120 < 0.98
    assert Reading.objects.filter(read_at=None).exists()
    assert Document.objects.search("тартиби").exists()


def test_the_same_seed_gives_the_same_rows(db):
    load(PROFILE)

    def titles(seed):
        before = Document.objects.count()
        call_command("make_load", documents=30, people=1, seed=seed, verbosity=0)
        return list(Document.objects.order_by("pk").values_list("title", flat=True))[before:]

    first, second, other = titles(7), titles(7), titles(8)
    kyrgyz = [[title["ky"] for title in rows] for rows in (first, second, other)]
    assert kyrgyz[0] == kyrgyz[1] != kyrgyz[2]


def test_the_load_is_refused_in_production(settings, agency):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("make_load", documents=1)
    call_command("make_load", documents=1, people=1, yes_i_know=True, verbosity=0)
    assert Document.objects.count() == 1


def test_the_measurements_count_their_own_documents_only():
    call_command("bench", fill=3, verbosity=0)
    assert Document.objects.count() == 3
    assert User.objects.filter(username="bench").exists()
