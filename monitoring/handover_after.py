"""What after the scoring passes from a leaver: objections to be heard; the own result does not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Todo, record
from monitoring.models import Appeal
from monitoring.models.appeal import TO_HEAR
from monitoring.models.campaign_deeds import ACQUAINT
from people.handover import Work, keep_own, register


def to_hear(person):
    """Objections that this person is to hear."""
    rows = Appeal.objects.filter(state=Appeal.State.HEARING, panel=person)
    return rows.select_related("participant__campaign")


def pass_hearings(person, to, by) -> None:
    """Somebody else hears them, but nobody who scored, and not whose result it is."""
    for one in to_hear(person):
        if to.pk in one.barred():
            raise ValidationError(_("Those who scored, and whose result it is, cannot hear it."))
        people = set(one.panel.all()) - {person} | {to}
        one._change_reason = "take_over"
        one.revision += 1
        one.save()
        one.panel.set(people)
        Todo.objects.about(one).filter(kind=TO_HEAR, person=person).done()
        Todo.objects.ask(people, TO_HEAR, one, due=one.due)
        record(one, "take_over", by=by, to=to.pk, before=person.pk)


keep_own(ACQUAINT, TO_HEAR)
register(
    Work(
        "monitoring.appeals",
        gettext_lazy("Objections to be heard"),
        to_hear,
        pass_hearings,
        str,
    )
)
