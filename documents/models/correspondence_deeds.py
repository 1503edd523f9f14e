"""What is done with a letter that comes: numbered, registered, resolved, closed (RI-05)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Attachment, Todo, deed
from common.numbering import next_number, note_number
from common.working_days import after_working_days
from people.models import Organisation, Person

from .correspondence_steps import State
from .signable import Signable

RESOLVE = "documents.resolve_mail"
CLOSE = "documents.close_mail"
DISPATCH = "documents.dispatch_mail"


def mail_mask(direction: str) -> str:
    """How this organisation numbers the letters of one direction."""
    return Organisation.current().numbering.get(direction, {}).get("pattern", "{n}")


def mail_number(direction: str, number: str, on: date) -> str:
    """The number that was given on paper, or the next of the direction and the year."""
    if number := number.strip():
        note_number(f"mail.{direction}", mail_mask(direction), number, on)
        return number
    return next_number(f"mail.{direction}", mail_mask(direction), on)


class Twice(ValidationError):
    """The same letter is registered already; ``letter`` is the first one."""

    def __init__(self, letter):
        self.letter = letter
        super().__init__(
            _("This letter is registered already: No. %(number)s of %(date)s."),
            params={"number": letter.number, "date": f"{letter.registered_on:%d.%m.%Y}"},
        )


class MailDeeds(Signable):
    """The deeds of letters that come or stay within; whom a letter waits for."""

    objects: Any
    resolutions: Any
    addressee: Any
    kind: Any
    direction: Any
    number: Any
    year: Any
    registered_on: Any
    registered_by: Any
    due: Any
    their_number: Any
    their_date: Any
    closed_on: Any
    outcome: Any

    class Meta:
        abstract = True

    # Numbers -------------------------------------------------------------------------------

    def take_number(self, number: str, on: date) -> str:
        """The next of its own sequence, or the one that the paper bears; each once a year."""
        if on > localdate():
            raise ValidationError({"registered_on": _("The day cannot lie in the future.")})
        if on.year < localdate().year and not number.strip():
            words = _("A letter of an earlier year keeps the number that it has on paper.")
            raise ValidationError({"number": words})
        self.number = mail_number(self.direction, number, on)
        self.registered_on, self.year = on, on.year
        taken = type(self).objects.filter(
            direction=self.direction, year=self.year, number=self.number
        )
        if taken.exclude(pk=self.pk).exists():
            words = _("No. %(number)s is given already in %(year)s.")
            values = {"number": self.number, "year": self.year}
            raise ValidationError({"number": ValidationError(words, params=values)})
        return self.number

    # Incoming and internal -----------------------------------------------------------------

    def register(self, *, by, number="", registered_on=None, anyway=False):
        """Give it its number and lay it before its addressee (RI-05).

        ``anyway``: the clerk has seen that the same letter is registered, and this is another.
        """
        with self.step("register", by=by) as move:
            self.take_number(number, registered_on or localdate())
            move.details |= {"number": self.number, "date": self.registered_on.isoformat()}
            # Asked after the number was taken: two clerks at once wait there for each other.
            if not anyway and (same := self._registered_before()):
                raise Twice(same)
            if not Person.objects.in_position(self.addressee).exists():
                words = _("Nobody holds this position today: choose another addressee.")
                raise ValidationError({"addressee": words})
            self.registered_by = by.person
            if self.due is None and self.kind and self.kind.days:
                self.due = after_working_days(self.registered_on, self.kind.days)
            self.ask_as(State.REGISTERED)

    def _registered_before(self):
        """The first letter of the same correspondent with the same number and date."""
        if self.direction != "incoming" or not (self.their_number and self.their_date):
            return None
        return type(self).objects.same_as(self).order_by("registered_on", "pk").first()

    def resolve(self, *, by, text, executors, due=None, controller=None, seen=None):
        """The addressee says what is to be done, by whom, by when (RI-05).

        ``seen``: how many resolutions stood there when this one was begun.
        """
        from .resolution import Resolution  # noqa: PLC0415 -- resolutions know letters

        with deed(by=by):
            with self.step("resolve", by=by) as move:
                if seen is not None and seen != self.resolutions.count():
                    raise ValidationError(
                        _("A resolution was written in the meantime: look at it first.")
                    )
                given = Resolution.objects.write(
                    self, by=by, text=text, executors=executors, due=due, controller=controller
                )
                if given.due and (self.due is None or not self.resolutions.exclude(pk=given.pk)):
                    self.due = given.due
                move.details |= {
                    "resolution": given.pk,
                    "people": [one.pk for one in executors],
                }
            self.ask_as(State.IN_WORK)

    def take_note(self, *, by, outcome=""):
        """Nothing is to be done: it is read and goes into its case."""
        with self.step("take_note", by=by):
            self.closed_on, self.outcome = localdate(), outcome
            self.ask_as(State.CLOSED)

    def close(self, *, by, outcome=""):
        """Whoever controls it has seen that all is done (RI-05)."""
        with self.step("close", by=by):
            if left := self.open_assignments():
                names = ", ".join(one.executor.short_name for one in left)
                raise ValidationError(
                    _("Not carried out yet by: %(names)s."), params={"names": names}
                )
            self.closed_on, self.outcome = localdate(), outcome
            self.ask_as(State.CLOSED)

    def reopen(self, *, by, outcome=""):
        """It was closed too early: it is under control again."""
        with self.step("reopen", by=by) as move:
            if not self.resolutions.exists():
                move.target = State.REGISTERED
            self.closed_on, self.outcome = None, outcome
            self.ask_as(move.target)

    def open_assignments(self) -> list:
        """What of its resolutions is not done yet."""
        from .resolution import Assignment  # noqa: PLC0415 -- assignments know letters

        return list(Assignment.objects.open().filter(resolution__letter=self.pk))

    def attach(self, file, *, by, kind="attachment") -> Attachment:
        """Hang a file on it: a name and its bytes, kept as they came."""
        name, blob = file
        return Attachment.objects.create(owner=self, blob=blob, name=name, kind=kind, added_by=by)

    # Whom it waits for -----------------------------------------------------------------------

    def _ask(self) -> None:
        super()._ask()
        self.ask_as(self.state)

    def ask_as(self, state: str) -> None:
        """Let it wait for those of its state: the addressee, the controllers, the office."""
        asked: dict[str, list[Person]] = {RESOLVE: [], CLOSE: [], DISPATCH: []}
        if state == State.REGISTERED:
            asked[RESOLVE] = list(Person.objects.in_position(self.addressee))
        elif state == State.IN_WORK and not self.open_assignments():
            asked[CLOSE] = [one.controller for one in self.resolutions.all() if one.controller]
        elif state == State.APPROVED:
            asked[DISPATCH] = list(Person.objects.holding("nomenclature.keep", own=True))
        for kind, people in asked.items():
            Todo.objects.about(self).filter(kind=kind).exclude(person__in=people).done()
            if people:
                Todo.objects.ask(set(people), kind, self, due=self.due)
