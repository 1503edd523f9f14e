"""What a version says of the process card it is written as, if it is one (004/4.1, 7.3.5)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import Appointment, Person


class Carded:
    """A version that may be written field by field, as a process card."""

    document: Any

    @property
    def own_card(self):
        """The card of this version, or None for a plain text."""
        return getattr(self, "card", None)

    @property
    def is_card(self) -> bool:
        return self.own_card is not None

    def card_facts(self) -> dict:
        """What of the card a signature covers; nothing for a plain text."""
        return {"card": self.own_card.manifest()} if self.is_card else {}

    def check_card(self) -> None:
        """Refuse a card that nobody has filled in."""
        if self.is_card and not self.own_card.purpose:
            raise ValidationError(_("The process card is not filled in yet."))

    def proposed_to_agree(self):
        """Who agrees by signature: owner, head and executors of the process, or whoever answers
        for the document (004/7.3.5).
        """
        positions = self.own_card.positions() if self.is_card else {self.document.owner_id}
        held = Appointment.objects.on().filter(position__in=positions - {None})
        return Person.objects.filter(pk__in=held.values("person"))

    def take_force(self) -> None:
        """The register of processes follows the card that comes into force."""
        super().take_force()  # type: ignore[misc]  # it stands before a version
        if self.is_card and (process := getattr(self.document, "process", None)):
            process.follow_card(self.own_card)
