"""What is done with a meeting: called, opened, held, moved, cancelled (agency 4.22; domain 2.7)."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from common.models import Todo, deed, record
from common.models.translated import TranslatedText
from common.numbering import next_number

from .meeting_quorum import QuorumDeeds

PREPARE = "planning.meeting_prepare"
ATTEND = "planning.meeting_attend"
MINUTES = "planning.meeting_minutes"
TODOS = (PREPARE, ATTEND, MINUTES)

FAR = timedelta(days=732)
RULES = ("quorum", "quorum_number", "voting", "form", "signing")
FOLLOW_UP = TranslatedText(
    ky="Мурунку чечимдердин аткарылышы жөнүндө",
    ru="Об исполнении ранее принятых решений",
    en="On the execution of earlier decisions",
)


class MeetingDeeds(QuorumDeeds):
    """Deeds of a meeting, each in one transaction with its journal row."""

    invited_at: Any

    # Before it --------------------------------------------------------------------------------

    @classmethod
    def plan(cls: Any, *, by, author=None, **fields) -> Any:
        """A meeting is planned, with the standing items of its kind on the agenda."""
        with deed(by=by):
            one = cls(author=author or by.person, **fields)
            one.begin()
            record(one, "plan_meeting", by=by, day=one.day.isoformat())
        return one

    def begin(self: Any) -> None:
        """Save it with who chairs and writes by its kind, and with the standing items."""
        kind = self.kind
        self.chair = self.chair or kind.holder(kind.chair, self.day)
        self.secretary = self.secretary or kind.holder(kind.secretary, self.day)
        self.author = self.secretary or self.author
        self._change_reason = "plan_meeting"
        self.save()
        self._put_standing()
        self.ask_secretary()

    def _put_standing(self: Any) -> None:
        """The items that every meeting of the kind has (004/5.5.3: three of the general one)."""
        for order, item in enumerate(self.kind.standing, 1):
            self.items.create(
                order=order,
                title=TranslatedText(item["title"]),
                tag=item.get("tag", ""),
                is_standing=True,
            )

    def ask_secretary(self: Any) -> None:
        people = {one for one in (self.secretary or self.chair,) if one}
        Todo.objects.about(self).filter(kind=PREPARE).exclude(person__in=people).done()
        Todo.objects.about(self).waiting().filter(kind__in=(PREPARE, ATTEND)).update(due=self.day)
        if self.invited_at is None:
            Todo.objects.ask(people, PREPARE, self, due=self.day)

    def ask_minutes(self: Any) -> None:
        """Whoever keeps the minutes finishes them."""
        Todo.objects.about(self).filter(kind=MINUTES).exclude(person=self.secretary).done()
        Todo.objects.ask([self.secretary], MINUTES, self)

    def invitees(self: Any) -> list:
        """Who is asked to come: the members on the day, and the persons invited besides."""
        found = {one.pk: one for one in self.kind.members(self.day)}
        for row in self.attendance.filter(person__isnull=False).select_related("person"):
            found[row.person_id] = row.person
        for one in (self.chair, self.secretary):
            if one:
                found[one.pk] = one
        return sorted(found.values(), key=lambda one: one.sorted_as)

    def invite(self: Any, *, by) -> None:
        """Send the agenda to those who are asked to come; sent again, it says what changed."""
        with deed(by=by):
            self._lock(by, "planning.change_meeting", self.State.PLANNED)
            if self.has_passed:
                raise ValidationError(gettext("Its day has passed: nobody is asked to come."))
            if not self.items.exists():
                raise ValidationError(gettext("There is nothing on the agenda yet."))
            people = self.invitees()
            if not people:
                raise ValidationError(gettext("Nobody is asked to come yet: say who sits in it."))
            again = self.invited_at is not None
            self.invited_at = timezone.now()
            self._save("invite")
            record(self, "invite_again" if again else "invite", by=by, count=len(people))
            Todo.objects.about(self).filter(kind=PREPARE).done()
            Todo.objects.about(self).filter(kind=ATTEND).exclude(person__in=people).done()
            Todo.objects.ask(people, ATTEND, self, due=self.day)

    def move(self: Any, *, by, day, reason: str, starts=None, place=None):
        """Another day, and why; who was asked to come is told."""
        with self.step("move", by=by) as step:
            if day < localdate():
                raise ValidationError({"day": gettext("The new day cannot lie in the past.")})
            self._check_nothing_decided()
            step.details |= {"before": self.day.isoformat(), "day": day.isoformat()}
            step.reason = self.reason = reason
            self.day, self.starts = day, starts or self.starts
            self.place = place if place is not None else self.place
            self.terms = {}
            for row in self.attendance.exclude(presence="", left_at=None):
                row.presence, row.reason, row.left_at = "", "", None
                row.save()
            self.ask_secretary()

    def go_along(self: Any, *, by, day, reason: str) -> None:
        """Its duty has another day: whoever may move that moves the planned meeting with it; why is
        what that person said, nothing where the calendar moved it.
        """
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state != self.State.PLANNED:
                return
            before, self.day = self.day, day
            self.reason = reason[: self._meta.get_field("reason").max_length]
            self._save(reason or "go_along")
            record(self, "go_along", by=by, before=before.isoformat(), day=day.isoformat())
            self.ask_secretary()

    def cancel(self: Any, *, by, reason: str):
        """It is not held: why; who was asked to come is told."""
        with self.step("cancel", by=by) as step:
            self._check_nothing_decided()
            self.reason = step.reason = reason
            Todo.objects.about(self).filter(kind__in=TODOS).done()

    def _check_nothing_decided(self: Any) -> None:
        if any(item.decisions.exists() for item in self.items.all()):
            raise ValidationError(
                gettext("Decisions were written already: end the meeting instead.")
            )

    # While it is held -------------------------------------------------------------------------

    def open(self: Any, *, by):
        """People sit down: members are written down as they are today, earlier decisions are put
        first on the agenda, and the rules of the kind are kept with the meeting.
        """
        with self.step("open", by=by):
            if self.chair is None or self.secretary is None:
                raise ValidationError(gettext("Say first who chairs and who keeps the minutes."))
            if self.day > localdate():
                raise ValidationError(gettext("Its day has not come yet: move it first."))
            self.terms = {name: getattr(self.kind, name) for name in RULES}
            if self.starts is None and self.day == localdate():  # not of minutes entered later
                self.starts = localtime().time().replace(second=0, microsecond=0)
            self._write_down_members()
            self._follow_up()
            Todo.objects.about(self).filter(kind__in=TODOS).done()

    def _write_down_members(self: Any) -> None:
        held = {row.person_id: row for row in self.attendance.all()}
        for person in self.kind.members(self.day):
            row = held.get(person.pk) or self.attendance.model(meeting=self, person=person)
            post = person.appointment(self.day)
            row.role = "member"
            row.position_name = dict(post.position.name) if post else {}
            row._change_reason = "open"
            row.save()

    def _follow_up(self: Any) -> None:
        """Open decisions of earlier meetings of the same kind come first (peers, opening 10)."""
        from .decision import Decision  # noqa: PLC0415 -- decisions know meetings

        earlier = list(Decision.objects.earlier_than(self))
        if not earlier:
            return
        item = self.follow_up()
        if item is None:
            self._make_room(1)
            item = self.items.create(
                order=1, title=FOLLOW_UP, is_standing=True, follows_up=True, tag=""
            )
        for decision in earlier:
            item.follow_ups.get_or_create(decision=decision, defaults={"state": decision.state})

    def follow_up(self: Any) -> Any:
        """The item for earlier decisions, once it was opened; it stays when it is moved."""
        return self.items.filter(follows_up=True).first()

    def _make_room(self: Any, order: int) -> None:
        for item in self.items.filter(order__gte=order):
            item.order += 1
            item.save()

    def lock_written(self: Any, by) -> Any:
        """The minutes, locked for one who keeps them; refused once they went to be signed."""
        self._lock(by, "planning.keep_meeting", *self._written())
        return self

    def lock_agenda(self: Any, by) -> Any:
        """The agenda, locked for one who may change it: before the meeting and while it is held."""
        may = "planning.change_meeting" if self.state == "planned" else "planning.keep_meeting"
        self._lock(by, may, self.State.PLANNED, self.State.OPEN)
        return self

    def _written(self: Any) -> tuple:
        return (self.State.OPEN, self.State.HELD)

    def _lock(self: Any, by, permission: str, *states) -> None:
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
        if not by.has_perm(permission, self):
            raise PermissionDenied
        if self.state not in states:
            words = gettext("The meeting is now “%(state)s”: nothing can be changed in it.")
            raise ValidationError(words % {"state": self.get_state_display()})

    def _save(self: Any, reason: str) -> None:
        self._change_reason = reason
        self.revision += 1
        self.save()

    def end(self: Any, *, by, ends=None, lacks_quorum: bool = False):
        """People rise: the minutes get their number, gap-free in the register of the body."""
        with self.step("end", by=by) as move:
            if not self.attendance.present().exists():
                raise ValidationError(gettext("Note first who is present."))
            quorum = self.quorum()
            if lacks_quorum and quorum.is_there:
                raise ValidationError(gettext("There is a quorum: the meeting can be held."))
            if not quorum.is_there and not lacks_quorum:
                raise ValidationError(
                    gettext("There is no quorum: note that it was not held, or move it.")
                )
            self.lacks_quorum = lacks_quorum
            self.check_ready()
            self.ends = ends or self.ends_now()
            self.register = self.kind.register
            self.number = next_number(f"minutes:{self.register}", self.kind.mask, self.day)
            Todo.objects.about(self).filter(kind__in=TODOS).done()
            self.ask_minutes()
            move.details |= {"number": self.number}

    def _check_items(self: Any) -> None:
        """Every item of a held meeting was considered or taken off, and every vote adds up; under
        those of one that was not held nothing was voted or decided.
        """
        for item in self.items.all():
            if not item.outcome and not self.lacks_quorum:
                words = gettext("Item %(order)s was neither considered nor taken off the agenda.")
                raise ValidationError(words % {"order": item.order})
            try:
                item.check_votes()
            except ValidationError as error:
                raise ValidationError(f"{item} – {' '.join(error.messages)}") from error
        self.check_decided()

    # Signing ----------------------------------------------------------------------------------

    def check_ready(self: Any) -> None:
        """Nothing is signed before every item has its result and every vote adds up."""
        self.check_led()
        self._check_items()
