"""The order by which a version was withdrawn, and the signature under it (004/4.2.3, 7.3.6)."""

from datetime import UTC

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TranslatedField
from common.models.journal import digest
from people.models import Person, Substitution

from .version import DocumentVersion


class Withdrawal(models.Model):
    """Who took a version out of use, by which order, with their own hand.

    ``digest`` is taken of all that was signed, the reason and the hash of the text among it; the
    journal's row of the deed carries it, so that neither can be changed later.
    """

    PART_OF = "version"

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.PROTECT, related_name="withdrawal"
    )
    order_number = models.CharField(_("order No."), max_length=40)
    order_date = models.DateField(_("order date"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    name = models.CharField(_("name"), max_length=200)
    position_name = TranslatedField(_("position"), blank=True)
    acting = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict)
    signed_at = models.DateTimeField(_("when"))
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]

    def __str__(self):
        return _("No. %(number)s of %(date)s") % {
            "number": self.order_number,
            "date": f"{self.order_date:%d.%m.%Y}",
        }

    @classmethod
    def sign(cls, version, *, by, number, date, means="") -> "Withdrawal":
        """The signature of whoever withdraws, over the text and the reason."""
        held = by.holds_by("documents.approve")
        acting, position = {}, dict(held.name) if held else {}
        if held and held.substitution:
            substitution = Substitution.objects.get(pk=held.substitution)
            acting, position = substitution.frozen(), dict(substitution.position.name)
        signed = cls(
            version=version,
            order_number=number,
            order_date=date,
            person=by.person,
            name=by.person.signature_name,
            position_name=position,
            acting=acting,
            facts={"means": means} if means else {},
            signed_at=timezone.now(),
        )
        signed.digest = signed.computed_digest()
        signed.save()
        return signed

    def computed_digest(self) -> str:
        """The digest this withdrawal must carry, from its own facts and those of its version."""
        version = self.version
        return digest(
            {
                "version": version.token,
                "manifest": version.sheet.manifest_hash if version.sheet else "",
                "reason": version.end_reason,
                "order": self.order_number,
                "date": self.order_date.isoformat(),
                "person": str(self.person.uid),
                "name": self.name,
                "position": dict(self.position_name),
                "acting": self.acting,
                "facts": self.facts,
                "at": self.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            }
        )
