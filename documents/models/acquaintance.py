"""Acquaintance beyond the first reading: newcomers, calls to read again, what was told where.

Staff know the policy, the objectives and strategies, their own part in them, and what follows
when the quality management system is not kept to (003/8.2.3; 002/5).
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.models import Todo, deed, record
from people.models import Appointment, Person

from .heads import heads_of
from .reading import Reading, stop_acquainting
from .version import DocumentVersion

ONE_DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=30)  # an appointment entered later than that is no news


class Topic(models.TextChoices):
    """What every employee is to know (003/8.2.3)."""

    POLICY = "policy", _("The quality policy")
    OBJECTIVES = "objectives", _("The objectives and strategies")
    CONTRIBUTION = "contribution", _("One’s own contribution to them")
    CONSEQUENCES = "consequences", _("What follows when the QMS is not kept to")


class Channel(models.TextChoices):
    """By which way staff are told (003/8.2.3; 004/5.5.3)."""

    SITE = "site", _("Site")
    MEETING = "meeting", _("Meeting of staff")
    COUNCIL = "council", _("Sitting of a council")
    GUIDELINE = "guideline", _("Guidelines")
    NETWORK = "network", _("Corporate network")
    MAIL = "mail", _("Corporate mail")
    OTHER = "other", _("Another way")


class ReadingCall(models.Model):
    """Some are asked to read a version in force again by a day, with what they are to know."""

    PART_OF = "version"

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="calls", verbose_name=_("version")
    )
    due = models.DateField(_("due"))
    note = models.TextField(_("note"), blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"{self.version}: {timezone.localtime(self.asked_at):%d.%m.%Y}"

    @property
    def topic_names(self) -> list:
        """The topics in words."""
        return [Topic(code).label for code in self.topics if code in Topic.values]

    @classmethod
    def make(cls, version, people, *, by, due, note="", topics=()) -> "ReadingCall":
        """Ask these people to read it again; who has not read it yet stays asked as before."""
        if due < localdate():
            raise ValidationError({"due": _("This day is over already.")})
        with deed(by=by):
            version = DocumentVersion.objects.select_for_update().get(pk=version.pk)
            if version.state != DocumentVersion.State.IN_FORCE:
                raise ValidationError(_("Only what is in force is read."))
            call = cls.objects.create(
                version=version, due=due, note=note, topics=list(topics), asked_by=by.person
            )
            rounds = {
                reading.person_id: reading
                for reading in Reading.objects.filter(version=version).order_by("round")
            }
            again = [p for p in people if p.pk not in rounds or not rounds[p.pk].is_open]
            Reading.objects.bulk_create(
                Reading(
                    version=version,
                    person=person,
                    due=due,
                    call=call,
                    round=rounds[person.pk].round + 1 if person.pk in rounds else 1,
                )
                for person in again
            )
            Todo.objects.ask(again, "documents.read", version, due=due)
            record(version, "ask_to_read_again", by=by, call=call.pk, people=len(again))
        return call


class Communication(models.Model):
    """When, by which channel and in which words staff were told of a version (003/8.2.3)."""

    PART_OF = "version"

    version = models.ForeignKey(
        DocumentVersion,
        on_delete=models.PROTECT,
        related_name="communications",
        verbose_name=_("version"),
    )
    on = models.DateField(_("date"), default=localdate)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    words = models.TextField(_("what was told, to whom"))
    told_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.version}: {self.get_channel_display()}, {self.on:%d.%m.%Y}"

    def clean(self):
        if self.on and self.on > localdate():
            raise ValidationError({"on": _("This day is still to come.")})


# Before the first day of work -----------------------------------------------------------------


def starting() -> list[Appointment]:
    """Appointments of those who begin to work here, newly or again: entered of late or to come.

    Who holds a position already, to the day before at least, begins nothing by another one.
    """
    news = Appointment.objects.filter(since__gte=localdate() - LOOKED_BACK)
    news = news.filter(person__is_external=False).exclude(person__user__is_active=False)
    found = list(
        news.exclude(until__lt=localdate())
        .select_related("person", "position__unit")
        .order_by("since", "pk")
    )
    held: dict[int, list[Appointment]] = {}
    for one in Appointment.objects.filter(person__in={a.person_id for a in found}):
        held.setdefault(one.person_id, []).append(one)
    return [a for a in found if not any(_goes_before(other, a) for other in held[a.person_id])]


def _goes_before(other: Appointment, appointment: Appointment) -> bool:
    """Whether the person held ``other`` when ``appointment`` began."""
    first = (other.since, other.pk) < (appointment.since, appointment.pk)
    return first and (other.until is None or other.until >= appointment.since - ONE_DAY)


def ask_starters() -> None:
    """Let every newcomer read before the first day what is to be read before it (002/5).

    A sweep that may run at any time; who worked here before is asked again.
    """
    versions = list(
        DocumentVersion.objects.in_force()
        .filter(document__type__read_before_start=True)
        .select_related("document")
    )
    for appointment in starting() if versions else []:
        _ask_starter(appointment, versions)
    stop_acquainting()


def _ask_starter(appointment, versions) -> None:
    person, since = appointment.person, appointment.since
    powers = set(appointment.position.powers.values_list("code", flat=True))
    open_to = [v for v in versions if not v.is_restricted or "documents.top" in powers]
    last = {
        reading.version_id: reading
        for reading in Reading.objects.filter(version__in=open_to, person=person).order_by("round")
    }
    left = _left_before(appointment)
    asked = []
    with deed(by=SYSTEM):
        for version in open_to:
            if since < localdate() and version.in_force_from > since:
                continue  # it came later: everybody reads it in the usual days
            reading = last.get(version.pk)
            if reading is None:
                Reading.objects.create(version=version, person=person, due=since, start_on=since)
            elif reading.is_open and reading.start_on != since:
                Reading.objects.filter(pk=reading.pk).update(due=since, start_on=since)
                waiting = Todo.objects.waiting().about(version).filter(person=person)
                waiting.filter(kind="documents.read").update(due=since)
            elif not reading.is_open and left and _settled_on(reading) <= left:
                Reading.objects.create(
                    version=version,
                    person=person,
                    due=since,
                    start_on=since,
                    round=reading.round + 1,
                )
            else:
                continue
            Todo.objects.ask([person], "documents.read", version, due=since)
            asked.append(version.pk)
        if asked:
            heads = heads_of(appointment)
            Todo.objects.ask(heads, "documents.acquaint", person, due=since)
            record(person, "ask_before_start", by=SYSTEM, versions=asked, post=appointment.pk)


def _left_before(appointment):
    """The last day of work before this appointment, of who worked here before."""
    before = appointment.person.appointments.filter(until__lt=appointment.since)
    return before.aggregate(last=models.Max("until"))["last"]


def _settled_on(reading):
    return timezone.localdate(reading.read_at or reading.waived_at)
