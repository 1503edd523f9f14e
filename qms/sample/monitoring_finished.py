"""Last year's internal monitoring of the sample, from its first order to its last letter of thanks.

It is entered after the event, as an agency does that begins with the program: its days are of last
June, its deeds and signatures of today, and the results say why they come late (000; A-20 to A-25).
"""

from datetime import date, time, timedelta

from django.utils.timezone import localdate

from common.models import deed, record
from common.working_days import working_days
from monitoring import commission_deeds, tasks
from monitoring.models import (
    AssessmentKind,
    Award,
    Campaign,
    CommissionProtocol,
    CriteriaSet,
    Direction,
    Nomination,
    Proposal,
)
from monitoring.models.acquaintance import acquaint
from monitoring.models.appeal_filing import file_appeal
from monitoring.proposed_nominations import proposed
from people.models import Position, Statement
from planning.models import AmendmentRow, Meeting, PlanAmendment, PlanLine, WorkPlan
from planning.models.plan_data import data_of

from .monitoring import MEMBERS, begin, sign_order
from .monitoring_marks import SENTENCES, give_marks
from .monitoring_said import (
    DECISION,
    ENTERED,
    HEARD,
    LATE,
    NOMINATIONS,
    OBJECTION,
    PROPOSALS,
    REFUSED,
    REWARDS,
    SEEN,
)

DAY = timedelta(days=1)
JUNE = 6
PLACE = "Чоң жыйын залы, 201-бөлмө"


def add_finished(users) -> None:
    """Everything by the deeds of those who do it."""
    kind = AssessmentKind.objects.filter(is_contest=True).first()
    criteria = CriteriaSet.objects.filter(kind=kind, year=localdate().year - 1, state="approved")
    if kind is not None and (found := criteria.first()):
        _Finished(kind, found, users).play()


class _Finished:
    """One campaign of last June."""

    def __init__(self, kind, criteria, users):
        self.kind, self.criteria, self.users = kind, criteria, users
        self.year = criteria.year
        self.campaign: Campaign

    def day(self, number: int, month: int = JUNE) -> date:
        """A working day of last June, that one or the next."""
        return working_days().shift(date(self.year, month, number), "next")

    def user(self, login: str):
        return self.users[login]

    def play(self) -> None:
        """From the first day to the last."""
        self.campaign = begin(
            self.kind,
            self.users,
            year=self.year,
            criteria=self.criteria,
            starts_on=date(self.year, 5, 25),
            material_until=date(self.year, 6, 8),
            scoring_until=date(self.year, 6, 19),
            results_on=self.day(22),
        )
        self.score()
        self.campaign.compute(by=self.user("head"), late_reason=LATE)
        tasks.count_one(self.campaign)
        self.campaign.refresh_from_db()
        self.conclude()
        self.sign()
        self.announce()
        self.decide_proposals()
        self.acquaint()
        self.reward()
        self.campaign.close(by=self.user("manager"))

    # The scoring ----------------------------------------------------------------------------

    def score(self) -> None:
        """Each member alone; then whose marks lie far apart say why (000/2.2)."""
        campaign = self.campaign
        campaign.begin_scoring(by=self.user("manager"))
        expert = self.user("expert")
        outsider = campaign.members.get(person=expert.person)
        commission_deeds.declare(outsider, by=expert, language="ky")
        Statement.give(by=expert, language="ky")
        logins = {user.person_id: login for login, user in self.users.items()}
        sheets = {login: self.sheet_of(login) for login in MEMBERS}
        for login, sheet in sheets.items():
            give_marks(sheet, login, logins)
            sheet.sign(by=self.user(login))
        for login, words in SENTENCES.items():
            asked = sheets[login].spread_notes.filter(text="")
            sheets[login].explain({note.pk: words for note in asked}, by=self.user(login))

    def sheet_of(self, login: str):
        return self.campaign.sheets().get(member__person=self.user(login).person)

    # What the commission concludes ------------------------------------------------------------

    def conclude(self) -> None:
        """Nominations as the marks propose them, and the proposals of members."""
        chair = self.user("head")
        for order, one in enumerate(proposed(self.campaign), 1):
            with deed(by=chair):
                named = Nomination(
                    campaign=self.campaign,
                    title=NOMINATIONS.get(one.direction.code, dict(one.direction.name)),
                    direction=one.direction,
                    ground=f"Бул багыт боюнча эң жогорку балл: {one.score}",
                    order=order,
                )
                named.save()
                named.participants.set(one.participants)
                record(named, "create", by=chair)
        directions = {one.code: one for one in Direction.objects.all()}
        for login, code, text in PROPOSALS:
            given = {"text": text, "direction": directions.get(code)}
            Proposal.give(self.campaign, by=self.user(login), **given)

    def sign(self) -> None:
        """All four sign the protocol, the chair last (000/4.3, 4.4)."""
        author = self.user("manager")
        with deed(by=author):
            protocol = CommissionProtocol(
                campaign=self.campaign,
                result=self.campaign.results.current().get(),
                author=author.person,
                number="1",
                day=self.campaign.results_on,
                place=PLACE,
                heard=HEARD,
            )
            protocol.save()
            protocol.present.set([self.user(one).person for one in ("staff", "office")])
            record(protocol, "create", by=author)
        protocol.send(by=author)
        for login in (*MEMBERS[1:], MEMBERS[0]):
            protocol.refresh_from_db()
            protocol.sign(by=self.user(login), seen=protocol.sheet.manifest_hash)

    # What follows -----------------------------------------------------------------------------

    def announce(self) -> None:
        """The general meeting hears the results (000/2.5)."""
        office, director = self.user("office"), self.user("director")
        made = Meeting.plan(
            by=office, kind=self.kind.heard_by, day=self.day(25), starts=time(15), place=PLACE
        )
        self.campaign.put_on_agenda(by=director, meeting=made)
        made.open(by=office)
        rows = {row.pk: {"presence": "present"} for row in made.attendance.all()}
        made.attendance.note(made, by=office, rows=rows)
        for item in made.items.all():
            item.write(
                by=office,
                revision=item.revision,
                outcome="considered",
                heard="Комиссиянын төрагасы мониторингдин жыйынтыгын жана сунуштарын баяндады.",
                resolved="Жыйынтык эске алынсын, сунуштар бир айдын ичинде каралсын.",
                votes_for=item.voters(),
                votes_against=0,
                votes_abstained=0,
            )
        made.refresh_from_db()
        made.end(by=office, ends=time(16, 10))
        made.send(by=office)
        for user in (office, director):
            made.refresh_from_db()
            made.sign(by=user, seen=made.sheet.manifest_hash)
        self.campaign.announce(by=self.user("manager"), meeting=made)

    def decide_proposals(self) -> None:
        """Two enter the work plan by an amendment each, one is refused (000/2.6)."""
        director = self.user("director")
        *good, bad = self.campaign.proposals.all()
        for proposal, (position, measure) in zip(good, ENTERED, strict=True):
            proposal.accept(by=director)
            self.amend(proposal, position, measure)
        bad.refuse(by=director, reason=REFUSED)

    def amend(self, proposal, position: str, measure: dict) -> None:
        """The plan that is in force gets a line that names the proposal."""
        author, director = self.user("executive"), self.user("director")
        plan = WorkPlan.objects.get(kind__code="year_plan")
        numbers = [int(one) for one in plan.lines.values_list("number", flat=True)]
        with deed(by=author):
            amendment = PlanAmendment.objects.create(
                plan=plan,
                author=author.person,
                source="monitoring",
                source_thing=proposal,
                source_on=self.campaign.meeting.day,
                reason="Эксперттик комиссиянын сунушу кабыл алынды.",
            )
            record(amendment, "create", by=author)
            new = PlanLine(
                plan=plan,
                number=str(max(numbers) + 1),
                position=Position.objects.get(code=position),
                measure=measure,
                due=min(localdate() + 45 * DAY, plan.until),
            )
            AmendmentRow.objects.create(amendment=amendment, kind="add", after=data_of(new))
        amendment.send(by=author, agreeing=[])
        amendment.agree(by=self.user("manager"), seen=amendment.sheet.manifest_hash)
        amendment.approve(by=director, seen=amendment.sheet.manifest_hash)

    def acquaint(self) -> None:
        """Most have looked at their own result; one objects, and is heard by others (000/4.3)."""
        for login in SEEN:
            user = self.user(login)
            acquaint(self.campaign.participants.get(person=user.person), by=user)
        staff, judge = self.user("staff"), self.user("executive")
        own = self.campaign.participants.get(person=staff.person)
        appeal = file_appeal(own, by=staff, text=OBJECTION)
        panel = [judge.person, self.user("lawyer").person]
        appeal.name_panel(by=self.user("director"), panel=panel)
        appeal.reject(by=judge, decision=DECISION)

    def reward(self) -> None:
        """The first three, by an order of the director; letters of thanks rest on it (000/2.3)."""
        manager, director = self.user("manager"), self.user("director")
        best = self.campaign.results.current().get().rows.filter(place__lte=len(REWARDS))
        for row, (what, words, ground) in zip(best.order_by("place"), REWARDS, strict=True):
            for kind in dict.fromkeys((what, "commendation")):
                self.award(manager, row.participant, kind, words if kind == what else "", ground)
        order = self.campaign.draft_award_order(by=director)
        sign_order(order, self.users, by=director)
        self.campaign.refresh_from_db()

    def award(self, by, participant, kind: str, words: str, ground: str) -> None:
        with deed(by=by):
            made = Award(
                campaign=self.campaign,
                participant=participant,
                kind=kind,
                words=words,
                ground=ground,
            )
            made.full_clean()
            made.save()
            record(made, "create", by=by)
