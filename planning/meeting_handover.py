"""What of meetings passes from a leaver: open decisions, and the meetings they were to keep."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.models import record
from people.handover import Work, keep_own, register
from people.models import Person
from planning.models import Decision, Meeting
from planning.models.meeting_deeds import ATTEND


def decisions(person):
    """Decisions that this person answers for and that are not done yet."""
    return Decision.objects.of(person).to_do().select_related("item__meeting__kind")


def who_left(decisions, reader) -> dict:
    """Who answers for decisions that are still to be done and works here no more: until their work
    is handed over, nobody does their part; and whether this reader may hand it over.
    """
    people = {who for one in decisions if one.state == "open" for who in one.responsible.all()}
    here = Person.objects.employees().filter(pk__in=[who.pk for who in people])
    gone = sorted(people - set(here) if people else (), key=lambda who: who.sorted_as)
    if not gone:
        return {}
    return {
        "names": ", ".join(who.short_name for who in gone),
        "may_hand_over": reader.has_perm("people.hand_over_person", gone[0]),
    }


def pass_decisions(person, to, by) -> None:
    """Somebody else answers for them; the words of the minutes stay."""
    for one in decisions(person):
        people = [to if answers == person else answers for answers in one.responsible.all()]
        one._change_reason = "take_over"
        one.revision += 1
        one.save()
        one.responsible.set(people)
        record(one, "take_over", by=by, to=to.pk, before=person.pk)


def meetings(person):
    """Meetings to come, or being held, that this person chairs or writes down."""
    unsigned = Meeting.objects.filter(state__in=["planned", "open", "held"])
    return unsigned.filter(Q(chair=person) | Q(secretary=person)).select_related("kind")


def pass_meetings(person, to, by) -> None:
    """Somebody else chairs them, or keeps the minutes."""
    for one in meetings(person):
        if one.chair_id == person.pk:
            one.chair = to
        if one.secretary_id == person.pk:
            one.secretary = one.author = to
        one._change_reason = "take_over"
        one.revision += 1
        one.save()
        record(one, "take_over", by=by, to=to.pk, before=person.pk)


register(
    Work(
        "planning.decisions",
        gettext_lazy("Decisions to be done"),
        decisions,
        pass_decisions,
        lambda one: f"{one.item.meeting}: {one}",
    )
)
register(
    Work("planning.meetings", gettext_lazy("Meetings in their care"), meetings, pass_meetings, str)
)
keep_own(ATTEND)
