"""What document control holds about a person, and why a name on a paper must stay (004/7.3.6)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.personal import Holding, collects, keeps
from documents.models import (
    ChangeRequest,
    DocumentReview,
    DocumentVersion,
    InspectionAccess,
    Reading,
    SheetLine,
    Signature,
    Withdrawal,
)
from documents.signables import models
from people.models import GuestVisit


@collects
def papers(person) -> list[Holding]:
    """What this person wrote, signed, decided and read."""
    versions = DocumentVersion.objects.filter(author=person).select_related("document")
    signatures = Signature.objects.filter(person=person)
    readings = Reading.objects.filter(person=person).select_related("version__document")
    return [
        Holding(
            _("Written"),
            [_("Document"), _("State")],
            [[version.headline, version.get_state_display()] for version in versions],
        ),
        Holding(
            _("Signed"),
            [_("When"), _("Meaning"), _("Name"), _("Position"), _("Digest of what is signed")],
            [
                [
                    date_and_time(signature.signed_at),
                    signature.get_meaning_display(),
                    signature.name,
                    str(signature.position_name),
                    signature.manifest_hash,
                ]
                for signature in signatures
            ],
        ),
        Holding(
            _("Read"),
            [_("Document"), _("Due"), _("Read")],
            [
                [
                    reading.version.headline,
                    numeric(reading.due) if reading.due else "",
                    date_and_time(reading.read_at) if reading.read_at else "",
                ]
                for reading in readings
            ],
        ),
        Holding(
            _("Asked to change"),
            [_("Document"), _("What is to change"), _("State")],
            [
                [asked.document.code, asked.what, asked.get_state_display()]
                for asked in ChangeRequest.objects.filter(asked_by=person).select_related(
                    "document"
                )
            ],
        ),
        Holding(
            _("Reviewed"),
            [_("Document"), _("Verdict"), _("What was found")],
            [
                [str(review.version), review.get_verdict_display(), review.note]
                for review in DocumentReview.objects.filter(done_by=person).select_related(
                    "version__document"
                )
            ],
        ),
        Holding(
            _("Inspected here"),
            [_("Inspection"), _("Given"), _("Until")],
            [
                [access.inspection.who, date_and_time(access.given_at), date_and_time(access.until)]
                for access in InspectionAccess.objects.filter(user__person=person).select_related(
                    "inspection", "user"
                )
            ],
        ),
        Holding(
            _("Opened as an inspector"),
            [_("When"), _("What was opened")],
            [
                [date_and_time(visit.at), visit.title or visit.path]
                for visit in GuestVisit.objects.filter(user__person=person)
            ],
        ),
        Holding(
            _("Withdrawn by order"),
            [_("Document"), _("Order")],
            [
                [str(one.version), str(one)]
                for one in Withdrawal.objects.filter(person=person).select_related(
                    "version__document"
                )
            ],
        ),
    ]


@keeps
def papers_name(person) -> str:
    """A signed paper keeps the name of who wrote, signed or decided it."""
    decided = SheetLine.objects.filter(decided_by=person) | SheetLine.objects.filter(person=person)
    wrote = any(model._default_manager.filter(author=person).exists() for model in models())
    signed_out = Withdrawal.objects.filter(person=person).exists()
    asked = ChangeRequest.objects.filter(Q(asked_by=person) | Q(decided_by=person)).exists()
    reviewed = DocumentReview.objects.filter(done_by=person).exists()
    if signed_out or asked or reviewed:
        return _("Papers that are kept name this person.")
    if decided.exists() or wrote:
        return _("Papers that are kept name this person.")
    return ""


@keeps
def inspectors_name(person) -> str:
    """Who inspected, let somebody in or entered an inspection is named by it."""
    named = InspectionAccess.objects.filter(
        Q(user__person=person) | Q(given_by=person) | Q(inspection__made_by=person)
    )
    return _("Inspections that are kept name this person.") if named.exists() else ""
