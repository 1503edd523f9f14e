"""What becomes of papers of others: used, demanded back, returned, damaged, lost (004/7.5.4)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Attachment, Lifecycle, Step, Todo, deed, record
from common.working_days import after_working_days

RETURN = "documents.return_held"
TELL_OWNER = "documents.tell_owner"
RETURN_DAYS = 3  # working days, where nobody says another day


class HeldState(models.TextChoices):
    """Where a paper of others stands (agency, 4.24)."""

    RECEIVED = "received", _("Received")
    IN_USE = "in_use", pgettext_lazy("paper of others", "In use")
    DEMANDED = "demanded", _("Return demanded")
    RETURNED = "returned", _("Returned")
    DAMAGED = "damaged", _("Damaged")
    LOST = "lost", _("Lost")


ENDED = [HeldState.RETURNED, HeldState.LOST]
HERE: set[str] = {HeldState.RECEIVED, HeldState.IN_USE, HeldState.DEMANDED, HeldState.DAMAGED}

HELD_STEPS = {
    "use": Step(
        label=_("Give for use"),
        done=_("gave the paper for use"),
        source={HeldState.RECEIVED},
        target=HeldState.IN_USE,
        permission="documents.keep_heldpaper",
    ),
    "put_back": Step(
        label=_("Back in its place"),
        done=_("put the paper back in its place"),
        source={HeldState.IN_USE},
        target=HeldState.RECEIVED,
        permission="documents.keep_heldpaper",
    ),
    "demand": Step(
        label=_("Its return is demanded"),
        done=_("entered that the return is demanded"),
        source=HERE - {HeldState.DEMANDED},
        target=HeldState.DEMANDED,
        also={HeldState.DAMAGED},
        permission="documents.keep_heldpaper",
    ),
    "give_back": Step(
        label=_("Enter as returned"),
        done=_("returned the paper"),
        source=HERE,
        target=HeldState.RETURNED,
        permission="documents.keep_heldpaper",
    ),
    "damage": Step(
        label=_("It is damaged"),
        done=_("entered that the paper is damaged"),
        source=HERE - {HeldState.DAMAGED},
        target=HeldState.DAMAGED,
        permission="documents.keep_heldpaper",
        danger=True,
    ),
    "lose": Step(
        label=_("It is lost"),
        done=_("entered that the paper is lost"),
        source=HERE,
        target=HeldState.LOST,
        permission="documents.keep_heldpaper",
        danger=True,
    ),
    "find": Step(
        label=_("It was found"),
        done=_("entered that the paper was found"),
        source={HeldState.LOST},
        target=HeldState.RECEIVED,
        also={HeldState.DEMANDED},
        permission="documents.keep_heldpaper",
    ),
}


def not_ahead(field: str, day, since=None) -> None:
    """Refuse a day to come, or one before the paper was received."""
    if day > localdate():
        raise ValidationError({field: _("The day cannot lie in the future.")})
    if since and day < since:
        raise ValidationError({field: _("The paper was not here yet on this day.")})


class HeldDeeds(Lifecycle):
    """The deeds of a paper of others; who keeps it is asked when it is to be returned."""

    received_on: Any
    keeper: Any
    keeper_id: Any
    used_by: Any
    used_from: Any
    demanded_on: Any
    demanded_how: Any
    return_by: Any
    returned_on: Any
    harm: Any
    harmed_on: Any
    told_on: Any
    told_how: Any
    revision: int
    objects: Any

    class Meta:
        abstract = True

    def use(self, *, by, used_by, used_from):
        """Somebody works with it: who, since when (004/7.5.4)."""
        with self.step("use", by=by) as move:
            not_ahead("used_from", used_from, self.received_on)
            self.used_by, self.used_from = used_by, used_from
            move.details["person"] = used_by.pk

    def put_back(self, *, by):
        """Nobody works with it any more."""
        with self.step("put_back", by=by):
            self.used_by = self.used_from = None

    def demand(self, *, by, demanded_on, demanded_how="", return_by=None):
        """Its owner wants it back: whoever keeps it is asked, by a day (004/7.5.4)."""
        with deed(by=by):
            with self.step("demand", by=by) as move:
                if self.demanded_on:
                    raise ValidationError(_("Its return is demanded already."))
                not_ahead("demanded_on", demanded_on, self.received_on)
                self.demanded_on, self.demanded_how = demanded_on, demanded_how
                self.return_by = return_by or after_working_days(demanded_on, RETURN_DAYS)
                if self.return_by < demanded_on:
                    words = _("It is returned on the day of the demand or later.")
                    raise ValidationError({"return_by": words})
                if self.state == HeldState.DAMAGED:
                    move.target = HeldState.DAMAGED
                move.details["return_by"] = self.return_by.isoformat()
            self.ask_today()

    def give_back(self, *, by, returned_on, returned_to, others=(), scan=None):
        """Its owner has it again, against a signature; ``others`` went back with it (004/7.5.4)."""
        with deed(by=by):
            for one in [self, *others]:
                with one.step("give_back", by=by) as move:
                    not_ahead("returned_on", returned_on, one.received_on)
                    one.returned_on, one.returned_to = returned_on, returned_to
                    one.returned_by = by.person
                    one.used_by = one.used_from = None
                    if scan:
                        name, blob = scan
                        Attachment.objects.create(
                            owner=one, blob=blob, name=name, kind="scan", added_by=by
                        )
                        move.details["sha256"] = blob.sha256
                one.ask_today()

    def damage(self, *, by, harmed_on, harm, told_on=None, told_how=""):
        """It is not whole any more; its owner is told (004/7.5.4; ISO 9001, 8.5.3)."""
        self._harm("damage", by, harmed_on, harm, told_on, told_how)

    def lose(self, *, by, harmed_on, harm, told_on=None, told_how=""):
        """Nobody knows where it is; its owner is told (004/7.5.4; ISO 9001, 8.5.3)."""
        self._harm("lose", by, harmed_on, harm, told_on, told_how)

    def _harm(self, name, by, harmed_on, harm, told_on, told_how) -> None:
        with deed(by=by):
            with self.step(name, by=by) as move:
                not_ahead("harmed_on", harmed_on, self.received_on)
                self.harmed_on, self.harm = harmed_on, harm
                self.told_on, self.told_how = None, ""
                if told_on:
                    self._note_told(told_on, told_how)
                if name == "lose":
                    self.used_by = self.used_from = None
                move.details["told"] = told_on and told_on.isoformat()
            self.ask_today()

    def find(self, *, by, note=""):
        """A lost paper turned up; what was demanded is still to be returned."""
        with deed(by=by):
            with self.step("find", by=by) as move:
                self.harm = "\n".join(filter(None, [self.harm, note]))
                if self.demanded_on:
                    move.target = HeldState.DEMANDED
            self.ask_today()

    def tell_owner(self, *, by, told_on, told_how):
        """Its owner was told that it is damaged or lost (ISO 9001, 8.5.3)."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not self.lacks_telling:
                raise ValidationError(_("The owner was told already."))
            self._note_told(told_on, told_how)
            self.revision += 1
            self._change_reason = "tell_owner"
            self.save()
            record(self, "tell_owner", by=by, told_on=told_on.isoformat())
            self.ask_today()

    def _note_told(self, told_on, told_how) -> None:
        not_ahead("told_on", told_on, self.harmed_on)
        if not told_how.strip():
            raise ValidationError({"told_how": _("Say how: a letter, a call, in person.")})
        self.told_on, self.told_how = told_on, told_how

    @property
    def lacks_telling(self) -> bool:
        """Damaged or lost, and its owner does not know it yet."""
        return self.state in (HeldState.DAMAGED, HeldState.LOST) and self.told_on is None

    def pass_on(self, *, by, to):
        """Its keeper leaves: whoever takes over answers for it from now on."""
        before = self.keeper_id
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            self.keeper, self._change_reason = to, "take_over"
            self.revision += 1
            self.save()
            record(self, "take_over", by=by, keeper=to.pk, before=before)
            self.ask_today()

    def ask_today(self) -> None:
        """Let it wait for its keeper: to return it by its day, to tell its owner."""
        owed = self.demanded_on is not None and self.state not in ENDED
        for kind, waits, due in (
            (RETURN, owed, self.return_by),
            (TELL_OWNER, self.lacks_telling, None),
        ):
            todos = Todo.objects.about(self).filter(kind=kind)
            todos.exclude(person=self.keeper if waits else None).done()
            if waits:
                Todo.objects.ask([self.keeper], kind, self, due=due)
