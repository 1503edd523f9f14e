"""The deeds of the scoring itself: rounds, sheets, the count, opening again (000/2.2)."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import StepNotAllowed, Todo
from common.models.many import create_many

from .campaign_deeds import ACQUAINT, EXPLAIN, SCORE, _models

if TYPE_CHECKING:
    from .result import Result


def copy_marks(before, sheet) -> None:
    """All marks of one sheet into another, by the database itself: there may be many thousands."""
    fields = _models().Mark._meta
    name = connection.ops.quote_name
    to = name(fields.get_field("sheet").column)
    others = ", ".join(
        name(one.column)
        for one in fields.concrete_fields
        if not one.primary_key and one.name != "sheet"
    )
    table = name(fields.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({to}, {others}) "  # noqa: S608 -- names of our own columns
            f"SELECT %s, {others} FROM {table} WHERE {to} = %s",
            [sheet.pk, before.pk],
        )


class CampaignScoring:
    """From the first open sheet to the frozen result."""

    meeting: Any
    corrections_due: Any

    def begin_scoring(self: Any, *, by):
        """Every member gets a sheet of their own (000/2.2)."""
        with self.step("begin_scoring", by=by) as move:
            self.check_commission()
            self.check_order()
            move.details["count"] = self.note_participants()
            self._end_bringing()
            self._open_sheets("")

    def _end_bringing(self: Any) -> None:
        kind = ContentType.objects.get_for_model(_models().Participant)
        own = self.participants.values("pk")
        Todo.objects.filter(content_type=kind, object_id__in=own).done()

    def _open_sheets(self: Any, because: str) -> None:
        """The sheets of the next round; what was scored before stands in them to be changed, and
        what members who left had signed goes over as it is, where their marks count.
        """
        signed = list(_models().Sheet.objects.counted(self).exclude(member__left_on=None))
        self.round += 1
        for member in self.members.active():
            self.open_sheet(member, because)
        for one in signed:
            kept = {"state": one.state, "signed_at": one.signed_at, "digest": one.digest}
            self._next_sheet(one.member, one, opened_because=because, **kept)

    def open_sheet(self: Any, member, because: str = "") -> Any:
        """One sheet of the running round, with the marks of the round before."""
        before = member.sheets.order_by("-round").first()
        sheet = self._next_sheet(member, before, opened_because=because)
        Todo.objects.ask([member.person], SCORE, sheet, due=self.scoring_until)
        return sheet

    def _next_sheet(self: Any, member, before, **fields) -> Any:
        sheet = _models().Sheet(member=member, round=self.round, **fields)
        sheet.save()
        if before is not None:
            copy_marks(before, sheet)
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
        """Where marks lie far apart, both ends are asked for a sentence (scoring.md, 6); who left
        the commission or the house cannot be asked any more.
        """
        models = _models()
        sheets = list(self.sheets().select_related("member__person"))
        asked = self._far_marks([one for one in sheets if one.member.left_on is None])
        known = set()
        stale = []
        for note in models.SpreadNote.objects.filter(sheet__in=sheets):
            key = (note.sheet_id, note.participant_id, note.indicator_id)
            if note.text or asked.get(key) == (note.value, note.lowest, note.highest):
                known.add(key)
            else:
                stale.append(note.pk)
        models.SpreadNote.objects.filter(pk__in=stale).delete()
        made = [
            models.SpreadNote(
                sheet_id=sheet,
                participant_id=participant,
                indicator_id=indicator,
                value=value,
                lowest=lowest,
                highest=highest,
            )
            for (sheet, participant, indicator), (value, lowest, highest) in asked.items()
            if (sheet, participant, indicator) not in known
        ]
        create_many(models.SpreadNote, made, "found")
        open_notes = models.SpreadNote.objects.filter(sheet__in=sheets, text="").order_by()
        waiting = set(open_notes.values_list("sheet", flat=True).distinct())
        for sheet in sheets:
            if sheet.pk in waiting:
                Todo.objects.ask([sheet.member.person], EXPLAIN, sheet)
            else:
                Todo.objects.about(sheet).filter(kind=EXPLAIN).done()
        return len(made)

    def _far_marks(self: Any, sheets) -> dict[tuple[int, int, int], tuple[int, int, int]]:
        """Of these sheets the marks at either end of a cell whose marks lie far apart: the mark,
        the lowest and the highest of its cell. Two queries.
        """
        if not self.scoring.spread:
            return {}
        marks = (
            _models()
            .Mark.objects.filter(value__isnull=False, participant__left_on=None)
            .filter(sheet__in=self.sheets())
            .order_by()
        )
        cells = (
            marks.values_list("participant", "indicator")
            .annotate(low=Min("value"), high=Max("value"))
            .filter(high__gte=F("low") + self.scoring.spread)
        )
        ends = {(participant, column): (low, high) for participant, column, low, high in cells}
        found = marks.filter(sheet__in=sheets, participant__in={one for one, _column in ends})
        rows = found.values_list("sheet", "participant", "indicator", "value") if ends else ()
        return {
            (sheet, participant, column): (value, *ends[participant, column])
            for sheet, participant, column, value in rows
            if value in ends.get((participant, column), ())
        }

    def forget_spread(self: Any, **whose) -> None:
        """Sentences about these are not awaited any more: about who left, or of who left."""
        notes = _models().SpreadNote.objects.filter(sheet__member__campaign=self, text="")
        stale = notes.filter(**whose)
        settled = set(stale.order_by().values_list("sheet", flat=True))
        stale.delete()
        settled -= set(notes.order_by().values_list("sheet", flat=True))
        kind = ContentType.objects.get_for_model(_models().Sheet)
        Todo.objects.filter(content_type=kind, object_id__in=settled, kind=EXPLAIN).done()

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
