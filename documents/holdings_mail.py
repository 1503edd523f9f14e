"""What correspondence holds about a person, and why a name may have to stay (RI-05)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.personal import Holding, collects, keeps
from documents.models import Assignment, Correspondence, HeldPaper, Resolution


def _letters(person):
    return Correspondence.objects.filter(
        Q(person=person) | Q(author=person) | Q(registered_by=person)
    )


def _papers(person):
    return HeldPaper.objects.filter(
        Q(person=person) | Q(keeper=person) | Q(received_by=person) | Q(returned_by=person)
    )


@collects
def letters(person) -> list[Holding]:
    """Letters from and to this person, or written by them; what they carried out and kept."""
    assignments = Assignment.objects.for_list().filter(executor=person)
    resolutions = Resolution.objects.filter(by=person).select_related("letter")
    return [
        Holding(
            _("Correspondence"),
            [_("Number"), _("Date"), _("Subject"), _("State")],
            [
                [
                    f"{one.get_direction_display()} {one.number}",
                    numeric(one.registered_on) if one.registered_on else "",
                    one.subject,
                    one.get_state_display(),
                ]
                for one in _letters(person)
            ],
        ),
        Holding(
            _("Resolutions written"),
            [_("When"), _("Letter"), _("Resolution")],
            [[date_and_time(one.given_at), str(one.letter), one.text] for one in resolutions],
        ),
        Holding(
            _("Resolutions carried out"),
            [_("Letter"), _("Due"), _("Done"), _("What was done")],
            [
                [
                    str(one.letter),
                    numeric(one.due) if one.due else "",
                    numeric(one.done_on) if one.done_on else "",
                    one.report_text,
                ]
                for one in assignments
            ],
        ),
        Holding(
            _("Papers of others"),
            [_("No."), _("Name of the paper"), _("Received on"), _("Returned on"), _("State")],
            [
                [
                    one.number,
                    one.item,
                    numeric(one.received_on),
                    numeric(one.returned_on) if one.returned_on else "",
                    one.get_state_display(),
                ]
                for one in _papers(person)
            ],
        ),
    ]


@keeps
def names_in_mail(person) -> str:
    """A registered letter and an act keep the names that they bear."""
    written = Resolution.objects.filter(Q(by=person) | Q(controller=person)).exists()
    carried = Assignment.objects.filter(executor=person).exists()
    if written or carried or _letters(person).exists() or _papers(person).exists():
        return _("Letters and acts that are kept name this person.")
    return ""
