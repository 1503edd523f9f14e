"""Dissenting opinions of members, attached to the protocol (domain 2.7, row 18)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import deed, record
from common.models.journal import digest
from people.models import Person

from .meeting import Meeting


class DissentManager(models.Manager["Dissent"]):
    def told_to(self, user):
        """Those whose words this reader of the protocol may read: a guest those that stand in the
        signed paper, and where the director says so also those given after the signing.
        """
        if not user.is_guest:
            return self.all()
        signed = self.filter(meeting__in=Meeting.objects.told_to(user).values("pk"))
        return signed if "documents.top" in user.powers else signed.filter(is_late=False)

    def write(self, meeting, *, by, text: str) -> "Dissent":
        """A member who was there writes that they hold another opinion; once, and for good."""
        with deed(by=by):
            meeting.refresh_from_db(from_queryset=Meeting._base_manager.select_for_update())
            if not by.has_perm("planning.dissent_meeting", meeting):
                raise PermissionDenied
            if not meeting.takes_opinions():
                raise ValidationError(
                    gettext("The time for a dissenting opinion is over: three days after signing.")
                )
            if self.filter(meeting=meeting, person=by.person).exists():
                raise ValidationError(gettext("Your dissenting opinion is attached already."))
            one = self.model(
                meeting=meeting,
                person=by.person,
                name=by.person.signature_name,
                text=text.strip(),
                is_late=meeting.approved_at is not None,
            )
            one.full_clean()
            one._change_reason = "write_dissent"
            one.save()
            record(meeting, "write_dissent", by=by, digest=digest(one.text))
        return one


class Dissent(models.Model):
    """A member’s other opinion: in the paper, or beside it where it was signed already."""

    PART_OF = "meeting"

    _change_reason: str

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="dissents", verbose_name=_("meeting")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("whose")
    )
    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(_("dissenting opinion"), max_length=6000)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    is_late = models.BooleanField(_("given after the signing"), default=False)
    history = HistoricalRecords()

    objects = DissentManager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="dissent_once_a_member")
        ]

    def __str__(self):
        return f"{self.meeting}: {self.name}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()
