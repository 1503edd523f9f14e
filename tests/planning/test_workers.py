"""Several workers, a doubled beat, one killed in the middle: each duty is opened exactly once."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import JournalEntry, Notice, Todo
from common.models.journal import verify
from common.trail import fields
from people.models import Appointment, Person
from planning import opening
from planning.models import Duty, DutyWarning
from planning.models.duty import TODO, TOLD
from planning.tasks import keep_the_year
from tests import factories
from tests.documents.test_faults import at_once
from tests.planning import dying
from tests.planning.things import obligation
from tests.remembering import remembered

SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(SQLITE, reason="several processes share a PostgreSQL"),
]
MONTHLY = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "shift": "none"}
PEOPLE = 200


@pytest.fixture
def year(agency):
    """Two hundred people, each with a duty of their own to the end of this month; one more."""

    def make():
        keeper = factories.employee("keeper", "planning.manage")
        post = factories.PositionFactory(code="specialist")
        for n in range(PEOPLE):
            person = factories.PersonFactory.build(surname=f"Алиев{n}", email=f"p{n}@example.kg")
            person.save()
            Appointment.objects.create(person=person, position=post, since=date(2026, 1, 1))
        one = obligation("own", MONTHLY, per="person", owner_of_subject=True, since=localdate())
        one.owner_power, one.lead_days, one.order = None, 40, 1
        one.save()
        obligation("report", MONTHLY, since=localdate(), lead_days=40, order=2)
        return keeper

    return remembered("a year of two hundred", make)


def is_whole(keeper) -> bool:
    """Everything once: rows, to-dos, rows of the journal, notices; and the chain holds."""
    people = set(Person.objects.employees().values_list("pk", flat=True))
    own = Duty.objects.filter(obligation__code="own")
    days = {duty.due for duty in own}
    assert days
    assert {(duty.subject_id, duty.due) for duty in own} == {(p, d) for p in people for d in days}
    assert Duty.objects.filter(obligation__code="report").count() == len(days)
    total = Duty.objects.count()
    assert total == (len(people) + 1) * len(days)
    asked = Todo.objects.filter(kind=TODO).values_list("object_id", "person_id")
    wanted = {(duty.pk, duty.subject_id or keeper.person_id) for duty in Duty.objects.all()}
    assert sorted(asked) == sorted(wanted)
    assert JournalEntry.objects.filter(deed="open").count() == total
    assert Notice.objects.filter(entry__deed="open").count() == total
    assert verify() is None
    assert [found for found in fields.faults() if "planning.duty" in str(found.values)] == []
    return True


def begin(where: str, marker: Path) -> subprocess.Popen:
    now = connection.settings_dict
    place = f"{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{place}",
        "DJANGO_SETTINGS_MODULE": "qms.settings",
        "SAPAT_VAR": str(marker.parent / "var"),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    return subprocess.Popen(
        [sys.executable, str(Path(dying.__file__)), where, str(marker)],
        cwd=settings.BASE_DIR,
        env=environment,
    )


@pytest.mark.parametrize("where", dying.WHERE)
def test_killed_while_it_opens_two_hundred_the_next_tick_opens_each_once(year, tmp_path, where):
    marker = tmp_path / "here"
    process = begin(where, marker)
    end = time.monotonic() + 90
    while not marker.exists():
        assert process.poll() is None, f"it ended by itself: {process.returncode}"
        assert time.monotonic() < end
        threading.Event().wait(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()

    first = Duty.objects.count()
    if where == "in the second obligation":
        assert first  # what was committed stands, whole
        assert Todo.objects.filter(kind=TODO).count() == first
    else:
        assert (first, Todo.objects.filter(kind=TODO).count()) == (0, 0)
        assert not JournalEntry.objects.filter(deed="open").exists()
    assert verify() is None

    opening.keep_the_year()
    opening.keep_the_year()
    assert is_whole(year)


def test_four_workers_and_a_doubled_beat_open_each_once(year):
    given = at_once(*[keep_the_year.run] * 4)
    assert given == [None] * 4
    keep_the_year.run()
    assert is_whole(year)


def test_several_workers_warn_once_each(year):
    above = factories.employee("overseer", "planning.oversee")
    day = localdate() - timedelta(days=3)
    late = obligation(
        "late",
        MONTHLY,
        remind=[2, 1],
        escalate=[{"days": 1, "to": "power:planning.oversee"}],
        since=localdate(),
    )
    duty = Duty(
        obligation=late,
        key="x",
        year=day.year,
        starts=day,
        due=day,
        state="open",
        opened_at=timezone.now() - timedelta(days=9),
    )
    Duty.objects.put_forward(late, [duty], by=year)
    at_once(*[keep_the_year.run] * 4)
    told = JournalEntry.objects.about(duty).values_list("deed", flat=True)
    assert sorted(told) == ["escalate", "open", "remind"]
    assert (
        DutyWarning.objects.filter(duty=duty).count() == 4
    )  # three days of reminders, told as one
    assert Todo.objects.filter(kind=TOLD).get().person == above.person


def test_two_who_close_one_duty_close_it_once(year):
    opening.keep_the_year()
    duty = Duty.objects.filter(obligation__code="report").first()

    def close():
        Duty.objects.get(pk=duty.pk).close(by=year, done_on=localdate(), note="held")

    given = at_once(close, close, keep_the_year.run)
    assert sorted(type(one).__name__ for one in given) == [
        "NoneType",
        "NoneType",
        "StepNotAllowed",
    ]
    assert JournalEntry.objects.about(duty).filter(deed="close").count() == 1
    assert verify() is None
