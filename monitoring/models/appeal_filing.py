"""Filing an objection to one's own result, in the days the kind gives for it (peers 18)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models import JournalEntry, Todo, deed, record
from common.text import has_words
from common.working_days import after_working_days
from people.models import Person

from .appeal import TO_NAME, Appeal
from .campaign import Campaign
from .participant import Participant

HEARING_DAYS = 10  # working days in which a panel decides


def told_on(campaign: Campaign) -> date | None:
    """The day on which the results were announced."""
    if not campaign.is_told:
        return None
    entries = JournalEntry.objects.about(campaign).filter(deed__in=["announce", "close"])
    first = entries.filter(deed="announce").order_by("-number").first()
    entry = first or entries.order_by("number").first()
    return localdate(entry.at) if entry else None


def last_day(campaign: Campaign) -> date | None:
    """The last day on which an objection is filed; nothing before the results are told."""
    told = told_on(campaign)
    return after_working_days(told, campaign.kind.appeal_days) if told else None


def file_appeal(participant: Participant, *, by, text: str) -> Appeal:
    """An employee objects to the own result; the director is asked to name who hears it."""
    with deed(by=by):
        held = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if not by.has_perm("monitoring.file_appeal", held):
            raise PermissionDenied
        until = last_day(held.campaign)
        if until is None or localdate() > until:
            raise ValidationError(
                _("Objections were filed until %(date)s.") % {"date": numeric(until)}
                if until
                else _("The results are not told yet.")
            )
        if held.appeals.filter(state__in=Appeal.UNDECIDED).exists():
            raise ValidationError(_("Your objection is being heard already."))
        if not has_words(text):
            raise ValidationError({"text": _("Say with what you do not agree, and why.")})
        made = Appeal(participant=held, text=text)
        made.due = after_working_days(localdate(), HEARING_DAYS)
        made._change_reason = "file_appeal"
        made.save()
        record(made, "create", by=by)
        directors = Person.objects.holding("documents.approve", own=True)
        Todo.objects.ask(directors, TO_NAME, made, due=made.due)
    return made
