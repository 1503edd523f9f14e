"""Forms that were sent: the same one sent again, by a second click or a slow line, does nothing."""

import hashlib

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from .journal import canonical


class AlreadySent(Exception):
    """This very form did its work before; ``url`` is where that led."""

    def __init__(self, url: str):
        super().__init__(url)
        self.url = url


class Sent(models.Model):
    """One form as it was drawn and filled in: a digest of it, and where its deed led.

    The token that Django puts into each form is another one each time a page is drawn. So the same
    token with the same values is one form sent twice; with other values it is a new intention.
    """

    key = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return self.url

    @classmethod
    def take(cls, request) -> "Sent | None":
        """Note that this form does its work now, in the transaction of its deed.

        Who comes second waits for the first and gets AlreadySent. A request without a token has
        no form behind it.
        """
        if not (key := _key(request)):
            return None
        sent = cls(key=key)
        try:
            with transaction.atomic():
                sent.save()
        except IntegrityError as error:
            raise AlreadySent(cls.objects.get(key=key).url) from error
        return sent

    @classmethod
    def before(cls, request) -> "AlreadySent | None":
        """Whether this very form did its work before: then its refusal now is no news."""
        found = cls.objects.filter(key=_key(request)).first()
        return AlreadySent(found.url) if found else None

    def led_to(self, url: str) -> None:
        """Where the second sending is to be led."""
        self.url = url
        self.save(update_fields=["url"])


def _key(request) -> str:
    if not request.POST.get("csrfmiddlewaretoken"):
        return ""
    said = [request.user.pk, request.get_full_path(), sorted(request.POST.lists())]
    return hashlib.sha256(canonical(said).encode()).hexdigest()
