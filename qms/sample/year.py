"""The year of the sample agency so far: what was done, what is late, missed, moved, and what comes.

What was done before the day of loading is entered as done before: with its true days, and the
journal says that it was entered today. The rest is opened by the sweep that works every day, and
moved, missed and closed by the deeds of its people (PK-04).
"""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from common.models import deed, record
from common.working_days import working_days
from people.models import Person
from planning import opening
from planning.models import Duty, Obligation
from planning.recurrence import counted, frequency
from planning.timetable import Timetable

WEEKS = timedelta(days=56)  # of what is done each week, so many days are shown
OF_LATE = timedelta(days=45)  # what happened so long ago is seen to
SPRING = 4
OF_TODAY = ("people.account_review", "common.backup")  # the program itself has no past here
LATE = ("site_content", "feedback_review")  # the last of these was not done
MISSED = "management_review_operational"
WHY_MISSED = "Директор иш сапарында болду; маселелер кийинки айдын кеңешмесинде каралды."
MOVED = (
    *("staff_attestation", "training_plan", "approved_lecturers", "annual_audit_programme"),
    *("legal_acts", "new_document_notice"),
)
WHY_MOVED = "Комиссиянын эки мүчөсү иш сапарында."
DONE_NOW = ("market_analysis", "self_assessment", "legal_acts")
ONE_DAY = timedelta(days=1)


def play_year(users: dict) -> None:
    """Everything, under the hand of who keeps the year."""
    year = _Year(users["manager"])
    year.begin()
    year.enter_what_was_done()
    opening.keep_the_year()
    _miss(users["director"])
    _move(users["manager"])
    _close(users)


class _Year:
    """What was done before today, in the order of its days."""

    def __init__(self, keeper):
        self.keeper, self.today = keeper, localdate()
        year = self.today.year if self.today.month >= SPRING else self.today.year - 1
        self.first = date(year, 1, 1)
        self.following: dict[str, list[Obligation]] = defaultdict(list)
        self.answering: dict[int, Person | None] = {}

    def begin(self) -> None:
        """The year is kept since its first day; what comes each week or day, since lately."""
        with deed(by=self.keeper):
            for one in Obligation.objects.all():
                one.since = max(self.first, self._since(one))
                one._change_reason = "change"
                one.save()
                record(one, "change", by=self.keeper, fields=["since"])

    def _since(self, one: Obligation) -> date:
        if one.opener in OF_TODAY:
            return self.today
        if one.rule.get("event"):
            return self.today - OF_LATE
        return self.today - WEEKS if frequency(one.rule) == "WEEKLY" else self.first

    def enter_what_was_done(self) -> None:
        """All that fell due before today, but for what is late or was missed."""
        for one in Obligation.objects.filter(rule__has_key="after"):
            self.following[one.rule["after"]].append(one)
        past: dict[int, list] = defaultdict(list)
        timetable = Timetable(obligations=Obligation.objects.all())
        for day in timetable.coming(self.first, self.today - ONE_DAY):
            past[day.obligation.pk].append(day)
        for key, days in past.items():
            one = timetable.obligations[key]
            days.sort(key=lambda day: day.due)
            rows = [
                duty
                for day in self._without_open(one, days)
                for duty in opening.duties_of(day, timetable)
            ]
            self._enter(one, rows)

    def _without_open(self, one: Obligation, days: list) -> list:
        if one.code in LATE:
            return days[:-1]
        if one.code == MISSED:
            return days[:-2] + days[-1:]
        return days

    def _enter(self, one: Obligation, rows: list[Duty]) -> None:
        for number, duty in enumerate(rows, 1):
            self._fill(one, duty, late=number % 7 == 0)
        for duty in Duty.objects.put_forward(one, rows, by=self.keeper):
            for follower in self.following[one.code]:
                self._follow(follower, duty)

    def _fill(self, one: Obligation, duty: Duty, *, late: bool) -> None:
        """Done a day or two before its day, now and then a day after it."""
        calendar = working_days()
        spare = -1 - len(one.code) % 2
        on = min(calendar.after(duty.due, 1 if late else spare), self.today - ONE_DAY)
        duty.done_on = max(on, duty.starts)
        is_late = duty.done_on > duty.due
        duty.state = Duty.State.DONE_LATE if is_late else Duty.State.DONE
        duty.closed_by, duty.closed_at = self._who(one), timezone.now()
        duty.note = f"{one.result or one.name}."

    def _who(self, one: Obligation) -> Person | None:
        if one.pk not in self.answering:
            self.answering[one.pk] = one.answering().order_by("pk").first()
        return self.answering[one.pk]

    def _follow(self, follower: Obligation, cause: Duty) -> None:
        """What followed from it: done since, or open today."""
        base = cause.done_on or cause.due
        due = counted(follower.rule, base, working_days())
        if due >= self.today:
            Duty.objects.follow(follower, cause)
            return
        duty = Duty(
            obligation=follower,
            key=f"after:{cause.pk}",
            rule=follower.rule,
            base=base,
            year=cause.year,
            starts=base,
            due=due,
            cause=cause,
        )
        self._enter(follower, [duty])


def _first_open(codes) -> Duty | None:
    rows = Duty.objects.open().filter(due__gte=localdate()).select_related("obligation")
    found = {duty.obligation.code: duty for duty in rows.order_by("-due")}
    return next((found[code] for code in codes if code in found), None)


def _miss(director) -> None:
    duty = Duty.objects.late().filter(obligation__code=MISSED).order_by("due").first()
    if duty:
        duty.miss(by=director, reason=WHY_MISSED)


def _move(manager) -> None:
    if duty := _first_open(MOVED):
        duty.move(by=manager, due=working_days().after(duty.due, 5), reason=WHY_MOVED)


def _close(users: dict) -> None:
    """One piece of work of today is done."""
    duty = _first_open(DONE_NOW)
    if duty is None or duty.blocked_by():
        return
    people = {person.pk for person in duty.answering()}
    user = next((user for user in users.values() if user.person_id in people), None)
    if user:
        note = f"{duty.obligation.result or duty.obligation.name}."
        duty.close(by=user, done_on=localdate(), note=note)
