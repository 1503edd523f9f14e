"""What the system does about accounts by itself: sweeps that may run at any time, twice."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from common.caller import SYSTEM
from common.models import Letter, StepNotAllowed
from people.models import AccountReview, Handover, Invitation, User, UserSession

log = logging.getLogger(__name__)


@shared_task
def sweep_accounts() -> None:
    """Leavers lose access the same day; idle sessions and old links are closed (A.5.18, A.8.5)."""
    for handover in Handover.objects.due().select_related("person", "to"):
        try:
            handover.close(by=SYSTEM)
        except Exception:
            log.exception("The handover %s could not be closed.", handover.pk)
    for user in User.objects.leavers():
        try:
            user.block(by=SYSTEM, reason=_("No position is held any more."))
        except StepNotAllowed:
            log.info("The account %s was blocked by another worker.", user.pk)
        except Exception:
            log.exception("The account %s could not be blocked.", user.pk)
    standing = UserSession.objects.standing().values("pk")
    UserSession.objects.filter(ended_at=None).exclude(pk__in=standing).end()
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    forget_links()


def forget_links() -> None:
    """A letter that never left keeps no link that is too old."""
    old = Invitation.objects.filter(used_at=None, expires_at__lt=timezone.now())
    waiting = set(
        Letter.objects.exclude(secret="")
        .filter(key__startswith="invitation:")
        .values_list("key", flat=True)
    )
    for invitation in old if waiting else ():
        if invitation.letter_key in waiting:
            Letter.recall(invitation.letter_key)


@shared_task
def begin_review() -> None:
    """In the first days of a quarter: the list of accounts and powers (A.5.18)."""
    AccountReview.begin()
