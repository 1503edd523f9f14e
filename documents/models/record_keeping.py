"""The deeds of a record's life: close, store, change its term, lose, restore, destroy (DP-02)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.models import Attachment, Sequence, deed, record
from common.models.journal import digest
from people.models import Organisation

from .record_locks import files_may_move
from .record_loss import RecordLoss, missing_from_store
from .record_steps import KEPT, RecordState
from .retention import Keep, RetentionChange, last_day

CONTENT = "content"  # the kind of a record's own files
FIT_YEARS = ("approved", "closed")


def mask() -> str:
    """How this organisation writes the identifier of a record."""
    return Organisation.current().numbering.get("record", {}).get("pattern", "{index}/{n}")


class RecordKeeping(models.Model):
    """What is done with a record; each deed under the lock of its row."""

    # Those of the record.
    pk: Any
    step: Any
    case: Any
    case_id: Any
    state: Any
    keep: Any
    years: Any
    until: Any
    carrier: Any
    Carrier: Any
    current_files: Any
    manifest: Any
    place: Any
    volume: Any
    is_on_paper: Any
    take_term: Any
    revision: Any
    losses: Any
    act: Any
    act_id: Any
    objects: Any
    contents: Any
    number: Any
    identifier: Any
    closed_at: Any
    closed_by: Any
    content_hash: Any
    stored_on: Any
    destroyed_on: Any

    class Meta:
        abstract = True

    # From the work into the archive -------------------------------------------------------------

    def close(self, *, by):
        """It is complete: it gets its number, and what it says and holds is locked (agency 4.2)."""
        with self.step("close", by=by) as move:
            self.full_clean(exclude=["sheets"])
            if self.case.nomenclature.state not in FIT_YEARS:
                words = _("The nomenclature for %(year)s is not approved yet.")
                raise ValidationError({"case": words % {"year": self.case.nomenclature.year}})
            self.contents = [
                {"name": file.name, "size": file.blob.size, "sha256": file.blob.sha256}
                for file in self.current_files()
            ]
            if self.carrier != self.Carrier.PAPER and not self.contents:
                raise ValidationError(_("An electronic record has files: attach them first."))
            self.number = Sequence.take(f"record:{self.case_id}", str(self.case.nomenclature.year))
            self.identifier = mask().format(
                index=self.case.index, n=self.number, year=self.case.nomenclature.year
            )
            self.closed_at, self.closed_by = timezone.now(), by.person
            self.content_hash = digest(self.manifest())
            move.details |= {"number": self.identifier, "manifest": self.content_hash}
            move.details["files"] = [file["sha256"] for file in self.contents]

    def drop(self, *, by, reason):
        """It was opened by mistake; it has no number, so none is missing."""
        with self.step("drop", by=by) as move:
            move.reason = reason[:100]
            self.current_files().delete()

    def store(self, *, by, place="", volume=None):
        """It lies in the archive: from now on its term is its own (004/4.2.4)."""
        with self.step("store", by=by) as move:
            self.place = place or self.place
            self.volume = volume or self.volume
            if self.is_on_paper and not self.place:
                raise ValidationError({"place": _("Say where the paper is kept.")})
            self.take_term(self.case)
            self.stored_on = localdate()
            move.details |= {"until": self.until and self.until.isoformat(), "term": self.keep}

    # Its term -----------------------------------------------------------------------------------

    def expire(self, *, by=SYSTEM):
        """The last day of keeping is over: it may be put up for disposal (C-44)."""
        with self.step("expire", by=by) as move:
            if not self.until or self.until >= localdate():
                raise ValidationError(_("Its term is not over yet."))
            move.details["until"] = self.until.isoformat()

    def end_term(self, *, by, reason):
        """What was kept until replaced, or as long as needed, is not needed any more."""
        with self.step("end_term", by=by) as move:
            if self.keep not in (Keep.REPLACED, Keep.NEEDED) or self.until:
                raise ValidationError(_("Its term ends by itself, or never."))
            self._refuse_held()
            until = localdate()
            if self.years:  # so many years after it was replaced
                until, move.target = date(until.year + self.years, 12, 31), RecordState.STORED
            self._note_change(by, self.keep, self.years, until, reason, str(_("No longer needed")))
            self.until = until
            move.details["until"] = until.isoformat()
            move.reason = reason[:100]

    def keep_longer(self, *, by, until, reason, basis):
        """The expert commission decides that it is still needed, until a new day."""
        with self.step("keep_longer", by=by) as move:
            self._refuse_in_act()
            if until <= localdate():
                raise ValidationError({"until": _("The new day lies in the future.")})
            self._note_change(by, self.keep, self.years, until, reason, basis, is_expert=True)
            move.details |= {"before": self.until and self.until.isoformat()}
            self.until = until
            move.details["until"] = until.isoformat()
            move.reason = reason[:100]

    def change_retention(self, *, by, keep, years, reason, basis):
        """The keeper sets another term; both stay readable (004/4.2.1, 4.2.4).

        Never shorter than what has passed, and never while a hold lies on it.
        """
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state not in KEPT:
                raise ValidationError(_("The term is changed while the record is in storage."))
            years = years if keep == Keep.YEARS else None
            if keep == Keep.YEARS and not years:
                raise ValidationError({"years": _("Say for how many years it is kept.")})
            until = last_day(self.case, keep, years)
            if until and until < localdate():
                raise ValidationError({"years": _("So many years have passed already.")})
            self._refuse_held()
            self._note_change(by, keep, years, until, reason, basis)
            before = self.until
            self.keep, self.years, self.until = keep, years, until
            self.revision += 1
            self._change_reason = reason[:100]
            self.save()
            record(
                self,
                "change_retention",
                by=by,
                before=before and before.isoformat(),
                until=until and until.isoformat(),
            )

    def follow_the_case(self, *, by):
        """The case goes on in the next year: what lies in it is kept as much longer."""
        until = last_day(self.case, self.keep, self.years)
        if self.state in KEPT and until and self.until and until > self.until:
            with deed(by=by):
                reason, basis = str(_("The case is carried over.")), str(self.case.nomenclature)
                self._note_change(by, self.keep, self.years, until, reason, basis)
                self.until, self._change_reason = until, "carry_over"
                self.save()
                record(self, "carry_over", by=by, until=until.isoformat())

    def _note_change(self, by, keep, years, until, reason, basis, *, is_expert=False):
        RetentionChange.objects.create(
            record=self,
            was_keep=self.keep,
            was_years=self.years,
            was_until=self.until,
            keep=keep,
            years=years,
            until=until,
            reason=reason,
            basis=basis[:200],
            is_expert=is_expert,
            by=by.person,
        )

    # Loss and the end ---------------------------------------------------------------------------

    def lose(self, *, by, lost_on, noticed_by, note):
        """It is not where it should be: when and how that was noticed (DP-02)."""
        with self.step("lose", by=by) as move:
            if lost_on > localdate():
                raise ValidationError({"lost_on": _("The day cannot lie in the future.")})
            self._refuse_in_act()
            loss = RecordLoss.objects.create(
                record=self, lost_on=lost_on, noticed_by=noticed_by, note=note, entered_by=by.person
            )
            move.details["loss"] = loss.pk

    def restore(self, *, by, restored_on, source, files=(), other_source=False, reason=""):
        """It is there again: from a copy with the same hash, or openly from another source.

        ``files`` are (name, blob). A file with another hash is refused, unless the keeper says
        that it comes from another source, and why: then it stands beside, with its own hash.
        """
        with self.step("restore", by=by) as move:
            loss = self.losses.filter(restored_on=None).latest("pk")
            if not loss.lost_on <= restored_on <= localdate():
                raise ValidationError(
                    {"restored_on": _("It was restored between the day of its loss and today.")}
                )
            known = {file["sha256"] for file in self.contents}
            others = [(name, blob) for name, blob in files if blob.sha256 not in known]
            if others and not other_source:
                words = _("“%(name)s” is not the file that was closed: its hash is another.")
                raise ValidationError({"files": words % {"name": others[0][0]}})
            if others and not reason:
                raise ValidationError({"reason": _("Say why the file itself cannot be restored.")})
            missing = missing_from_store(self)
            if missing and len(others) < len(missing):
                words = _("The file “%(name)s” is still missing: attach it.")
                raise ValidationError({"files": words % {"name": missing[0]["name"]}})
            with files_may_move():
                for name, blob in others:
                    Attachment.objects.create(
                        owner=self, blob=blob, name=name, kind="restored", added_by=by
                    )
            loss.restored_on, loss.source, loss.reason = restored_on, source, reason
            loss.files = [
                {"name": name, "size": blob.size, "sha256": blob.sha256} for name, blob in others
            ]
            loss.restored_by = by.person
            loss.save()
            if self.stored_on is None:
                move.target = RecordState.CLOSED
            move.details |= {"loss": loss.pk, "files": [blob.sha256 for _name, blob in files]}
            if others:
                move.details["others"] = [blob.sha256 for _name, blob in others]

    def destroy(self, *, by, act):
        """By an approved act alone: its files go, its name, number and hashes stay (26)."""
        with self.step("destroy", by=by) as move:
            if self.act_id != act.pk or act.state != "approved":
                raise ValidationError(_("A record is destroyed by an approved act that names it."))
            self._refuse_held()
            self.destroyed_on = act.done_on
            with files_may_move():
                self.current_files().delete()
            move.details |= {"act": act.pk, "files": [file["sha256"] for file in self.contents]}

    def _refuse_held(self):
        from .hold import refuse_held  # noqa: PLC0415 -- holds know records

        refuse_held(type(self).objects.filter(pk=self.pk))

    def _refuse_in_act(self):
        if self.act_id:
            words = _("It stands in %(act)s: take it out of the act first.")
            raise ValidationError(words % {"act": self.act})
