"""Of goal G5: the request that withdraws a document, of which a thousand people are told; and a
thousand morning letters, which the worker writes.
"""

from __future__ import annotations

import random

LETTERS, TIMES = 1000, 9
waiting = []


def make(cpu) -> dict:
    """A thousand people, documents that they may read, and a director who withdraws them."""
    from django.conf import settings
    from django.test import Client

    from documents.models import DocumentVersion
    from people.models import Appointment, Person, Position, User
    from qms.sample.bulk import Bulk, add_people

    settings.ALLOWED_HOSTS = ["*"]
    add_people(LETTERS, random.Random(2))  # noqa: S311 -- made-up data
    Bulk(5, readings=0).add(4 * TIMES)
    person = Person.objects.create(surname="Асанова", given="Жылдыз", language="ky")
    Appointment.objects.create(person=person, position=Position.objects.get(code="director"))
    client = Client()
    client.force_login(
        User.objects.create_user("bench_director", person=person),
        backend="people.signin.NameOrEmailBackend",
    )
    rows = DocumentVersion.objects.in_force().filter(document__access="staff")
    waiting.extend((client, pk) for pk in rows.values_list("pk", flat=True)[:TIMES])
    return {}


def ours(cpu) -> dict:
    """One request; the letters themselves are written by the worker."""
    from django.urls import reverse

    client, pk = waiting.pop()
    address = reverse("documents:version_step", args=[pk, "withdraw"])
    before = cpu()
    answer = client.post(address, {"reason": "Эскирди"})
    spent = cpu() - before
    if answer.status_code != 302:
        raise RuntimeError(f"withdrawing answers {answer.status_code}")
    return {"cpu": spent}


def bare(cpu) -> dict:
    """As many messages left in the queue."""
    from common.tasks import announce

    before = cpu()
    for _ in range(LETTERS):
        announce.apply_async(retry=False)
    return {"cpu": cpu() - before}


# Morning letters ------------------------------------------------------------------------------


def _morning() -> list:
    """Every reader wants one letter a day; one thing is new for each since yesterday."""
    from datetime import timedelta

    from django.utils import timezone

    from common.models import Heartbeat, Letter
    from people.models import Organisation, Person

    Letter.objects.all().delete()
    Heartbeat.objects.filter(name="digests").delete()
    people = list(Person.objects.exclude(email="")[:LETTERS])
    chosen = Person.objects.filter(pk__in=[person.pk for person in people])
    chosen.update(letters_pace="morning", quiet_days=False)
    ours = Organisation.current()
    ours.switches = {**ours.switches, "digest_at": "00:00"}
    ours.save()
    Letter.objects.bulk_create(
        Letter(
            key=f"bench:{person.pk}",
            person=person,
            address=person.email,
            language="ky",
            subject="Күчүнө кирди",
            url="/documents/",
            state="kept",
            created_at=timezone.now() - timedelta(days=1),
        )
        for person in people
    )
    return people


def digests(cpu) -> dict:
    """The morning letters of a thousand readers, as the worker writes them."""
    from people.digests import write_digests

    people = _morning()
    before = cpu()
    written = write_digests()
    spent = cpu() - before
    if written != len(people) or written < LETTERS:
        raise RuntimeError(f"{written} morning letters for {len(people)} readers")
    return {"cpu": spent}


def rendered(cpu) -> dict:
    """The same template a thousand times with all its words ready, and one saving of the rows."""
    from django.template.loader import render_to_string
    from django.utils.timezone import localdate

    from common.models import Letter

    people = _morning()
    before = cpu()
    line = {"words": "Күчүнө кирди", "url": "/documents/"}
    rows = [
        Letter(
            key=f"bare:{person.pk}",
            person=person,
            address=person.email,
            language="ky",
            subject="Эртең мененки кат",
            body=render_to_string(
                "letters/morning.txt",
                {
                    "person": person,
                    "site": "http://localhost",
                    "day": localdate(),
                    "parts": [("late", [], 0), ("soon", [], 0), ("new", [line], 0)],
                    "late": 0,
                    "new": 1,
                    "rest": 0,
                },
            ),
        )
        for person in people
    ]
    Letter.objects.bulk_create(rows)
    return {"cpu": cpu() - before}
