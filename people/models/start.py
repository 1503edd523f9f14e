"""The first start: an installation of one's own begins empty and is led through a guide (004/1)."""

import hashlib
import hmac
import secrets

from django.db import models
from django.utils import timezone

from .user import User


class FirstStart(models.Model):
    """The guide through an empty installation: who holds its code, how far it is.

    There is one row at most. Only the hash of the code is kept; a new code ends the one before.
    """

    code_hash = models.CharField(max_length=64, blank=True)
    profile = models.ForeignKey(
        "common.Blob", null=True, on_delete=models.PROTECT, related_name="+"
    )
    administrator = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return "finished" if self.finished_at else "under way"

    @classmethod
    def current(cls) -> "FirstStart | None":
        """The guide of this installation, finished or not; none where it was never begun."""
        return cls.objects.filter(pk=1).first()

    @classmethod
    def locked(cls) -> "FirstStart":
        """The guide's row, held by this transaction: two people never save at the same moment."""
        return cls.objects.select_for_update().get(pk=1)

    @classmethod
    def new_code(cls) -> str:
        """Begin the guide if need be, and give a code of 128 bits that opens it, in groups."""
        guide, _new = cls.objects.get_or_create(pk=1)
        code = secrets.token_hex(16)
        guide.code_hash = hashed(code)
        guide.save(update_fields=["code_hash"])
        return "-".join(code[n : n + 4] for n in range(0, len(code), 4))

    def opens(self, typed: str) -> bool:
        """Whether what was typed is the code, however it was grouped."""
        return bool(self.code_hash) and hmac.compare_digest(hashed(typed), self.code_hash)

    def mark(self, page: str, how: str = "done") -> None:
        """Remember that a page of the guide is done, or was skipped."""
        self.done = {**self.done, page: how}
        self.save(update_fields=["done"])


def hashed(code: str) -> str:
    """SHA-256 of a code as it is compared: without gaps and dashes, in small letters."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
