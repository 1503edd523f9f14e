"""Invitations: a link with which the owner of an account chooses their own password (004/7.5.5).

Only a hash of the link is kept. It holds for a week, once, and only while no newer one is made.
"""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.letters import compose
from common.models import Letter, deed, record
from common.notices import Draft

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without the letters that are taken for digits
LENGTH = 28  # more than 128 bits
WEEK, DAY = timedelta(days=7), timedelta(days=1)


class InvitationClosed(Exception):
    """The link was used, withdrawn or is too old."""


def readable(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def _hash(code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self):
        """Those with which a password can still be chosen."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def find(self, code: str) -> "Invitation | None":
        """The invitation of a link or of a printed code, whatever became of it."""
        found = self.select_related("user__person", "made_by__person")
        return found.filter(token_hash=_hash(code)).first()

    def withdraw(self) -> None:
        """These open nothing any more, and a letter still on its way is not sent."""
        for invitation in self.filter(used_at=None, withdrawn_at=None):
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            Letter.recall(invitation.letter_key)


class Invitation(models.Model):
    """One link to choose a password: for a new account, or in place of a lost password."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invitation")
        RESET = "reset", _("New password")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()
    #: Known only to the process that made it.
    code = ""
    by_letter = False

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.user} {self.get_purpose_display()}"

    @classmethod
    def make(cls, user, *, by, purpose, by_letter: bool, holds=WEEK) -> "Invitation":
        """A new link in place of the older ones; its code is on the object, never in the row."""
        user.invitations.withdraw()
        code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
        made = cls(
            user=user,
            purpose=purpose,
            token_hash=_hash(code),
            made_by=by if by.pk else None,
            expires_at=timezone.now() + holds,
        )
        made.code = code
        made.save()
        made.by_letter = by_letter and bool(user.email)
        if made.by_letter:
            draft = Draft(user.person, f"account_{purpose}", {"invitation": made, "user": user})
            compose(draft, made.letter_key, secret=made.url).save()
        return made

    @property
    def letter_key(self) -> str:
        return f"invitation:{self.uid}"

    @property
    def url(self) -> str:
        """The link; only where the code is known."""
        return settings.PUBLIC_BASE_URL + reverse("invitation", args=[self.code])

    @property
    def readable_code(self) -> str:
        return readable(self.code)

    @property
    def standing(self) -> str:
        """open, or why it opens nothing: used, withdrawn, expired."""
        if self.used_at:
            return "used"
        if self.withdrawn_at or not self.user.is_active:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"

    def take(self, password: str) -> None:
        """The owner chooses a password: once, and whoever comes second is told."""
        user = self.user
        with deed(by=user):
            user.refresh_from_db(from_queryset=type(user)._base_manager.select_for_update())
            self.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
            self.user = user
            if self.standing != "open":
                raise InvitationClosed(self.standing)
            self.used_at = timezone.now()
            self.save(update_fields=["used_at"])
            user.set_password(password)
            user.state = user.State.ACTIVE
            user.save()
            user.sessions.end()
            record(user, "choose_password", by=user, purpose=self.purpose)
