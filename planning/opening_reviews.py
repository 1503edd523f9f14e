"""What duties open of reviews: documents of some types are looked through (004/4.2.2, 7.3.7)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.caller import SYSTEM
from documents.models import Document, DocumentReview, DocumentVersion
from planning.asked_already import everybody, types_of, waiting
from planning.openers import Opener, Settled, register

REGULAR = ("planned", "management_review")  # reviews that look the whole document through


def _to_review(duty) -> "list[DocumentVersion]":
    """What is in force of the types that the obligation names."""
    found = DocumentVersion.objects.in_force().filter(document__type__code__in=types_of(duty))
    return list(found.select_related("document__owner", "document__type").order_by("pk"))


def begin_reviews(duty) -> DocumentReview | None:
    """A review of each document, but none beside one that is on its way (004/4.2.2, 7.3.7)."""
    documents = [version.document for version in _to_review(duty)]
    keys = [document.pk for document in documents]
    # Whoever opens reviews by their terms waits here, and finds these.
    list(Document.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    rows = DocumentReview.objects.open().filter(document__in=keys, occasion__in=REGULAR)
    under_review = set(rows.values_list("document", flat=True))
    occasion = duty.obligation.options.get("occasion", "planned")
    begun = None
    for document in documents:
        if document.pk in under_review:
            continue
        review = DocumentReview.objects.begin(
            document, occasion, by=SYSTEM, cause=duty, due=max(duty.due, localdate())
        )
        if review and not document.is_restricted:
            begun = begun or review
    return begun


def reviews_settled(duty) -> Settled | None:
    """Each of them was looked through since the duty began, or there is a newer version."""
    versions = _to_review(duty)
    if not versions or any(day is None for day in _seen(duty, versions).values()):
        return None
    seen = {key: day for key, day in _seen(duty, versions).items() if day}
    documents = [v.document_id for v in versions if not v.is_restricted]
    last = _reviewed(duty, documents).order_by("done_at").last()
    version = next((v for v in reversed(versions) if not v.is_restricted), None)
    note = "" if last or version else _("Every document in question was looked through.")
    return Settled(max(seen.values()), last or version, note)


def _reviewed(duty, documents: Iterable[int]):
    return DocumentReview.objects.filter(
        document__in=list(documents), state="done", done_at__date__gte=duty.starts
    )


def _seen(duty, versions: "list[DocumentVersion]") -> dict[int, date | None]:
    """For each document the day it was looked through, or nothing while it was not."""
    documents = [version.document_id for version in versions]
    days: dict[int, date | None] = {}
    done = _reviewed(duty, documents).order_by("done_at").values_list("document", "done_at")
    for key, at in done:
        days[key] = localdate(at)
    on_its_way = DocumentReview.objects.open().filter(document__in=documents, occasion__in=REGULAR)
    open_ones = set(on_its_way.values_list("document", flat=True))
    for version in versions:
        key, began = version.document_id, version.in_force_from
        if key not in days:
            days[key] = began if began and began >= duty.starts else None
        if key in open_ones:
            days[key] = None
    return days


def reviews_ask(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who is asked to review a document is not asked by the duty too."""
    reviews = DocumentReview.objects.open().filter(
        document__type__code__in=types_of(duties[0]), occasion__in=REGULAR
    )
    keys = reviews.values_list("pk", flat=True)
    people = everybody(waiting(DocumentReview, keys, "documents.review"))
    return {duty.pk: people for duty in duties}


def nothing_to_review(duty) -> bool:
    """Nothing of the kind is in force."""
    return not _to_review(duty)


def reviews_say(duty, user) -> str:
    """Which documents are left, of those the reader may know of."""
    versions = _to_review(duty)
    if not versions:
        return _("Nothing of this kind is in force.")
    left = [key for key, day in _seen(duty, versions).items() if day is None]
    codes = Document.objects.visible_to(user).filter(pk__in=left).order_by("code")
    told = ", ".join(codes.values_list("code", flat=True))
    return _("Still to be reviewed: %(codes)s.") % {"codes": told} if told else ""


def reviews_at(duty) -> str:
    """The register of reviews that are open."""
    return f"{reverse('documents:reviews')}?state=open"


register(
    Opener(
        "documents.reviews",
        gettext_lazy("Reviews of documents"),
        begin_reviews,
        reviews_settled,
        reviews_at,
        reviews_ask,
        reviews_say,
        nothing_to_review,
    )
)
