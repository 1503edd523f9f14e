"""Of goal G5: the request that withdraws a document, of which a thousand people are told."""

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
