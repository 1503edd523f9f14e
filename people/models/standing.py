"""What units and positions have in common: they are in use from when they are made until closed.

A closed one stays where papers of its time name it and is offered nowhere any more (004/1).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Revised, deed, record
from people.asking import told


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone who works here knows the structure (004/5.5.1)."""
        return self if user.is_employee else self.none()

    def on(self, day=None):
        """Those in use on a day (today)."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day or localdate()))

    def in_use(self, *keep):
        """Those that may be chosen, and those that are chosen already."""
        return self.filter(Q(closed_on=None) | Q(pk__in=keep))


class Standing(Revised):
    """A part of the structure, by its code; closed by a day and a reason, never taken away."""

    DEEDS = ("", "")  # what the journal calls its closing and its opening again
    #: Fields that the history had not always: what they are by themselves is not in its digests.
    LATER = {"revision": 1, "closed_on": None}

    closed_on = models.DateField(gettext_lazy("closed on"), null=True, blank=True, editable=False)

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True

    def check_place(self) -> None:
        """Refuse a place in the structure that cannot be; nobody else moves meanwhile."""
        raise NotImplementedError

    def check_empty(self, on: date) -> None:
        """Refuse to close what is still needed from that day."""
        raise NotImplementedError

    def close(self, *, by, on: date, reason: str) -> None:
        """From that day it is no more, unless something asks for it."""
        with deed(by=by):
            self._lock()
            if self.closed_on:
                raise ValidationError(_("This is closed already."))
            if on > localdate():
                raise ValidationError({"on": _("This day is still to come.")})
            self.check_empty(on)
            if asking := told(self, by):
                raise ValidationError(
                    _("It is named by: %(what)s. Put another in its place there first.")
                    % {"what": asking}
                )
            self.closed_on = on
            self._keep(self.DEEDS[0], by, reason)

    def reopen(self, *, by, reason: str) -> None:
        """It is in use again, in its old place."""
        with deed(by=by):
            self._lock()
            if not self.closed_on:
                raise ValidationError(_("This is in use already."))
            self.closed_on = None
            self.check_place()
            self._keep(self.DEEDS[1], by, reason)

    def _lock(self) -> None:
        """Hold its row, and know what stands in it now."""
        type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db()

    def _keep(self, name: str, by, reason: str) -> None:
        self.revision += 1
        self._change_reason = reason[:100]
        self.save()
        record(self, name, by=by)
