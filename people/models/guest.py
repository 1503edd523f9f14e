"""Guests: accounts for an inspection, which only read and end by themselves (004/4.2.3, 5.5.1)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common import caller, guests
from common.models import deed, record

from .invitation import Invitation


class Guest(models.Model):
    """What makes an account a guest: until when it reads, and what it is shown.

    ``shown`` holds the parts of the house (``common.guests``) and what narrows them, such as the
    types of documents. Of anybody else both are empty.
    """

    reads_until = models.DateTimeField(_("reads until"), null=True, editable=False)
    shown = models.JSONField(_("is shown"), default=dict, editable=False)

    is_active: bool
    needed_for: frozenset[str]
    sessions: Any
    invitations: Any
    #: The link made by the last deed, in the process that made it.
    invitation: Invitation | None

    class Meta:
        abstract = True

    @property
    def is_guest(self) -> bool:
        """An account that only reads."""
        return self.reads_until is not None

    @property
    def is_over(self) -> bool:
        """A guest whose time has ended: to the minute, whatever session it has."""
        return self.reads_until is not None and self.reads_until <= timezone.now()

    @property
    def lent_powers(self) -> frozenset[str]:
        """The powers that what is shown lends, for reading alone."""
        if self.is_over:
            return frozenset()
        top = {"documents.top"} if self.shown.get("top") else set()
        return guests.powers_of(self.shown.get("parts", [])) | top

    @cached_property
    def _open(self) -> frozenset[str]:
        own = {"people.change_factors"} if self.needed_for else set()
        return guests.permissions_of(self.shown.get("parts", [])) | own

    def is_open_to(self, permission: str) -> bool:
        """Whether this account may be asked for a permission at all; a guest only for what its
        parts name.
        """
        return not self.is_guest or (not self.is_over and permission in self._open)

    def may_look_at(self, model) -> bool:
        """Whether records of a kind are for this account, where no page asks a permission."""
        meta = model._meta
        return self.is_open_to(f"{meta.app_label}.view_{meta.model_name}")

    def narrowed_to(self, what: str) -> list[int]:
        """The keys to which an inspection is narrowed, say the types of documents; none: to all."""
        return self.shown.get(what, []) if self.is_guest else []

    # Deeds ---------------------------------------------------------------------------------

    @classmethod
    def let_in(cls, person, *, by, until: datetime, shown: dict):
        """An account for an outsider: its link is known only to who let them in, and only now."""
        from people import usernames  # noqa: PLC0415 -- it asks which names are taken

        with deed(by=by):
            user = cls.objects.create_user(  # type: ignore[attr-defined]
                usernames.propose(person),
                person=person,
                state="invited",
                reads_until=until,
                shown=shown,
            )
            record(user, "let_guest_in", by=by, until=until.isoformat(), shown=shown)
            user.link_again(by=by)
        return user

    def link_again(self, *, by) -> None:
        """A link that opens until the account ends."""
        left = self.reads_until - timezone.now()  # type: ignore[operator]
        purpose = Invitation.Purpose.INVITE
        self.invitation = Invitation.make(self, by=by, purpose=purpose, by_letter=False, holds=left)

    def stay(self, *, by, until: datetime, reason: str) -> None:
        """The guest reads on until another moment; what had ended opens again."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            self.reads_until = until
            self.is_active = True
            usable = self.has_usable_password()  # type: ignore[attr-defined]
            self.state = "active" if usable else "invited"
            self.save()
            record(self, "let_guest_stay", by=by, until=until.isoformat(), reason=reason)
            if not usable:
                self.link_again(by=by)

    def narrow(self, *, by, shown: dict) -> None:
        """What is shown changes while the guest is here."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.shown != shown:
                self.shown = shown
                self.save()
                record(self, "narrow_guest", by=by, shown=shown)

    def see_out(self, *, by) -> None:
        """The guest's time ends now: the next click says so."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not self.is_over:
                self.reads_until = timezone.now()
                self.save()
            self.invitations.withdraw()
            record(self, "see_guest_out", by=by)


class GuestVisitQuerySet(models.QuerySet["GuestVisit"]):
    def note(self, request, response) -> None:
        """A guest opened a page or a file."""
        title = (getattr(response, "context_data", None) or {}).get("title", "")
        title = title or getattr(response, "filename", "") or ""
        self.create(
            user=request.user,
            path=request.get_full_path()[:500],
            title=str(title)[:300],
            ip=caller.current().ip,
        )


class GuestVisit(models.Model):
    """One page or file that a guest opened. Only added to; reading is no deed of the chain."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    path = models.CharField(_("address"), max_length=500)
    title = models.CharField(_("what was opened"), max_length=300, blank=True)
    ip = models.GenericIPAddressField(_("from where"), null=True)

    objects = GuestVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self):
        return f"{self.user} {self.path}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("What a guest opened is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What a guest opened is never cut.")
