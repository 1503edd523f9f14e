"""What is done to a scoring sheet: marks put in, a click at a time; the signature; the way back."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.models import Todo
from common.models.journal import digest

from .campaign_deeds import EXPLAIN, SCORE, _models

if TYPE_CHECKING:
    from monitoring.marking import Item

MOST = 100  # marks of one post


class SheetDeeds:
    """The deeds of one sheet, and how full it is."""

    signed_at: Any
    given_back_because: Any

    # How full it is ---------------------------------------------------------------------------

    def participants(self: Any):
        """Whom this member scores: who is scored, without those they are taken out of."""
        rows = self.campaign.participants.scored()
        return rows.exclude(recusals__member=self.member_id)

    def hidden_from(self: Any, user) -> set[int]:
        """Whose rows a reader is not shown: in another's sheet what that member gave the reader."""
        if self.member.person_id == user.person_id:
            return set()
        return self.campaign.own_keys(user)

    def wanted(self: Any) -> int:
        """How many cells it has."""
        return self.participants().count() * self.campaign.criteria.indicators().count()

    def filled(self: Any) -> int:
        """How many cells hold a mark or a gap with its reason."""
        said = Q(value__isnull=False) | ~Q(gap="")
        return self.marks.filter(said, participant__in=self.participants()).count()

    # Marks ------------------------------------------------------------------------------------

    def put(self: Any, items: "list[Item]") -> list[dict]:
        """Put marks in: each is saved, found stale, kept aside as late, or refused with a sentence.

        The same item twice is saved once; a number of queries that depends on nothing.
        """
        from monitoring.marking import Batch  # noqa: PLC0415 -- it knows the sheets

        if len(items) > MOST:
            raise ValidationError(_("At most %(most)s marks at once.") % {"most": MOST})
        with transaction.atomic():
            held = type(self)._base_manager.select_for_update(of=("self",))
            sheet = held.select_related("member__campaign__criteria").get(pk=self.pk)
            return Batch(sheet, items).put()

    # The signature ----------------------------------------------------------------------------

    def contents(self: Any) -> list[list]:
        """All its marks as plain data, in one order: what its signature covers."""
        rows = self.marks.order_by("participant__number", "indicator__key").values_list(
            "participant__number", "indicator__key", "value", "gap", "note"
        )
        return [[number, str(key), value, gap, note] for number, key, value, gap, note in rows]

    def sign(self: Any, *, by, means=""):
        """The member signs: every cell holds a mark or a reasoned gap, and none changes any more.

        The journal keeps the digest of all marks.
        """
        with self.step("sign", by=by) as move:
            self._hold_campaign()
            if self.campaign.state != "scoring" or self.round != self.campaign.round:
                raise ValidationError(_("The scoring of this round is over."))
            if missing := self.wanted() - self.filled():
                raise ValidationError(
                    ngettext(
                        "%(count)s cell is still empty: give a mark, or say why there is none.",
                        "%(count)s cells are still empty: give marks, or say why there are none.",
                        missing,
                    )
                    % {"count": missing}
                )
            self.signed_at = timezone.now()
            self.digest = digest(self.contents())
            Todo.objects.about(self).filter(kind=SCORE).done()
            move.details |= {"digest": self.digest, "marks": self.filled()}
            if means:
                move.details["means"] = means
            others = self.campaign.sheets().exclude(pk=self.pk)
            if not others.exclude(state=self.State.SIGNED).exists():
                self.campaign.ask_for_spread()

    def _hold_campaign(self: Any) -> None:
        """Of two who sign at the same moment the second sees the first."""
        held = type(self.campaign)._base_manager.select_for_update()
        self.campaign.refresh_from_db(from_queryset=held)

    def give_back(self: Any, *, by, reason):
        """The chair gives a signed sheet back while the round runs; it is signed anew."""
        with self.step("give_back", by=by) as move:
            if self.campaign.state != "scoring" or self.round != self.campaign.round:
                raise ValidationError(_("The scoring of this round is over."))
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            move.reason = self.given_back_because = reason
            move.details["digest"] = self.digest
            self.signed_at, self.digest = None, ""
            due = self.campaign.scoring_until
            Todo.objects.ask([self.member.person], SCORE, self, due=due)

    def explain(self: Any, notes: dict[int, str], *, by) -> None:
        """The sentences asked where one's marks lie far from the others'."""
        from common.models import deed, record  # noqa: PLC0415 -- beside the step's own

        with deed(by=by):
            if not by.has_perm("monitoring.fill_sheet", self):
                raise PermissionDenied
            if self.campaign.state != "scoring" or self.round != self.campaign.round:
                raise ValidationError(_("The scoring of this round is over."))
            if not all(text.strip() for text in notes.values()):
                raise ValidationError(_("Say in a sentence why."))
            rows = list(self.spread_notes.select_for_update().filter(pk__in=notes))
            for note in rows:
                note.text, note.answered_at = notes[note.pk].strip(), timezone.now()
                note.save()
            record(self, "explain_spread", by=by, count=len(rows))
            if not self.spread_notes.filter(text="").exists():
                Todo.objects.about(self).filter(kind=EXPLAIN).done()

    def spread_left(self: Any) -> int:
        """How many sentences are still asked."""
        models = _models()
        return models.SpreadNote.objects.filter(sheet=self, text="").count()
