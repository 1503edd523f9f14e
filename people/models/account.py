"""The life of an account: invited, active, blocked; never deleted, its name never given again."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Prefetch, Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.models import Lifecycle, Step, deed, record
from common.text import fold
from people import limits

from .blocking import Blocking
from .invitation import DAY, Invitation
from .keepers import check_keeper_stays, keepers_held
from .person import Appointment
from .substitution import Substitution

SYSTEM.allowed.add("people.block_user")  # on the evening of a last day


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Accounts are seen by those who keep them."""
        return self if user.has_perm("people.view_account") else self.none()

    def for_list(self):
        """All that a row shows, whatever the number of rows."""
        held = Appointment.objects.on().select_related("position").order_by("position__order")
        acts = Substitution.objects.on().for_list().order_by("since", "pk")
        return (
            self.select_related("person")
            .prefetch_related(
                Prefetch("person__appointments", held, to_attr="held"),
                "person__held__position__powers",
                Prefetch("person__acts", acts, to_attr="acts_now"),
                "person__acts_now__position__powers",
                "person__acts_now__powers",
            )
            .order_by("person__sorted_as", "pk")
        )

    def leavers(self):
        """Accounts of employees whose last appointment is over."""
        held = Appointment.objects.filter(Q(until=None) | Q(until__gte=localdate()))
        once = self.filter(person__in=Appointment.objects.values("person"))
        return once.filter(person__is_external=False).exclude(
            Q(person__in=held.values("person")) | Q(state="blocked")
        )

    def guests_gone(self):
        """Accounts of inspectors whose time has ended."""
        return self.filter(reads_until__lte=timezone.now()).exclude(state="blocked")

    def invited(self):
        """Those whose owner never chose a password, with the last day of a link that opens."""
        link = Max("invitations__expires_at", filter=Q(invitations__in=Invitation.objects.open()))
        return self.filter(state="invited").annotate(link_until=link)

    def search(self, words: str):
        """By the person's names and by the user name."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(person__folded__contains=word) | Q(username__icontains=word))
        return found


class Account(Lifecycle, AbstractBaseUser):
    """What may happen to an account, and by whose right (004/7.5.5; ISO 27001, A.5.18)."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        BLOCKED = "blocked", _("Blocked")

    STEPS = {
        "invite": Step(
            label=_("Invite again"),
            done=_("made an invitation"),
            source={State.INVITED},
            target=State.INVITED,
            permission="people.invite_user",
        ),
        "reset": Step(
            label=_("Reset the password"),
            done=_("reset the password"),
            source={State.ACTIVE},
            target=State.INVITED,
            permission="people.invite_user",
        ),
        "unblock": Step(
            label=_("Unblock"),
            done=_("unblocked the account"),
            source={State.BLOCKED},
            target=State.ACTIVE,
            also={State.INVITED},
            permission="people.block_user",
        ),
        "open_lock": Step(
            label=_("Open the lock"),
            done=_("opened the lock after wrong answers"),
            source={State.INVITED, State.ACTIVE},
            target=State.ACTIVE,
            also={State.INVITED},
            permission="people.block_user",
        ),
        "end_sessions": Step(
            label=_("End all sessions"),
            done=_("ended all sessions"),
            source={State.ACTIVE},
            target=State.ACTIVE,
            permission="people.end_sessions_user",
        ),
        "block": Step(
            label=_("Block"),
            done=_("blocked the account"),
            source={State.INVITED, State.ACTIVE},
            target=State.BLOCKED,
            permission="people.block_user",
            danger=True,
        ),
    }

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ACTIVE, editable=False
    )
    blocked_at = models.DateTimeField(_("blocked since"), null=True, editable=False)
    block_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    person: Any
    sessions: Any
    invitations: Any
    #: The link made by the last deed, in the process that made it.
    invitation: Invitation | None = None

    class Meta(AbstractBaseUser.Meta):
        abstract = True

    def get_absolute_url(self):
        return self.person.get_absolute_url()

    def listed_powers(self) -> dict[str, Any]:
        """The powers it could use, by code, from what ``for_list`` loaded: its owner's own, and
        those of the positions its owner acts in.
        """
        given = [post.position.powers.all() for post in self.person.held]
        given += [acted.gives() for acted in self.person.acts_now]
        return {power.code: power for some in given for power in some}

    @property
    def shut_until(self) -> datetime | None:
        """Until when nobody may try to sign in with it, after too many wrong answers."""
        return limits.shut_until([self]).get(self.pk)

    def can(self, name, user):
        """There is a lock to open only while it is shut."""
        return super().can(name, user) and (name != "open_lock" or self.shut_until is not None)

    @property
    def is_gone(self) -> bool:
        """An employee whose last appointment is over."""
        held = self.person.appointments
        if self.person.is_external or not held.exists():
            return False
        return not held.filter(Q(until=None) | Q(until__gte=localdate())).exists()

    # Deeds ---------------------------------------------------------------------------------

    @classmethod
    def open_for(cls, person, *, by, username: str, by_letter: bool):
        """A new account of a person, with an invitation to choose a password."""
        with deed(by=by):
            user = cls.objects.create_user(  # type: ignore[attr-defined]
                username, person=person, state=cls.State.INVITED
            )
            record(user, "open_account", by=by)
            user.invite(by=by, by_letter=by_letter)
        return user

    def invite(self, *, by, by_letter):
        """A new link in place of the last one, by letter or to be printed."""
        with self.step("invite", by=by) as move:
            self._link(Invitation.Purpose.INVITE, by, by_letter, move)

    def reset(self, *, by, by_letter):
        """The old password is dead, the sessions are over; a link lets a new one be chosen."""
        with deed(by=by), keepers_held(), self.step("reset", by=by) as move:
            check_keeper_stays(self.person)
            self.set_unusable_password()
            self.sessions.end()
            self._link(Invitation.Purpose.RESET, by, by_letter, move)

    def block(self, *, by, reason):
        """Nobody signs in with it any more, from this moment."""
        with deed(by=by), keepers_held(), self.step("block", by=by):
            if by.pk:
                check_keeper_stays(self.person)
            self.is_active = False
            self.blocked_at, self.block_reason = timezone.now(), reason
            Blocking.objects.create(user=self, at=self.blocked_at, reason=reason)
            self.sessions.end()
            self.invitations.withdraw()

    def unblock(self, *, by):
        """It may be signed in to again with its password; without one, it waits for a link."""
        with self.step("unblock", by=by) as move:
            if self.is_gone:
                raise ValidationError(_("This person holds no position any more: appoint first."))
            self.is_active = True
            self.blocked_at, self.block_reason = None, ""
            if not self.has_usable_password():
                move.target = self.State.INVITED

    def open_lock(self, *, by):
        """Wrong answers until now count no more: its owner may try again at once."""
        with self.step("open_lock", by=by) as move:
            limits.forget(self)
            move.target = self.state

    def end_sessions(self, *, by):
        """Sign this account out everywhere."""
        with self.step("end_sessions", by=by) as move:
            move.details["sessions"] = self.sessions.end()

    def forgot(self) -> None:
        """A link by letter for the owner who forgot the password; the old one holds till then."""
        with deed():
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state != self.State.ACTIVE or not self.person.email:
                return
            Invitation.make(
                self, by=self, purpose=Invitation.Purpose.RESET, by_letter=True, holds=DAY
            )

    def _link(self, purpose, by, by_letter: bool, move) -> None:
        self.invitation = Invitation.make(self, by=by, purpose=purpose, by_letter=by_letter)
        move.details |= {"by_letter": by_letter, "until": self.invitation.expires_at.isoformat()}
