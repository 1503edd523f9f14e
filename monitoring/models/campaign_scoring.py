"""The deeds of the scoring itself: rounds, sheets, the count, opening again (000/2.2)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import StepNotAllowed, Todo

from .campaign_deeds import ACQUAINT, EXPLAIN, SCORE, _models

if TYPE_CHECKING:
    from .result import Result

MANY = 2000  # marks copied at once


class CampaignScoring:
    """From the first open sheet to the frozen result."""

    meeting: Any
    corrections_due: Any

    def begin_scoring(self: Any, *, by):
        """Every member gets a sheet of their own (000/2.2)."""
        with self.step("begin_scoring", by=by) as move:
            self.check_commission()
            self.check_order()
            if self.state == self.State.FORMED:
                move.details["count"] = self.note_participants()
            self._end_bringing()
            self._open_sheets("")

    def _end_bringing(self: Any) -> None:
        for participant in self.participants.all():
            Todo.objects.about(participant).done()

    def _open_sheets(self: Any, because: str) -> None:
        """The sheets of the next round; what was scored before stands in them to be changed."""
        self.round += 1
        for member in self.members.active():
            self.open_sheet(member, because)

    def open_sheet(self: Any, member, because: str = "") -> Any:
        """One sheet of the running round, with the marks of the round before."""
        models = _models()
        before = member.sheets.order_by("-round").first()
        sheet = models.Sheet(member=member, round=self.round, opened_because=because)
        sheet.save()
        if before is not None:
            batch = []
            for mark in before.marks.iterator(MANY):
                mark.pk, mark.sheet, mark._state.adding = None, sheet, True
                batch.append(mark)
                if len(batch) == MANY:
                    models.Mark.objects.bulk_create(batch)
                    batch = []
            models.Mark.objects.bulk_create(batch)
        Todo.objects.ask([member.person], SCORE, sheet, due=self.scoring_until)
        return sheet

    def sheets(self: Any):
        """The sheets of the running round that count."""
        return _models().Sheet.objects.of_round(self)

    def open_round(self: Any, *, by, reason):
        """After the discussion everybody may change their marks once; both rounds are kept."""
        with self.step("open_round", by=by) as move:
            if not reason.strip():
                raise ValidationError({"reason": _("Say what was discussed.")})
            self._refuse_few_sheets()
            self._open_sheets(reason)
            move.details["round"] = self.round
            move.reason = reason

    def _refuse_few_sheets(self: Any) -> list[int]:
        """Results need a quorum of signed sheets; who did not sign is not counted: their keys."""
        sheets = list(self.sheets().select_related("member__person"))
        waiting = [sheet.member for sheet in sheets if sheet.state != "signed"]
        signed = len(sheets) - len(waiting)
        if signed < self.scoring.quorum:
            raise ValidationError(
                _("Sheets signed: %(signed)s, needed: %(needed)s. Waiting: %(names)s.")
                % {
                    "signed": signed,
                    "needed": self.scoring.quorum,
                    "names": ", ".join(map(str, waiting)).rstrip(".") or "–",
                }
            )
        return [member.pk for member in waiting]

    # Spread -------------------------------------------------------------------------------------

    def ask_for_spread(self: Any) -> int:
        """Where marks lie far apart, both ends are asked for a sentence (scoring.md, 6)."""
        models = _models()
        notes = models.SpreadNote.objects.filter(sheet__in=self.sheets())
        notes.filter(text="").delete()
        for sheet in self.sheets():
            Todo.objects.about(sheet).filter(kind=EXPLAIN).done()
        if not self.scoring.spread:
            return 0
        marks = models.Mark.objects.filter(sheet__in=self.sheets(), value__isnull=False)
        cells = (
            marks.order_by()
            .values("participant", "indicator")
            .annotate(low=Min("value"), high=Max("value"))
            .filter(high__gte=F("low") + self.scoring.spread)
        )
        ends = {(one["participant"], one["indicator"]): one for one in cells}
        if not ends:
            return 0
        known = set(notes.values_list("sheet", "participant", "indicator"))
        found = marks.filter(participant__in={cell[0] for cell in ends}).select_related(
            "sheet__member__person"
        )
        asked = 0
        for mark in found:
            end = ends.get((mark.participant_id, mark.indicator_id))
            key = (mark.sheet_id, mark.participant_id, mark.indicator_id)
            if end is None or mark.value not in (end["low"], end["high"]) or key in known:
                continue
            models.SpreadNote.objects.create(
                sheet=mark.sheet,
                participant_id=mark.participant_id,
                indicator_id=mark.indicator_id,
                value=mark.value,
                lowest=end["low"],
                highest=end["high"],
            )
            Todo.objects.ask([mark.sheet.member.person], EXPLAIN, mark.sheet)
            asked += 1
        return asked

    # The count ------------------------------------------------------------------------------------

    def compute(self: Any, *, by, late_reason=""):
        """The scoring ends and the worker counts: nobody can change a mark any more."""
        with self.step("compute", by=by) as move:
            if faults := [words for one in self.obstacles() for words in one.sentences]:
                raise ValidationError(faults)
            if unsigned := self._refuse_few_sheets():
                move.details["unsigned"] = unsigned
            window = self.results_window()
            outside = window and not window[0] <= localdate() <= window[1]
            if outside and not late_reason.strip():
                raise ValidationError(
                    {
                        "late_reason": _(
                            "Results come out between %(first)s and %(last)s: say why not today."
                        )
                        % {"first": f"{window[0]:%d.%m.%Y}", "last": f"{window[1]:%d.%m.%Y}"}
                    }
                )
            self.late_reason = late_reason if outside else ""
            self.computed_by, self.progress = by, 0
            move.details["round"] = self.round
            move.reason = self.late_reason

    def settle(self: Any, *, by, result: "Result", rows):
        """The computed result is frozen with its inputs; computing again changes nothing."""
        with self.step("settle", by=by) as move:
            if result.round != self.round:
                raise StepNotAllowed(
                    _("The scoring was opened again while the results were counted.")
                )
            result.version = self.results.count() + 1
            result.save()
            for row in rows:
                row.result = result
            _models().ResultRow.objects.bulk_create(rows, batch_size=500)
            self.follow_the_count(result)
            self.progress = 100
            move.details |= {"digest": result.digest, "version": result.version}

    def reopen(self: Any, *, by, reason):
        """Scoring is opened again: the old result and its protocol stay, a new one follows.

        Refused while an order gives rewards by the result: see ``why_rewarded`` (000/2.3).
        """
        with self.step("reopen", by=by) as move:
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            self.refuse_rewarded()
            for result in self.results.filter(superseded_at=None):
                result.superseded_at, result.superseded_because = timezone.now(), reason
                result.save(update_fields=["superseded_at", "superseded_because"])
            self.meeting, self.corrections_due = None, None
            own = self.participants.values("pk")
            Todo.objects.filter(kind=ACQUAINT, object_id__in=own).done()
            self._open_sheets(reason)
            move.reason = reason
            move.details["round"] = self.round
