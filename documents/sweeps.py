"""What falls due of documents by itself: planned reviews, terms that end (004/4.2.2; 003, intro).

Each is a sweep over rows that may run at any time, twice, or beside itself.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import Todo
from documents.models import (
    ChangeRequest,
    Correspondence,
    Document,
    DocumentReview,
    DocumentVersion,
)
from documents.models.review import answering
from people.models import Organisation

log = logging.getLogger(__name__)

AHEAD = 30  # days, where the organisation has set no other
AT_A_TIME = 200  # one sweep; what is left waits for the next tick


def days_ahead(switch: str) -> int:
    """How many days before its day something is said, as the organisation has set it."""
    return int(Organisation.current().switches.get(switch, AHEAD))


def open_planned_reviews() -> int:
    """Open the review of whatever is due soon and is not under its planned review yet."""
    Document.objects.put_reviews_in_step()
    today = localdate()
    until = today + timedelta(days=days_ahead("review_ahead_days"))
    planned = DocumentReview.objects.filter(
        document=OuterRef("pk"), state="open", occasion__in=["planned", "management_review"]
    )
    due = Document.objects.filter(~Exists(planned), next_review__lte=until)
    opened = 0
    for document in due.select_related("owner").order_by("next_review", "pk")[:AT_A_TIME]:
        try:
            with transaction.atomic():
                # Two workers wait here for each other; the second finds the review there.
                Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
                day = max(document.next_review or today, today)
                opened += bool(
                    DocumentReview.objects.begin(document, "planned", by=SYSTEM, due=day)
                )
        except Exception:
            log.exception("No review of document %s could be opened.", document.pk)
    return opened


def ask_today() -> None:
    """Who answers or decides may differ from yesterday: the to-dos follow."""
    reviews = DocumentReview.objects.open().select_related("document__owner")
    requests = ChangeRequest.objects.filter(state="proposed").select_related("document")
    letters = Correspondence.objects.filter(state__in=["registered", "in_work", "approved"])
    for waits in [*reviews, *requests, *letters.select_related("addressee")]:
        try:
            with transaction.atomic():
                waits.ask_today()
        except Exception:
            log.exception("Nobody could be asked anew about %s.", waits.pk)


def tell_of_terms() -> None:
    """Ask the owner of whatever is valid to a day that is near: renew it, or let it end."""
    until = localdate() + timedelta(days=days_ahead("expiry_ahead_days"))
    ending = DocumentVersion.objects.in_force().filter(valid_until__lte=until)
    for version in ending.select_related("document__owner"):
        try:
            with transaction.atomic():
                people = answering(version.document)
                todos = Todo.objects.about(version).filter(kind="documents.expires")
                todos.exclude(person__in=people).done()
                Todo.objects.ask(people, "documents.expires", version, due=version.valid_until)
        except Exception:
            log.exception("Nobody could be told of the term of version %s.", version.pk)
