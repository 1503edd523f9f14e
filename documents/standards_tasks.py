"""What the clause library does by itself: it asks when an edition that is followed has ended."""

import logging

from celery import shared_task
from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate

from common.models import Todo
from documents.models import Standard
from people.models import Person

log = logging.getLogger(__name__)
KIND = "documents.standard_ended"


@shared_task
def look_at_editions() -> None:
    """A to-do for who manages the documents; done by itself once it is no longer so (003/2)."""
    ended = list(Standard.objects.run_out(localdate()))
    managers = Person.objects.holding("documents.manage", own=True)
    for standard in ended:
        try:
            Todo.objects.ask(managers, KIND, standard, due=standard.valid_until)
        except Exception:
            log.exception("Nobody could be asked about %s.", standard.code)
    kind = ContentType.objects.get_for_model(Standard)
    settled = Todo.objects.filter(kind=KIND, content_type=kind)
    settled.exclude(object_id__in=[standard.pk for standard in ended]).done()
