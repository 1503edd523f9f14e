"""Two web and two worker processes on one PostgreSQL, one Redis and one place for files.

The processes are started by the commands of deploy/systemd, in production mode. The drills: a
worker killed in the middle, Redis gone, the database gone.
"""

import contextlib
import json
import secrets
import shutil
import signal
import threading
from collections import Counter

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, JournalEntry, Letter, Notice, Todo
from common.models.journal import verify
from documents.models import Document, DocumentVersion, Reading, Signature
from people.models import Person
from planning.models import Duty, Obligation
from tests import factories
from tests.documents.test_steps import approval, step_url
from tests.factories import PASSWORD, TEXT
from tests.planning.things import obligation
from tests.qms.machines import Machines, until

SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
pytestmark = [
    pytest.mark.xdist_group("several"),  # the machines are started once
    pytest.mark.skipif(SQLITE, reason="several machines share a PostgreSQL"),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server here"),
]


@contextlib.contextmanager
def own_database():
    """A copy of the test database that processes beside the test may write into."""
    now = connection.settings_dict
    name, before = f"several_{secrets.token_hex(4)}", now["NAME"]
    connection.close()
    keys = {"host": now["HOST"], "port": now["PORT"], "user": now["USER"]}
    server = psycopg2.connect(**keys, password=now["PASSWORD"], dbname="postgres")
    server.autocommit = True
    server.cursor().execute(f'CREATE DATABASE {name} TEMPLATE "{before}"')
    now["NAME"] = name
    # Where no other test of this run wants a database, there is nothing to copy yet.
    call_command("migrate", verbosity=0)
    try:
        url = f"postgres://{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{name}"
        yield url, server
    finally:
        connections.close_all()
        now["NAME"] = before
        server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


@pytest.fixture(scope="module")
def park(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two machines with web and worker, one of them with the beat, for all tests of this module."""
    folder = tmp_path_factory.mktemp("park")
    with django_db_blocker.unblock(), own_database() as (url, server), files(folder) as extra:
        machines = Machines(folder, url, **extra)
        machines.server = server
        try:
            machines.start_redis()
            machines.start_web("a", workers=2)
            machines.start_web("b")
            for name in ("a", "b"):
                machines.start_worker(name)
            machines.start_beat("a")
            for name in ("a", "b"):
                until(lambda n=name: healthy(machines, n), f"machine {name} is well", 120)
            yield machines
        finally:
            machines.stop_all()


@contextlib.contextmanager
def files(folder):
    """Where files are kept: an S3 server where the program knows one, else a common folder."""
    if not hasattr(settings, "FILES_S3"):
        yield {}
        return
    import boto3
    from moto.server import ThreadedMotoServer

    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    moto.start()
    host, port = moto.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    ).create_bucket(Bucket="sapat-files")
    try:
        yield {
            "FILES_S3": f"s3://key:secret@{host}:{port}/sapat-files?scheme=http&region=us-east-1"
        }
    finally:
        moto.stop()


def healthy(machines, name) -> bool:
    try:
        return machines.visitor(name).get("/healthz").status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def people(park):
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        return factories.Agency()


@pytest.fixture
def paper(people):
    """A draft of the manager's, new for each test."""
    version = factories.VersionFactory(
        document__type=people.local_act,
        document__code=f"ЛЧА-{secrets.token_hex(3)}",
        author=people.manager.person,
        html=TEXT,
    )
    return DocumentVersion.objects.get(pk=version.pk)


def signed_in(park, name, user):
    visitor = park.visitor(name)
    answer = visitor.sign_in(user, PASSWORD)
    assert answer.status == 302, answer.body[:400]
    return visitor


def paper_kept(version) -> bool:
    return Attachment.objects.of(version).filter(kind="paper").exists()


def letters_gone() -> bool:
    waiting = Letter.objects.exclude(state="sent").exists()
    return not waiting and not Notice.objects.filter(announced_at=None).exists()


def test_one_works_on_through_both_machines(park, people, paper):
    """Sign in here, go on there; upload here, download there; sign, and it happens once."""
    here = signed_in(park, "a", people.manager)
    there = here.at(park, "b")
    assert there.get("/").status == 200

    bytes_ = b"%PDF-1.7 " + secrets.token_bytes(200_000)
    sent = here.post(f"{paper.get_absolute_url()}attach/", {}, file=("scan.pdf", bytes_))
    assert sent.status == 302, sent.body[:400]
    attachment = Attachment.objects.of(paper).get()
    assert there.get(attachment.get_absolute_url()).body == bytes_

    assert there.post(step_url(paper, "send"), {}).status == 302
    paper.refresh_from_db()
    paper.record_decision(by=people.office, number="12", date=paper.sheet.opened_at.date())
    director = signed_in(park, "b", people.director)
    assert director.post(step_url(paper, "approve"), approval(paper)).status == 302

    until(lambda: paper_kept(paper), "the paper is made")
    until(letters_gone, "the letters are sent")
    assert Signature.objects.filter(line__sheet__object_id=paper.pk).count() >= 1
    assert JournalEntry.objects.about(paper).filter(deed="print").count() == 1
    assert Attachment.objects.of(paper).filter(kind="paper").count() == 1
    assert Reading.objects.filter(version=paper).count() == 4
    written = Counter(Letter.objects.values_list("address", flat=True))
    assert park.mailbox.taken == written
    entry = JournalEntry.objects.about(paper).get(deed="approve")
    assert entry.ip == "203.0.113.10"
    assert verify() is None


def test_wrong_passwords_and_requests_are_counted_together(park, people):
    victim = factories.UserFactory()
    codes = []
    for n in range(6):
        visitor = park.visitor("ab"[n % 2])
        visitor.address = "203.0.113.66"
        codes.append(visitor.sign_in(victim, "wrong").status)
    assert codes == [422] * 4 + [429] * 2

    asked = [park.visitor("ab"[n % 2]) for n in range(2 * 10 + 1)]
    for visitor in asked:
        visitor.address = "203.0.113.67"
    given = [v.get("/v/00000000000000000000000000000000/").status for v in asked]
    assert 429 not in given[:10]
    assert 429 in given[10:], "each machine counts alone"


def test_metrics_of_both_processes_of_a_machine_are_one_sum(park, people):
    def count() -> float:
        page = park.visitor("a").get("/metrics", Authorization="Bearer for-the-watchman")
        assert page.status == 200
        rows = [r for r in page.body.decode().splitlines() if 'view="sign_in"' in r]
        return sum(float(r.split()[-1]) for r in rows if r.startswith("sapat_requests_total"))

    before = count()
    for _n in range(30):
        assert park.visitor("a").get("/sign-in/").status == 200
    assert count() - before == 30


def test_what_the_machines_say_of_themselves(park, people, paper):
    answer = park.visitor("b").get("/sign-in/", **{"X-Request-ID": "asked-by-the-test"})
    assert answer.headers["X-Request-ID"] == "asked-by-the-test"
    assert answer.headers["Server"] == "Sapat"
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "secure" in answer.headers["Set-Cookie"].lower()
    plain = park.visitor("b").get("/sign-in/", **{"X-Forwarded-Proto": "http"})
    assert (plain.status, plain.headers["Location"]) == (301, "https://sapat.example.kg/sign-in/")

    lines = [json.loads(r) for r in park.log("b-web").splitlines() if r.startswith("{")]
    assert [r for r in lines if r["request"] == "asked-by-the-test" and r["view"] == "sign_in"]
    sent = signed_in(park, "b", people.manager).post(step_url(paper, "send"), {})
    assert sent.status == 302
    until(lambda: any(r["request"] for r in tasks_told(park)), "a task knows its request")
    logs = "".join(park.log(f"{n}-{p}") for n in "ab" for p in ("web", "worker"))
    for secret in (PASSWORD, park.redis_password, park.environment["SECRET_KEY"]):
        assert secret not in logs


def tasks_told(park) -> list[dict]:
    lines = [r for n in "ab" for r in park.log(f"{n}-worker").splitlines()]
    return [json.loads(r) for r in lines if "sapat.tasks" in r and r.startswith("{")]


# Drills -------------------------------------------------------------------------------------


@pytest.mark.drill("worker-killed")
def test_a_killed_worker_leaves_its_work_to_the_other(park, people, paper):
    factories.agreed(paper, people)
    director = signed_in(park, "a", people.director)
    park.hold("documents.tasks.print_papers")
    assert director.post(step_url(paper, "approve"), approval(paper)).status == 302
    park.kill_holder("documents.tasks.print_papers")

    until(lambda: paper_kept(paper), "the other worker makes the paper")
    until(letters_gone, "the letters are sent")
    assert JournalEntry.objects.about(paper).filter(deed="print").count() == 1
    assert park.mailbox.taken == Counter(Letter.objects.values_list("address", flat=True))
    for name in ("a", "b"):
        if f"{name}-worker" not in park.processes:
            park.start_worker(name)


@pytest.mark.drill("worker-killed")
def test_the_year_is_kept_once_by_two_workers_though_one_is_killed(park, people):
    tick = "planning.tasks.keep_the_year"
    park.hold(tick)
    one = obligation(
        "several",
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "shift": "none"},
        per="person",
        owner_of_subject=True,
        lead_days=40,
        since=localdate(),
    )
    Obligation.objects.filter(pk=one.pk).update(owner_power=None)
    park.kill_holder(tick)

    duties = Duty.objects.filter(obligation=one)
    until(duties.exists, "the other worker opens the duties")
    begun = sum(told.get("task") == tick for told in tasks_told(park))
    until(
        lambda: sum(told.get("task") == tick for told in tasks_told(park)) > begun + 2,
        "the tick runs again and again",
    )
    days, here = {duty.due for duty in duties}, set(Person.objects.employees())
    assert sorted((d.due, d.subject_id) for d in duties) == sorted(
        (day, person.pk) for day in days for person in here
    )
    asked = Todo.objects.filter(kind="planning.duty", object_id__in=duties.values("pk"))
    assert asked.count() == len(duties)
    assert JournalEntry.objects.filter(deed="open").count() == Duty.objects.count()
    assert verify() is None
    for name in ("a", "b"):
        if f"{name}-worker" not in park.processes:
            park.start_worker(name)


@pytest.mark.drill("redis-gone")
def test_without_redis_people_work_on_and_the_rest_comes_later(park, people, paper):
    manager = signed_in(park, "a", people.manager)
    park.stop("redis", signal.SIGKILL)

    assert manager.get("/").status == 200
    assert signed_in(park, "b", people.staff).get("/").status == 200
    assert manager.post(step_url(paper, "send"), {}).status == 302
    paper.refresh_from_db()
    paper.record_decision(by=people.office, number="12", date=paper.sheet.opened_at.date())
    director = signed_in(park, "b", people.director)
    assert director.post(step_url(paper, "approve"), approval(paper)).status == 302
    health = park.visitor("a").get("/healthz")
    assert health.status == 503
    assert json.loads(health.body)["queue"] != "ok"
    assert json.loads(health.body)["database"] == "ok"

    park.start_redis()
    until(lambda: paper_kept(paper), "the paper is made after all")
    until(letters_gone, "the letters are sent after all")
    until(lambda: healthy(park, "a"), "all is well again")
    assert JournalEntry.objects.about(paper).filter(deed="print").count() == 1
    assert park.mailbox.taken == Counter(Letter.objects.values_list("address", flat=True))


@pytest.mark.drill("database-gone")
def test_without_the_database_a_sentence_and_nothing_half_written(park, people):
    manager = signed_in(park, "a", people.manager)
    codes, given, stop = {}, threading.Event(), threading.Event()

    def type_on():
        """Somebody saves one document after the other while the database goes."""
        number = 0
        while not stop.is_set():
            number += 1
            form = {"type": people.local_act.pk, "code": f"ӨЧ-{number}", "access": "staff"}
            path = reverse("documents:document_add")
            codes[form["code"]] = manager.post(path, form | {"title_ky": "Эреже"}).status
            if number == 3:
                given.set()

    thread = threading.Thread(target=type_on)
    thread.start()
    assert given.wait(60)
    with gone(park):
        until(lambda: 503 in codes.values(), "saving is answered by a sentence")
        stop.set()
        thread.join(60)
        for name in ("a", "b"):
            for path in ("/", "/documents/", "/sign-in/"):
                page = manager.at(park, name).get(path)
                assert page.status in ((503,) if path != "/sign-in/" else (200, 503)), path
                assert "<h1>" in page.body.decode()
            health = park.visitor(name).get("/healthz")
            assert health.status == 503
            assert json.loads(health.body)["database"] != "ok"
        numbers = park.visitor("a").get("/metrics", Authorization="Bearer for-the-watchman")
        assert "sapat_database_up 0.0" in numbers.body.decode()

    until(lambda: healthy(park, "a") and healthy(park, "b"), "all is well again")
    assert manager.get("/").status == 200, "the session holds"
    saved = {d.code: d for d in Document.objects.filter(code__startswith="ӨЧ-")}
    assert set(saved) >= {code for code, status in codes.items() if status == 302}
    assert set(codes.values()) == {302, 503}
    for document in saved.values():
        assert JournalEntry.objects.about(document).count() == 1, document.code
        assert document.history.count() == 1, document.code
    assert verify() is None
    assert {park.processes[f"{n}-{p}"].poll() for n in "ab" for p in ("web", "worker")} == {None}


@contextlib.contextmanager
def gone(park):
    """The server takes no connection to this database, and drops those there are."""
    name = connection.settings_dict["NAME"]
    connection.close()
    cursor = park.server.cursor()
    cursor.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )
    try:
        yield
    finally:
        cursor.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
