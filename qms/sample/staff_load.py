"""Goal G6: a list of staff brought in, against bare rows written in batches."""

import io
import json
import time
from statistics import median

from django.db import transaction
from openpyxl import Workbook

from common.models import Blob
from people.models import Appointment, Person, Position, StaffImport, User
from people.staff_fields import FIELDS
from people.staff_writing import BATCH, carry_out, plan_for

LIMIT, PAIRS = 3, 5


class _Undo(Exception):
    """Everything was only measured."""


def measure_import(rows: int) -> str:
    """One line: seconds for ``rows`` people with position and account, ours and bare, by turns."""
    user, position = User.objects.first(), Position.objects.order_by("pk").last()
    found = StaffImport.objects.create(
        name="load", by=user, blob=Blob.store([_book(rows, position)])
    )
    seen = plan_for(found).digest

    def ours() -> None:
        carry_out(found, by=user, seen=seen)

    def bare() -> None:
        people = [
            Person(surname=f"Жүктөмов{n}", given="Сыноо", pin=f"{n:014}") for n in range(rows)
        ]
        Person.objects.bulk_create(people, batch_size=BATCH)
        posts = [Appointment(person=person, position=position) for person in people]
        Appointment.objects.bulk_create(posts, batch_size=BATCH)
        users = [User(username=f"load{n}", person=person) for n, person in enumerate(people)]
        User.objects.bulk_create(users, batch_size=BATCH)

    _timed(ours), _timed(bare)
    pairs = [(_timed(ours), _timed(bare)) for _n in range(PAIRS)]
    ratios = sorted(a / b for a, b in pairs)
    told = {
        "goal": "G6 import",
        "limit": LIMIT,
        "ratio": round(median(ratios), 2),
        "pairs": PAIRS,
        "spread": [round(ratios[0], 2), round(ratios[-1], 2)],
        "ours": round(median(a for a, _b in pairs), 2),
        "other": round(median(b for _a, b in pairs), 2),
        "unit": f"s for {rows} rows",
    }
    return json.dumps(told)


def _timed(act) -> float:
    began = time.perf_counter()
    try:
        with transaction.atomic():
            act()
            took = time.perf_counter() - began
            raise _Undo
    except _Undo:
        return took


def _book(rows: int, position) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("staff")
    sheet.append([str(field.label) for field in FIELDS])
    for n in range(rows):
        row = {
            "surname": f"Жүктөмов{n}",
            "given": "Сыноо",
            "pin": f"{n:014}",
            "position": position.code,
            "since": "01.09.2023",
            "login": f"load{n}",
        }
        sheet.append([row.get(field.key, "") for field in FIELDS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
