"""The second factor: codes of an app, passkeys, recovery codes (peers 30; 004/7.5.5)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyotp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.ciphers import hide, keyed_digest, reveal
from common.models import deed, record

from .organisation import Organisation

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Without those that are read for one another on paper.
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def time_step() -> int:
    """The number of the half minute that a code of an app belongs to."""
    return int(time.time()) // STEP_SECONDS


def matching_step(secret: str, code: str) -> int | None:
    """The half minute whose code this is: the present one, the one before or the one after."""
    now = time_step()
    for step in (now, now - 1, now + 1):
        if constant_time_compare(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None


class Totp(models.Model):
    """An app that shows a new code every half minute; its secret is encrypted at rest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="totp"
    )
    hidden_secret = models.TextField()
    last_step = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.user_id}"

    def accepts(self, code: str) -> bool:
        """Whether this is a code of now; each is taken once, whoever else types it meanwhile."""
        secret = reveal(self.hidden_secret)
        step = matching_step(secret, code) if secret else None
        if step is None:
            return False
        fresh = Totp.objects.filter(pk=self.pk, last_step__lt=step)
        return fresh.update(last_step=step) == 1


class Passkey(models.Model):
    """A passkey (WebAuthn): the private half never leaves the person's device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(gettext_lazy("name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    sign_count = models.PositiveBigIntegerField(default=0)
    transports = models.JSONField(default=list)
    added_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """One of ten codes on paper; only its keyed digest is kept, and it opens once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.user_id}"

    @staticmethod
    def digest_of(user, code: str) -> str:
        """What is kept of a code, however it was typed."""
        plain = "".join(letter for letter in code.lower() if letter.isalnum())
        return keyed_digest("recovery", f"{user.pk}:{plain}")


class FactorHolder(models.Model):
    """What an account has besides its password, and the deeds that change it."""

    powers: frozenset[str]
    sessions: Any
    #: By what somebody has just shown who they are: password, app, passkey, recovery.
    means = ""

    class Meta:
        abstract = True

    @cached_property
    def needed_for(self) -> frozenset[str]:
        """The powers held today for which the organisation wants a second factor."""
        return self.powers & frozenset(Organisation.current().second_factor_powers)

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for more than the password."""
        return (
            Totp.objects.filter(user=self.pk).exists()
            or Passkey.objects.filter(user=self.pk).exists()
        )

    def second_factor_names(self) -> list[str]:
        """What this account has, in words. Lists fetch ``totp`` and ``passkeys`` beforehand."""
        names = [_("Code from an app")] if getattr(self, "totp", None) else []
        if count := len(self.passkeys.all()):  # type: ignore[attr-defined]
            names.append(
                ngettext("%(count)s passkey", "%(count)s passkeys", count) % {"count": count}
            )
        return names

    def recovery_left(self) -> int:
        """How many recovery codes still open."""
        return RecoveryCode.objects.filter(user=self.pk, used_at=None).count()

    # Deeds of one's own hand --------------------------------------------------------------

    def set_up_app(self, secret: str, code: str) -> None:
        """Take an app that has shown it knows the secret by a first code."""
        step = matching_step(secret, code)
        if step is None:
            raise ValidationError(
                {
                    "code": _(
                        "The code does not fit. Wait for the next one, and see that the clock "
                        "of the device is right."
                    )
                }
            )
        with self._changing("set_up_app"):
            if Totp.objects.filter(user=self.pk).exists():
                raise ValidationError(_("An app is set up already; remove it first."))
            Totp.objects.create(user=self, hidden_secret=hide(secret), last_step=step)

    def add_passkey(self, *, name: str, **facts) -> Passkey:
        """Take a passkey that was made on a device of this person."""
        with self._changing("add_passkey") as told:
            if Passkey.objects.filter(credential_id=facts["credential_id"]).exists():
                raise ValidationError(_("This passkey is registered already."))
            passkey = Passkey.objects.create(user=self, name=name, **facts)
            told["passkey"] = passkey.pk
        return passkey

    def remove_app(self) -> None:
        """Do without the app from now on."""
        with self._changing("remove_app"):
            Totp.objects.filter(user=self.pk).delete()
            self._check_enough()

    def remove_passkey(self, passkey: Passkey) -> None:
        """A passkey does not open any more."""
        with self._changing("remove_passkey", passkey=passkey.pk):
            Passkey.objects.filter(pk=passkey.pk, user=self.pk).delete()
            self._check_enough()

    def make_recovery_codes(self) -> list[str]:
        """Ten new codes, told this once; those before do not open any more."""
        codes = [get_random_string(12, RECOVERY_LETTERS) for _n in range(RECOVERY_CODES)]
        with self._changing("make_recovery_codes"):
            RecoveryCode.objects.filter(user=self.pk).delete()
            RecoveryCode.objects.bulk_create(
                [
                    RecoveryCode(user=self, digest=RecoveryCode.digest_of(self, code))
                    for code in codes
                ]
            )
        return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]

    def use_recovery_code(self, code: str) -> bool:
        """Open by a code on paper: once, even when it is typed in two places at a time."""
        with deed(by=self):
            found = RecoveryCode.objects.filter(
                user=self.pk, used_at=None, digest=RecoveryCode.digest_of(self, code)
            )
            if found.update(used_at=timezone.now()) != 1:
                return False
            record(self, "use_recovery_code", by=self, left=self.recovery_left())
        return True

    # The administrator's ------------------------------------------------------------------

    def reset_second_factor(self, *, by, reason: str) -> None:
        """Take every factor away from somebody who lost theirs, and end the sessions that may be
        in other hands; ``reason`` is a code of a list.
        """
        with self._changing("reset_second_factor", by=by, reason=reason):
            for model in (Totp, Passkey, RecoveryCode):
                model.objects.filter(user=self.pk).delete()
            self.sessions.end()

    # Inside -------------------------------------------------------------------------------

    @contextmanager
    def _changing(self, name: str, *, by=None, **details) -> Iterator[dict]:
        """One change of somebody's factors; the account is locked, so that two come in turn."""
        with deed(by=by or self):
            type(self)._base_manager.select_for_update().get(pk=self.pk)
            yield details
            record(self, name, by=by or self, **details)

    def _check_enough(self) -> None:
        if self.has_second_factor:
            return
        if self.needed_for:
            raise ValidationError(
                _("Your powers require a second factor: set up another one before this one goes.")
            )
        RecoveryCode.objects.filter(user=self.pk).delete()
