"""Measure the performance goals on data made for it; prints one line of JSON a goal.

On a throw-away PostgreSQL where there is one, else on SQLite; never on this installation's own
database. ROWS=10000 (or --rows) says how many documents. It judges nothing: exit status 0.
"""

import os
import random
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from common.models import JournalEntry, JournalHead
from documents.models import Document, Record
from people.models import Appointment, Person, Position, User
from people.profile import load
from planning.models import Decision
from qms.sample import PROFILE
from qms.sample.bulk import Bulk, add_people
from qms.sample.bulk_archive import BulkArchive
from qms.sample.staff_load import measure_import

SERVER = "scripts/with_postgres.py"
BATCH = 2000
WITH_TEXTS = 10_000  # the rows above are only counted and skipped: they need no texts


class Command(BaseCommand):
    """``manage.py bench [--rows 10000] [--quick]``."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=int(os.environ.get("ROWS") or 10000))
        parser.add_argument("--quick", action="store_true", help="without ten times as many rows")
        # Used by the measurement itself, in the databases it makes.
        parser.add_argument("--fill", type=int, default=0)
        parser.add_argument("--staff", type=int, default=0)
        parser.add_argument("--trail", type=int, default=0)
        parser.add_argument("--archive", type=int, default=0)

    def handle(self, *, rows, quick, fill, staff, trail, archive, **options):
        if staff:
            self.stdout.write(measure_import(staff))
            return
        if archive:
            fill_archive(archive)
            return
        if fill or trail:
            fill_to(fill)
            lengthen_trail(trail)
            return
        python = sys.executable
        here = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        command = [python, "scripts/bench.py", "--rows", str(rows), *(["--quick"] * quick)]
        probe = [python, SERVER, "true"]
        found = subprocess.run(  # noqa: S603 -- our own script
            probe, cwd=settings.BASE_DIR, env=here, capture_output=True, check=False
        )
        if found.returncode == 0:
            command = [python, SERVER, *command]
        subprocess.run(  # noqa: S603 -- our own script
            command, cwd=settings.BASE_DIR, env=here, check=False
        )


def lengthen_trail(count: int) -> None:
    """Let the journal hold ``count`` rows, chained as deeds chain them, without a deed each."""
    head = JournalHead.objects.get_or_create(pk=1)[0]
    entries = []
    for number in range(head.count + 1, count + 1):
        entry = JournalEntry(
            number=number,
            at=timezone.now(),
            deed="change",
            ip="10.0.0.7",
            details={"fields": ["title", "owner"], "history": [["bench.thing", number, "0" * 64]]},
            previous_hash=head.hash,
        )
        entry.hash = head.hash = entry.computed_hash()
        entries.append(entry)
        if len(entries) == BATCH or number == count:
            JournalEntry.objects.bulk_create(entries)
            entries = []
    head.count = max(head.count, count)
    head.save()


#: What the profile would enter by itself; here the rows are counted.
REGISTERS = (
    *("documents", "processes", "nomenclature", "library", "required_documents"),
    *("obligations", "plan_kinds", "meeting_kinds", "assessments"),
)


def fill_to(count: int) -> None:
    """Let this database hold ``count`` documents, and the account that looks at them."""
    if not count:
        return
    if not User.objects.exists():
        load(PROFILE, without=REGISTERS)
        add_people(30, random.Random(1))  # noqa: S311 -- made-up data
        person = Person.objects.create(surname="Үсөнов", given="Бакыт", language="ky")
        post = Position.objects.get(code="quality_manager")
        Appointment.objects.create(person=person, position=post)
        User.objects.create_user("bench", person=person)
        clerk = Person.objects.create(surname="Асанов", given="Эрлан", language="ky")
        post = Position.objects.get(code="specialist")
        Appointment.objects.create(person=clerk, position=post)
        User.objects.create_user("bench_staff", person=clerk)
    there = Document.objects.count()
    with_texts = max(0, min(count, WITH_TEXTS) - there)
    if with_texts:
        Bulk(count, readings=2).add(with_texts)
    if rest := count - there - with_texts:
        Bulk(count, texts=False, readings=0).add(rest)
    gather_statistics()


def fill_archive(count: int) -> None:
    """Let this database hold ``count`` records, and a fifth as many items of minutes."""
    fill_to(3)
    bulk = BulkArchive(count)
    bulk.add_records(count - Record.objects.count())
    bulk.add_decisions(count // 5 - Decision.objects.count())
    gather_statistics()


def gather_statistics() -> None:
    """As PostgreSQL does by itself after a while; SQLite works without, as installed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
