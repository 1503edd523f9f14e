"""The deeds of a campaign before and after the scoring (000; agency 4.10)."""

from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import Todo, create_many, deed, record
from common.text import sort_key
from common.working_days import after_working_days
from monitoring import scored
from monitoring.conflicts import grounds_of
from people.models import Appointment

if TYPE_CHECKING:
    from .campaign import Campaign

BRING, SCORE, EXPLAIN = "monitoring.bring", "monitoring.score", "monitoring.explain"
ACQUAINT = "monitoring.acquaint"


def _models():
    from monitoring import models  # noqa: PLC0415 -- they know campaigns

    return models


class CampaignDeeds:
    """Beginning, criteria, commission, participants, the meeting, the end."""

    @classmethod
    def begin(cls: Any, *, by, kind, year, **fields) -> "Campaign":
        """Begin the campaign of a year with the rules of its kind, as they are today."""
        with deed(by=by):
            if not by.has_perm("monitoring.add_campaign"):
                raise PermissionDenied
            made = cls(kind=kind, year=year, is_yearly=kind.is_yearly, **fields)
            made.rules = made.rules or kind.scoring.data()
            made.full_clean(exclude=["rules"])
            made.save()
            record(made, "create", by=by)
        return made

    # Criteria ---------------------------------------------------------------------------------

    def adopt_criteria(self: Any, *, by):
        """The approved criteria of the year are those of the campaign (000/3.2, 3.3)."""
        with self.step("adopt_criteria", by=by) as move:
            if self.criteria is None or self.criteria.state != "approved":
                raise ValidationError(_("The criteria of the year are not approved yet."))
            move.details["criteria"] = self.criteria_id

    # Participants -------------------------------------------------------------------------------

    def collect(self: Any, *, by):
        """All who take part are noted as they are today, and bring their material (000/3.1)."""
        with self.step("collect", by=by) as move:
            if not self.kind.collects_material:
                raise ValidationError(_("Nothing is brought for this assessment: begin to score."))
            move.details["count"] = self.note_participants()
            Todo.objects.ask_each(BRING, self._asked(self.participants))

    def note_participants(self: Any) -> int:
        """All that take part are frozen as they are today, once; of a choice, what was named
        stands.
        """
        if self.kind.takes_all and self.state != self.State.COLLECTING:
            self._freeze(list(scored.get(self.kind.subject).all(self)), "collect")
        if not (count := self.participants.scored().count()):
            raise ValidationError(_("There is nobody and nothing to score."))
        self.recuse_found(self.members.active())
        return count

    def why_not_named(self: Any) -> str:
        """Why nothing is put on the list or taken off it now; nothing while it may (004/7.4)."""
        if self.kind.takes_all:
            return _("All take part: nobody is named.")
        return "" if self.is_being_prepared else _("Who takes part is not chosen any more.")

    def name_participants(self: Any, rows, *, by):
        """Name what is scored, where not all take part; whoever comes while material is collected
        is asked for theirs.
        """
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not by.has_perm("monitoring.change_participants", self):
                raise PermissionDenied
            if words := self.why_not_named():
                raise ValidationError(words)
            named = set(self.participants.values_list("subject_id", flat=True))
            new = [row for row in rows if row.pk not in named]
            self._freeze(new, "name_participants")
            if self.state == self.State.COLLECTING:
                self.recuse_found(self.members.active())
                own = self.participants.filter(subject_id__in=[row.pk for row in new])
                Todo.objects.ask_each(BRING, self._asked(own))
            record(self, "name_participants", by=by, count=len(new))

    def _freeze(self: Any, rows, why: str) -> None:
        kind = scored.get(self.kind.subject)
        facts = kind.facts(self, rows)
        left_out = self._left_out()
        made = [
            _models().Participant(
                campaign=self,
                number=number,
                subject_type=scored.type_of(kind),
                subject_id=row.pk,
                person_id=facts[row.pk].person,
                name=facts[row.pk].name,
                detail=facts[row.pk].detail,
                unit=facts[row.pk].unit,
                unit_name=dict(facts[row.pk].unit.name) if facts[row.pk].unit else {},
                out_reason=facts[row.pk].left_out or left_out.get(facts[row.pk].person, ""),
            )
            for number, row in enumerate(
                sorted(rows, key=lambda row: sort_key(facts[row.pk].name.get("ky", ""))),
                (self.participants.aggregate(last=Max("number"))["last"] or 0) + 1,
            )
        ]
        for participant in made:
            participant.fold_columns()
        create_many(_models().Participant, made, why)

    def _left_out(self: Any) -> dict[int, str]:
        """Persons in positions that the kind leaves out of competition, with the reason."""
        held = Appointment.objects.on().filter(position__in=self.kind.left_out.all())
        return {
            one.person_id: _("Holds the position: %(position)s") % {"position": one.position}
            for one in held.select_related("position")
        }

    def recuse_found(self: Any, members) -> int:
        """Take members out of the scores for which a conflict of interest is found."""
        kind = scored.get(self.kind.subject)
        participants = list(self.participants.scored())
        rows = kind.model._default_manager.in_bulk([one.subject_id for one in participants])
        facts = kind.facts(self, rows.values())
        pairs = [(one, facts[one.subject_id]) for one in participants if one.subject_id in facts]
        Recusal = _models().Recusal  # noqa: N806 -- a model
        known = set(
            Recusal.objects.filter(participant__campaign=self).values_list("member", "participant")
        )
        made = [
            Recusal(member=member, participant=participant, ground=ground)
            for member, participant, ground in grounds_of(members, pairs, self.scoring.conflicts)
            if (member.pk, participant.pk) not in known
        ]
        create_many(Recusal, made, "recuse")
        return len(made)

    def _asked(self: Any, participants) -> list:
        """Which of these are asked for material, as the table of to-dos takes it."""
        rows = list(participants.scored().exclude(person=None))
        for one in rows:
            one.due = self.material_until or self.scoring_until
        return [(one, {one.person_id}) for one in rows]

    # The meeting and what follows -----------------------------------------------------------------

    def announce(self: Any, *, by, meeting):
        """The general meeting heard the results: the month of 000/2.6 counts from its day."""
        with self.step("announce", by=by) as move:
            if not self.protocol_is_signed:
                raise ValidationError(_("The protocol of the commission is not signed yet."))
            if self.kind.needs_proposals and not self.proposals.exists():
                raise ValidationError(_("The commission has not given any proposal yet."))
            if meeting.kind_id != self.kind.heard_by_id:
                raise ValidationError({"meeting": _("Another meeting hears these results.")})
            if meeting.state != "approved":
                raise ValidationError({"meeting": _("Its protocol is not signed yet.")})
            if meeting.day < self.protocol.day:
                raise ValidationError(
                    {"meeting": _("It was held before the protocol of the commission.")}
                )
            self.meeting = meeting
            self.corrections_due = meeting.day + relativedelta(months=self.kind.correction_months)
            move.details |= {"meeting": meeting.pk, "date": meeting.day.isoformat()}
            self.ask_acquaintance()

    def ask_acquaintance(self: Any) -> None:
        """Everybody is asked to look at the own result, while one may still object (000/4.3)."""
        result = self.results.current().get()
        rows = self.participants.filter(results__result=result).exclude(person=None)
        rows = rows.exclude(reading__at__gte=result.computed_at)
        due = after_working_days(localdate(), self.kind.appeal_days)
        asked = []
        for one in rows:
            one.due = due
            asked.append((one, {one.person_id}))
        Todo.objects.ask_each(ACQUAINT, asked)

    @property
    def protocol(self: Any):
        """The protocol of the result that counts."""
        rows = self.protocols.filter(result__superseded_at=None)
        return rows.first()

    @property
    def protocol_is_signed(self: Any) -> bool:
        """Whether all signed the protocol of the result that counts: a meeting may hear it."""
        protocol = self.protocol
        return protocol is not None and protocol.state == "approved"

    def why_no_proposals(self: Any) -> str:
        """Why the commission can give no proposal now; nothing while it can (000/2.4)."""
        from monitoring.signing_now import why_closed  # noqa: PLC0415 -- it asks for the protocol

        if self.is_being_prepared or self.state == self.State.CANCELLED:
            return _("Proposals are given from the scoring on.")
        return why_closed(self)

    def begin_corrections(self: Any, *, by):
        """The proposals are being entered into the work plan (000/2.6)."""
        with self.step("begin_corrections", by=by):
            pass

    def close(self: Any, *, by):
        """Everything that follows from it is decided."""
        with self.step("close", by=by) as move:
            if faults := [words for one in self.closing_obstacles() for words in one.sentences]:
                raise ValidationError(faults)
            if self.meeting_id is None and self.results.current().exists():
                self.ask_acquaintance()
            move.details["proposals"] = self.proposals.count()

    def cancel(self: Any, *, by, reason):
        """It is not held, and why."""
        with self.step("cancel", by=by) as move:
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            move.reason = self.cancelled_because = reason
            for participant in self.participants.all():
                Todo.objects.about(participant).done()
