"""Backup: complete, consistent, closed to others; restored elsewhere and rehearsed."""

import errno
import os
import threading
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pyrage import x25519

from common.alone import Busy
from common.backup import database, faults, keys, lacking, marker, taking, tasks
from common.backup.faults import BackupFault
from common.backup.place import Place, SetName, kept, kept_until, places
from common.backup.rehearsing import rehearse
from common.backup.restoring import Restore
from common.backup.taking import take
from common.models import Attachment, Blob, Check, JournalEntry, Letter
from common.storage import NEW
from common.tasks import announce, sweep_files
from tests import factories
from tests.common.elsewhere import Elsewhere
from tests.common.s3 import s3_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    settings.BACKUP_TO = [str(tmp_path / "backups")]
    settings.BACKUP_KEY = tmp_path / "keys" / "backup.key"


@pytest.fixture
def house(draft, agency):
    """A house with something in it: deeds, and three files on a document."""
    for number in range(3):
        hang_on(draft, b"%PDF " + bytes([number]) * 70_000)
    draft.send(by=agency.manager)
    return draft


@pytest.fixture
def elsewhere(tmp_path, settings):
    with Elsewhere(tmp_path / "elsewhere", settings.BACKUP_KEY) as place:
        yield place


def hang_on(owner, data):
    return Attachment.objects.create(owner=owner, blob=Blob.store([data]), name="x.pdf")


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flip(path, at=-20):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def said(check):
    return " ".join(check.sentences)


# Taken and restored -------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_a_backup_is_restored_by_one_command_into_an_empty_place(house, elsewhere, settings):
    check = take()
    assert check.is_good, said(check)

    done = elsewhere.restore(settings.BACKUP_TO[0])

    assert done.returncode == 0, done.stderr
    assert "as counted" in done.stdout
    assert "The journal is whole" in done.stdout
    for blob in Blob.objects.all():
        assert (elsewhere.files / blob.name).read_bytes() == blob.read()
    assert elsewhere.ask("people_person") == house.author.__class__.objects.count()
    assert not (elsewhere.var / "restoring").exists()
    # The backup that was under way in its own picture is no cut-off one.
    assert elsewhere.ask("common_check") == 0
    # The deed of restoring stands in the journal that was restored.
    assert elsewhere.ask("common_journalentry WHERE deed = 'restore'") == 1
    again = elsewhere.restore(settings.BACKUP_TO[0])
    assert again.returncode == 1
    assert "There is something here already" in again.stderr


def test_nothing_in_a_backup_can_be_read_without_its_key(house, settings, tmp_path):
    take()
    for path in files_in(tmp_path / "backups"):
        if path.suffix == ".age":
            assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert b"%PDF" not in path.read_bytes()
    assert settings.BACKUP_KEY.stat().st_mode & 0o777 == 0o600
    assert not list((settings.VAR).glob("*-work"))


@pytest.mark.core
def test_a_file_is_sent_once_and_a_set_names_what_it_needs(house):
    first = take()
    hang_on(house, b"%PDF new")
    second = take()

    assert first.facts["new_files"] == 3
    assert second.facts["new_files"] == 1
    place = places()[0]
    newest, oldest = place.sets()
    assert len(place.said_of(newest.name)["blobs"]) == 4
    assert len(place.said_of(oldest.name)["blobs"]) == 3


def test_a_second_key_from_the_safe_opens_it_too(house, settings, elsewhere, tmp_path):
    safe = x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [str(safe.to_public())]
    take()
    other = tmp_path / "safe.key"
    other.write_text(str(safe))
    settings.BACKUP_KEY.unlink()

    done = elsewhere.restore(settings.BACKUP_TO[0], "--key", str(other))

    assert done.returncode == 0, done.stderr


def test_keys_and_seals_travel_with_it_but_not_its_own_key(house, settings, elsewhere):
    settings.KEYS_ROOT, settings.SEALS_ROOT = settings.VAR / "keys", settings.VAR / "seals"
    settings.KEYS_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.KEYS_ROOT / "seal.p12").write_bytes(b"secret")
    (settings.KEYS_ROOT / settings.BACKUP_KEY.name).write_bytes(b"own")
    settings.SEALS_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.SEALS_ROOT / "2027-06-12.json").write_text("{}")
    take()

    assert elsewhere.restore(settings.BACKUP_TO[0]).returncode == 0
    assert (elsewhere.var / "keys" / "seal.p12").read_bytes() == b"secret"
    assert (elsewhere.var / "seals" / "2027-06-12.json").exists()
    assert not (elsewhere.var / "keys" / settings.BACKUP_KEY.name).exists()


def test_on_a_new_machine_the_key_of_the_safe_stays_and_the_secret_is_laid_down(
    house, settings, elsewhere, tmp_path
):
    take()
    typed = tmp_path / "typed.key"
    key = settings.BACKUP_KEY.read_text().strip()
    typed.write_text(f"{key[:40]}\n{key[40:]} \n")
    elsewhere.environment |= {
        "BACKUP_KEY": str(elsewhere.var / "keys" / "backup.key"),
        "SECRET_KEY": "another one " * 5,
    }

    done = elsewhere.restore(settings.BACKUP_TO[0], "--key", str(typed))

    assert done.returncode == 0, done.stderr
    assert "SECRET_KEY is another one here" in done.stdout
    laid = elsewhere.var / "secret_key.restored"
    assert laid.read_text() == settings.SECRET_KEY
    assert laid.stat().st_mode & 0o077 == 0
    made = elsewhere.manage("backup")
    assert made.returncode == 0, made.stderr
    again = Place(elsewhere.environment["BACKUP_TO"])
    with (tmp_path / "opened").open("wb") as file:
        again.open_set(again.set_named("").name, file, keys.identity(settings.BACKUP_KEY))


def test_a_file_without_a_key_is_told_from_one_that_is_missing(tmp_path):
    with pytest.raises(BackupFault, match="is not there"):
        keys.identity(tmp_path / "none")
    (tmp_path / "words").write_text("not a key")
    with pytest.raises(BackupFault, match="holds no key"):
        keys.identity(tmp_path / "words")


@pytest.mark.core
def test_a_bucket_holds_backups_as_a_folder_does(house, settings, elsewhere):
    with s3_server() as address:
        settings.BACKUP_TO = [address]
        assert take().is_good
        check = rehearse()
        assert check.is_good, said(check)
        done = elsewhere.restore(address)
        assert done.returncode == 0, done.stderr
        store = places()[0].store
        name = next(e.name for e in store.entries("blobs/"))
        store.delete(name)
        assert "lacks a file" in said(rehearse())


@pytest.mark.core
def test_what_happens_during_a_backup_belongs_to_the_next(house, monkeypatch):
    real = taking._Backup._keep_blobs

    def meanwhile(self, blobs, to):
        hang_on(house, b"%PDF later")
        with pytest.raises(Busy):
            take()
        return real(self, blobs, to)

    monkeypatch.setattr(taking._Backup, "_keep_blobs", meanwhile)
    assert take().is_good
    assert len(places()[0].said_of(places()[0].sets()[0].name)["blobs"]) == 3
    check = rehearse()
    assert check.is_good, said(check)


# Versions -----------------------------------------------------------------------------------


@pytest.mark.core
def test_a_backup_restores_into_the_next_version(house, settings, elsewhere):
    take()
    elsewhere.becomes_newer()

    done = elsewhere.restore(settings.BACKUP_TO[0])

    assert done.returncode == 0, done.stderr
    assert elsewhere.ask("later") == 1
    assert elsewhere.ask("django_migrations WHERE name = '9999_later'") == 1


def test_a_backup_of_a_newer_version_is_refused(house, settings, elsewhere):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('common', '9999_later', CURRENT_TIMESTAMP)"
        )
    try:
        take()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")

    done = elsewhere.restore(settings.BACKUP_TO[0])

    assert done.returncode == 1
    assert "newer Sapat" in done.stderr
    assert not files_in(elsewhere.files)


# Restoring badly ----------------------------------------------------------------------------


def test_a_wrong_or_missing_key_opens_nothing(house, settings, elsewhere, tmp_path):
    take()
    wrong = tmp_path / "wrong.key"
    wrong.write_text(str(x25519.Identity.generate()))
    for path, words in ((wrong, "does not open"), (tmp_path / "none", "nothing restores")):
        done = elsewhere.restore(settings.BACKUP_TO[0], "--key", str(path))
        assert done.returncode == 1
        assert words in done.stderr
    assert not files_in(elsewhere.files)


def test_a_damaged_file_stops_the_restore_before_the_database(house, settings, elsewhere, tmp_path):
    take()
    flip(files_in(tmp_path / "backups" / "blobs")[0])

    done = elsewhere.restore(settings.BACKUP_TO[0])

    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert elsewhere.is_without_tables()


@pytest.mark.core
@pytest.mark.drill("interrupted-restore")
def test_an_interrupted_restore_serves_nothing_and_is_finished_by_the_same_command(
    house, settings, elsewhere, client, agency, monkeypatch
):
    take()

    def cut_off(dump):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as trouble:
        trouble.setattr(database, "put_back", cut_off)
        with pytest.raises(OSError, match="No space"):
            Restore(places()[0]).run()
    client.force_login(agency.staff)
    assert client.get("/").status_code == 503
    health = client.get("/healthz")
    assert health.status_code == 503
    assert "restore" in health.json()
    marker.path().unlink()
    assert client.get("/").status_code == 200

    # The same elsewhere: files and database are there, but the mark too.
    assert elsewhere.restore(settings.BACKUP_TO[0]).returncode == 0
    (elsewhere.var / "restoring").write_text("{}")
    done = elsewhere.restore(settings.BACKUP_TO[0])
    assert done.returncode == 0, done.stderr
    assert not (elsewhere.var / "restoring").exists()


def test_replacing_backs_up_first_what_is_there(house, settings, elsewhere):
    take()
    target = settings.BACKUP_TO[0]
    assert elsewhere.restore(target).returncode == 0

    done = elsewhere.restore(target, "--replace")

    assert done.returncode == 0, done.stderr
    assert "What was here is kept as" in done.stdout
    assert len(files_in(elsewhere.var / "backups" / "sets")) == 2


def test_an_unknown_set_or_an_empty_place_is_told(house, tmp_path):
    with pytest.raises(BackupFault, match=faults.NO_SETS[:20]):
        Place(str(tmp_path / "none")).set_named()
    take()
    with pytest.raises(BackupFault, match="2001"):
        places()[0].set_named("2001-01-01T000000Z")


# The rehearsal ------------------------------------------------------------------------------


@pytest.mark.core
def test_a_good_backup_is_green_with_its_figures(house):
    taken = take()
    check = rehearse()
    assert check.is_good, said(check)
    assert check.facts["set"] == taken.facts["set"]
    assert check.facts["rows"] == taken.facts["rows"]
    assert check.facts["files"] == 3
    assert check.facts["place"] == str(places()[0])
    assert check.facts["key"] == str(keys.identity().to_public())
    assert 0 < check.facts["verified"] <= JournalEntry.objects.count()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            spare = f"{connection.settings_dict['NAME']}_rehearsal"
            cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [spare])
            assert not cursor.fetchall()


def flipped_set(folder):
    flip(files_in(folder / "sets")[0], 400)


def cut_set(folder):
    path = files_in(folder / "sets")[0]
    path.write_bytes(path.read_bytes()[:-50])


def missing_file(folder):
    files_in(folder / "blobs")[0].unlink()


def flipped_file(folder):
    flip(files_in(folder / "blobs")[0])


def garbled_list(folder):
    files_in(folder / "sets")[1].write_text("{")


@pytest.mark.parametrize("broken", [flipped_set, cut_set, missing_file, flipped_file, garbled_list])
def test_a_broken_backup_is_red_and_named(house, tmp_path, broken):
    name = take().facts["set"]
    broken(tmp_path / "backups")

    check = rehearse()

    assert check.is_good is False
    assert name in said(check)


def test_a_key_that_does_not_fit_is_red(house, settings):
    take()
    settings.BACKUP_KEY.write_text(str(x25519.Identity.generate()))
    check = rehearse()
    assert "does not open" in said(check)


def test_an_older_set_that_broke_is_red_too(house, tmp_path):
    old = take().facts["set"]
    take()
    flip(tmp_path / "backups" / "sets" / f"{old}.age")
    check = rehearse()
    assert check.sentences == [f"The backup {old} is damaged."]


def test_what_a_rehearsal_found_damaged_the_next_backup_sends_again(house, tmp_path):
    take()
    flipped_file(tmp_path / "backups")
    assert rehearse().is_good is False

    assert take().facts["new_files"] == 1
    check = rehearse()
    assert check.is_good, said(check)


def test_nothing_to_rehearse_is_red(agency):
    assert "There is no backup" in said(rehearse())


# Worst days ---------------------------------------------------------------------------------


def full(*_arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.core
@pytest.mark.drill("disk-full-backup")
def test_a_full_disk_leaves_no_half_set_and_a_letter_tells(house, tmp_path, monkeypatch, settings):
    admin = factories.employee("system_administrator", "settings.manage")
    with monkeypatch.context() as trouble:
        trouble.setattr(os, "fsync", full)
        check = take()

    assert check.is_good is False
    assert not places()[0].sets()
    assert not [path for path in files_in(tmp_path) if path.name.startswith(NEW)]
    assert not list(settings.VAR.glob("*-work"))
    announce()
    assert "No space left" in Letter.objects.get(person=admin.person).body
    assert take().is_good


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space"), OperationalError("gone")])
def test_a_picture_that_cannot_be_taken_is_red(house, monkeypatch, error):
    def broken(into):
        raise error

    monkeypatch.setattr(database, "picture", broken)
    check = take()
    assert str(error) in said(check)
    assert not places()[0].sets()


class Killed(BaseException):
    """The process ends on the spot."""


@pytest.mark.core
def test_a_killed_backup_leaves_no_set_and_the_next_one_tells(house, monkeypatch):
    def killed(*_arguments):
        raise Killed

    with monkeypatch.context() as trouble:
        trouble.setattr(Place, "keep_set", killed)
        with pytest.raises(Killed):
            take()
    assert not places()[0].sets()
    dead = Check.objects.get(kind="backup")
    assert dead.ended_at is None

    assert take().is_good
    dead.refresh_from_db()
    assert dead.is_good is False
    assert "cut off" in said(dead)


def test_a_set_that_never_got_its_list_goes_after_a_day(house, tmp_path):
    sets = tmp_path / "backups" / "sets"
    sets.mkdir(parents=True)
    for name, age in (("2027-06-12T020000Z.age", 2), ("2027-06-13T020000Z.age", 0)):
        (sets / name).write_bytes(b"half")
        moment = (timezone.now() - timedelta(days=age)).timestamp()
        os.utime(sets / name, (moment, moment))
    take()
    assert not (sets / "2027-06-12T020000Z.age").exists()
    assert (sets / "2027-06-13T020000Z.age").exists()


@pytest.mark.core
def test_of_two_backups_at_once_the_second_is_told(house, monkeypatch):
    inside, go_on = threading.Event(), threading.Event()
    real = taking._Backup.take

    def slow(self):
        inside.set()
        assert go_on.wait(30)
        return real(self)

    monkeypatch.setattr(taking._Backup, "take", slow)

    def first():
        try:
            take()
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(30)
    with pytest.raises(Busy):
        take()
    tasks.back_up()  # says so and is content
    go_on.set()
    thread.join(60)
    assert len(places()[0].sets()) == 1


@pytest.mark.core
def test_files_are_not_swept_while_a_backup_runs(house, monkeypatch):
    Blob.store([b"orphan"])
    Blob.objects.update(stored_at="2026-01-01T00:00Z")
    real = taking._Backup._keep_blobs

    def meanwhile(self, blobs, to):
        sweep_files()
        return real(self, blobs, to)

    monkeypatch.setattr(taking._Backup, "_keep_blobs", meanwhile)
    assert take().is_good
    assert Blob.objects.count() == 4
    sweep_files()
    assert Blob.objects.count() == 3


def test_a_lost_file_is_told_and_the_rest_is_kept(house):
    lost = Blob.objects.first()
    lost.path.write_bytes(b"altered")
    check = take()
    assert check.sentences == [faults.BLOB_LOST % {"sha": lost.sha256}]
    assert check.facts["files"] == 2
    assert rehearse().is_good


def test_a_file_that_was_kept_before_it_was_lost_stays_in_the_backups(house):
    take()
    Blob.objects.first().path.unlink()
    check = take()
    assert check.is_good
    assert check.facts["files"] == 3


def test_one_place_away_the_other_gets_its_backup(house, settings, tmp_path):
    away = "s3://key:secret@127.0.0.1:9/bucket?scheme=http"
    settings.BACKUP_TO = [settings.BACKUP_TO[0], away]
    check = take()
    assert check.is_good is False
    assert "127.0.0.1:9" in said(check)
    assert "secret" not in said(check)
    assert len(places()[0].sets()) == 1
    check = rehearse()
    assert check.findings_count == 1
    assert "does not answer" in said(check)
    assert check.facts["rows"]


def test_a_lost_key_is_not_silently_replaced(house, settings):
    take()
    settings.BACKUP_KEY.unlink()
    check = take()
    assert "the key they were made with is gone" in said(check)
    assert not settings.BACKUP_KEY.exists()


# By itself ----------------------------------------------------------------------------------


@pytest.mark.core
def test_one_backup_and_one_rehearsal_a_night(house, monkeypatch):
    for _tick in range(3):
        tasks.nightly()
    assert Check.objects.filter(kind="backup").count() == 1
    assert Check.objects.filter(kind="rehearsal").count() == 1

    Check.objects.update(started_at=timezone.now() - timedelta(days=1))
    tasks.nightly()
    assert Check.objects.filter(kind="backup").count() == 2
    assert Check.objects.filter(kind="rehearsal").count() == 2


def test_what_failed_is_tried_again_after_a_while(house, monkeypatch):
    with monkeypatch.context() as trouble:
        trouble.setattr(os, "fsync", full)
        tasks.nightly()
        tasks.nightly()
    assert Check.objects.count() == 1

    Check.objects.update(started_at=timezone.now() - timedelta(hours=5))
    tasks.nightly()
    assert Check.objects.newest("backup").is_good


# Thinning -----------------------------------------------------------------------------------


def nights(first, count):
    return [SetName(f"{first + timedelta(days=n):%Y-%m-%d}T200000Z", 1) for n in range(count)]


def test_of_three_years_stay_the_last_days_and_the_firsts_of_week_month_and_year():
    # 20:00 UTC is two in the night of the next day in Bishkek.
    found = nights(date(2024, 12, 31), 3 * 365)
    stay = sorted(timezone.localtime(one.taken_at).date().isoformat() for one in kept(found))

    assert stay[:2] == ["2025-01-01", "2026-01-01"]
    assert stay[-7:] == [f"2027-12-{day}" for day in range(25, 32)]
    assert {"2027-12-20", "2027-12-13", "2027-12-06", "2027-11-29"} <= {*stay}
    assert {f"2027-{month:02}-01" for month in range(1, 13)} <= {*stay}
    assert "2027-11-22" not in stay
    assert len(stay) == 2 + 7 + 4 + 12 + 1  # and the first of December 2026


def test_a_house_that_stood_still_loses_nothing():
    found = nights(date(2026, 6, 1), 7)
    assert kept(found) == {*found}


def test_until_when_a_set_stays():
    found = nights(date(2024, 12, 31), 40)
    until = kept_until(found)
    assert until["2024-12-31T200000Z"] is None
    assert until["2025-01-01T200000Z"] == date(2025, 1, 9)
    assert until["2025-01-05T200000Z"] == date(2025, 2, 10)  # Monday the 6th, five weeks
    assert until["2025-01-31T200000Z"] == date(2026, 3, 1)


@pytest.mark.core
def test_a_set_goes_with_the_files_that_only_it_needed(house, settings, monkeypatch):
    settings.BACKUP_KEEP_DAYS = 1
    alone = hang_on(house, b"%PDF soon gone")
    place = places()[0]
    monkeypatch.setattr(taking, "fresh_name", lambda found: "2027-06-08T200000Z")
    take()
    monkeypatch.setattr(taking, "fresh_name", lambda found: "2027-06-09T200000Z")
    take()
    sha = alone.blob.sha256
    alone.delete()
    Blob.objects.filter(sha256=sha).delete()
    # The first of its year stays for ever; leave it out of the play.
    place.store.delete("sets/2027-06-08T200000Z.json")
    monkeypatch.setattr(taking, "fresh_name", lambda found: "2027-06-10T200000Z")
    assert take().is_good
    assert sha in place.blobs()  # the second set, now the first of its year, still needs it

    place.store.delete("sets/2027-06-09T200000Z.json")
    place.thin()
    assert sha not in place.blobs()
    assert len(place.blobs()) == 3


def test_with_a_list_that_cannot_be_read_nothing_is_removed(house, tmp_path):
    take()
    alone = Blob.objects.first().sha256
    garbled_list(tmp_path / "backups")
    Attachment.objects.filter(blob__sha256=alone).delete()
    Blob.objects.filter(sha256=alone).delete()

    check = take()

    assert "its list is damaged" in said(check)
    assert alone in places()[0].blobs()


# The page -----------------------------------------------------------------------------------


def test_a_stranger_name_among_the_sets_is_no_set(house, tmp_path):
    take()
    for name in ("notes.age", "notes.json", "2027-06-12T020000Z.age"):
        (tmp_path / "backups" / "sets" / name).write_text("x")
    assert len(places()[0].sets()) == 1


@pytest.fixture
def admin(agency):
    return factories.employee("system_administrator", "settings.manage")


def test_the_page_lists_each_place_with_its_sets(client, house, admin, settings, tmp_path):
    check = take()
    settings.BACKUP_TO = [*settings.BACKUP_TO, "s3://key:secret@127.0.0.1:9/bucket?scheme=http"]
    Check.objects.create(
        kind="rehearsal",
        ended_at=timezone.now(),
        is_good=True,
        facts={"set": check.facts["set"], "seconds": 7.5},
    )
    client.force_login(admin)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("backups")).content.decode()

    assert str(tmp_path / "backups") in page
    assert "for ever" in page
    assert "7,5 seconds" in page
    assert "does not answer" in page
    assert "secret@" not in page
    assert "The key of the backups was not printed yet." in page
    assert check.facts["set"] in page
    assert "universal time" in page
    assert "0,0" not in page
    assert check.facts["set"] in client.get(check.get_absolute_url()).content.decode()


def test_the_key_is_printed_for_the_password_and_the_journal_knows(client, house, admin, settings):
    client.force_login(admin)
    url = reverse("backup_key")
    assert client.post(url, {"password": "wrong"}).status_code == 422
    admin.set_password("sapat-Demo-2026")
    admin.save()
    client.force_login(admin)
    assert client.post(url, {"password": "sapat-Demo-2026"}).status_code == 422  # no key yet
    take()

    paper = client.post(url, {"password": "sapat-Demo-2026"})

    assert paper["Content-Type"] == "application/pdf"
    assert paper["Cache-Control"] == "private, no-store"
    text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert settings.BACKUP_KEY.read_text().strip() in text.splitlines()  # whole, on one line
    assert "manage.py restore --key" in text
    entry = JournalEntry.objects.get(deed="print_key")
    assert entry.user == admin
    assert "AGE-SECRET" not in str(entry.details)
    assert client.get(url).status_code == 200
    assert admin.person.short_name.split()[0] in client.get(reverse("backups")).content.decode()
    assert lacking.printed() == entry

    settings.BACKUP_KEY.unlink()
    keys.make()
    assert lacking.printed() is None  # the sheet in the safe is of another key


@pytest.mark.parametrize("name", ["backups", "backup_key"])
def test_only_who_manages_the_settings_sees_backups(client, agency, stranger, admin, name):
    for user, code in (
        (stranger, 403),
        (agency.staff, 403),
        (agency.manager, 403),
        (agency.director, 403),
        (admin, 200),
    ):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == code
        assert client.post(reverse("check_run", args=["backup"])).status_code in (302, 403)
