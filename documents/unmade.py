"""Which approved papers were not made yet, in one of their languages (004/7.3.6)."""

from datetime import timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from common.models import Attachment
from documents.models import DocumentVersion, VersionText
from documents.models.ending import ENDED
from documents.models.text import COUNTS
from documents.pdf import PAPER
from documents.signables import Paper, papers

AT_A_TIME = 200  # of one kind; what is left waits for the next tick
LOOKED_AFTER = timedelta(days=30)  # in which a paper that fails in one language is tried again


def papers_to_make() -> list:
    """The approved that lack a paper in one of their languages."""
    return [
        subject
        for paper in papers()
        for subject in (_versions_to_make() if paper.model is DocumentVersion else _lacking(paper))
    ]


def _lacking(paper: Paper) -> list:
    """Those with no paper at all, and of the newer ones those that lack a language."""
    kind = ContentType.objects.get_for_model(paper.model)
    kept = Attachment.objects.filter(content_type=kind, kind=PAPER)
    newer = Q(approved_at__gte=timezone.now() - LOOKED_AFTER)
    bare = ~Exists(kept.filter(object_id=OuterRef("pk")))
    rows = paper.rows(paper.model._default_manager.filter(newer | bare, approved_at__isnull=False))
    approved = [*rows.exclude(state__in=ENDED).order_by("-approved_at")]
    keys = [subject.pk for subject in approved]
    made = set(kept.filter(object_id__in=keys).values_list("object_id", "language"))
    lacking = (
        subject
        for subject in approved
        if any((subject.pk, language) not in made for language in paper.languages(subject))
    )
    return [*islice(lacking, AT_A_TIME)]


def _versions_to_make() -> list[DocumentVersion]:
    kept = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(DocumentVersion),
        object_id=OuterRef("version"),
        kind=PAPER,
        language=OuterRef("language"),
    )
    texts = VersionText.objects.filter(
        COUNTS,
        ~Exists(kept),
        version__state__in=["approved", "in_force"],
        version__approved_at__isnull=False,  # what comes from outside is registered, not approved
    )
    versions = DocumentVersion.objects.filter(pk__in=texts.values("version"))
    newest = versions.select_related("document__type", "document__basis").order_by("-approved_at")
    return [*newest.prefetch_related("texts")[:AT_A_TIME]]
