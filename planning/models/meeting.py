"""Meetings: planned, held, written down, signed (agency 4.22; 004/5.2, 5.5.3, 5.6)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.dates import numeric
from common.models import Attachment, Searched
from common.models.searched import SearchedQuerySet
from common.text import fold
from documents.models import Signable
from documents.models.signable import SignableQuerySet
from people.models import Person

from .meeting_deeds import MeetingDeeds
from .meeting_kind import MeetingKind
from .meeting_steps import NEVER, STEPS, WRITTEN, State
from .protocol import Protocol

OVERSEE = {"planning.oversee", "planning.manage", "documents.record_decisions"}


class MeetingQuerySet(SignableQuerySet, SearchedQuerySet):
    def visible_to(self, user):
        """Open kinds every employee reads; the others who sits in them, who was there, who is
        asked to sign, and who oversees the year or keeps minutes. A guest sees no minutes before
        they are signed.
        """
        if user.is_guest:
            return self._shown(user)
        if self.are_all_open_to(user):
            return self
        own = Q(pk__in=self._own(user))
        return self.filter(Q(kind__is_open=True) | own if user.is_employee else own)

    def told_to(self, user):
        """Those of which this reader also learns what was said and decided: a guest of the signed
        alone, for what was typed stays on a meeting that was moved or cancelled.
        """
        rows = self.visible_to(user)
        return rows.signed() if user.is_guest else rows

    def are_all_open_to(self, user) -> bool:
        """Who oversees the year or keeps minutes reads them all."""
        return user.is_employee and bool(user.powers & OVERSEE)

    def _shown(self, guest):
        """What an inspection shows: open kinds, and the others where the director says so."""
        if not guest.is_employee or not guest.may_look_at(self.model):
            return self.none()
        rows = self.filter(state__in=[State.PLANNED, State.APPROVED, State.CANCELLED])
        return rows if "documents.top" in guest.powers else rows.filter(kind__is_open=True)

    def _own(self, user):
        """Those that this user takes part in, or is asked to sign."""
        people = [user.person_id, *user.stands_in_for]
        sits = MeetingKind.objects.with_member(user).values("pk")
        own = (
            Q(chair__in=people)
            | Q(secretary__in=people)
            | Q(attendance__person__in=people)
            | Q(state__in=[State.PLANNED, State.OPEN], kind__in=sits)
            | Q(pk__in=self.asked_ids(user))
        )
        return self.model._base_manager.filter(own).values("pk")

    def of(self, user):
        """Those that one sits in, was at, chairs or writes down."""
        return self.filter(pk__in=self._own(user))

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("kind__body", "chair", "secretary")

    def search(self, words: str):
        """By number, project, place, and by what stood on the agenda."""
        found = self
        for word in fold(words).split():
            items = self.model._base_manager.filter(items__folded__holds=word)
            found = found.filter(Q(folded__holds=word) | Q(pk__in=items.values("pk")))
        return found

    def planned(self):
        """Those that are still to come."""
        return self.filter(state=State.PLANNED)

    def signed(self):
        """Those whose minutes are signed."""
        return self.filter(state=State.APPROVED)

    def of_same(self, meeting):
        """All of the same kind and of the same project."""
        return self.filter(kind=meeting.kind_id, project=meeting.project)


class Meeting(Protocol, MeetingDeeds, Searched, Signable):
    """One meeting: who is asked, who came, what was on the agenda, what was decided.

    Its minutes are a paper that the secretary and the chair sign, or all who sat; from then on
    nothing of it changes (004/5.5.3; domain 2.7).
    """

    SEARCHED = ["number", "project", "place"]
    SORTED = "project"

    State = State
    STEPS = STEPS

    class Form(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In person and online")

    kind = models.ForeignKey(
        MeetingKind,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=pgettext_lazy("meeting", "kind"),
    )
    project = models.CharField(_("project"), max_length=200, blank=True)
    day = models.DateField(_("date"), db_index=True)
    starts = models.TimeField(_("begins at"), null=True, blank=True)
    ends = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place or address of the call"), max_length=300, blank=True)
    form = models.CharField(
        pgettext_lazy("meeting", "form"), max_length=10, choices=Form, default=Form.IN_PERSON
    )
    chair = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("meeting", "chair"),
    )
    secretary = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("meeting", "secretary"),
    )
    register = models.CharField(_("register"), max_length=60, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("of the year"), default=0, editable=False)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    terms = models.JSONField(_("rules of the meeting"), default=dict, editable=False)
    invited_at = models.DateTimeField(_("invitations sent"), null=True, editable=False)
    lacks_quorum = models.BooleanField(
        _("not held for lack of a quorum"), default=False, editable=False
    )
    reason = models.CharField(_("why"), max_length=500, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(
        excluded_fields=["folded", "sorted_as"],
        history_change_reason_field=models.TextField(null=True),
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-starts", "-pk"]
        constraints = NEVER

    def save(self, *args, **kwargs):
        self.year = self.day.year
        super().save(*args, **kwargs)

    def __str__(self):
        number = f" № {self.number}" if self.number else ""
        return f"{self.title},{number} {numeric(self.day)}"

    def get_absolute_url(self):
        return reverse("planning:meeting", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def is_restricted(self) -> bool:
        """Whether it is read only by who sits in it and who oversees the year."""
        return not self.kind.is_open

    @property
    def is_written(self) -> bool:
        """Whether the minutes may still be written."""
        return self.state in WRITTEN

    def tells(self, user) -> bool:
        """Whether this reader, to whom it is open, also learns what was said and decided."""
        return self.state == State.APPROVED or not user.is_guest

    @property
    def title(self) -> str:
        """What it is called, without its number and day."""
        return f"{self.kind} «{self.project}»" if self.project else str(self.kind)

    @property
    def has_passed(self) -> bool:
        """Whether its day is over: what is planned for it was held, and is entered afterwards."""
        return self.day < localdate()

    @property
    def is_to_come(self) -> bool:
        """Whether its day has not come yet: nobody sits down for it today."""
        return self.state == State.PLANNED and self.day > localdate()

    def ends_now(self):
        """The hour, if people may rise from it now: it is its day, and it has begun. Minutes that
        are entered later say the true hour, or none.
        """
        now = localtime().replace(second=0, microsecond=0)
        begun = self.starts is None or self.starts <= now.time()
        return now.time() if self.day == now.date() and begun else None

    # Rules of the meeting: of the kind while it is planned, kept with it once it was opened ----

    def rule(self, name: str):
        """A rule of its kind as it was when the meeting was opened."""
        return self.terms.get(name, getattr(self.kind, name))

    @property
    def voting(self) -> str:
        """Whether and how it votes."""
        return self.rule("voting")
