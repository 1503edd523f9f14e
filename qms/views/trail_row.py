"""The page of one row of the journal: the deed, what it changed, and whether the row holds."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import changes, deeds, details
from common.dates import moment_of_trail
from common.marks import copy_hash
from common.models import JournalEntry, Opening, Seal
from common.reach import name_in_trail, told_by_name, within_reach
from common.views import DetailPage, Fact


class JournalRow(DetailPage):
    """One deed with all that the journal knows of it (004/7.5.5)."""

    model = JournalEntry
    permission = "common.view_journal"
    template_name = "journal_row.html"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return JournalEntry.objects.select_related("user__person", "content_type")

    def get_title(self):
        return _("Row %(number)s of the journal") % {"number": self.object.number}

    def facts(self):
        entry, thing = self.object, self.thing
        address = getattr(thing, "get_absolute_url", None) if self.is_in_reach else None
        return [
            Fact(_("When"), moment_of_trail(entry.at)),
            Fact(_("Who"), entry.user.person.full_name if entry.user else "Sapat"),
            Fact(_("From where"), entry.ip),
            Fact(_("Deed"), deeds.sentence(entry)),
            Fact(_("With what"), self.thing_words(), address() if address else ""),
            Fact(_("Reason"), deeds.reasons([entry]).get(entry.number) if self.is_told else ""),
        ]

    def thing_words(self) -> str:
        """The record of the deed, or why it is not named."""
        if self.thing is not None:
            return name_in_trail(self.thing)
        return _("not shown to you") if self.object.content_type_id else ""

    def get_context_data(self, **kwargs):
        entry = self.object
        self.thing, self.is_in_reach = thing_of(entry, self.request.user)
        self.is_told = self.thing is not None or entry.content_type_id is None
        if self.is_in_reach and getattr(self.thing, "is_restricted", False):
            Opening.objects.note(self.request.user, self.thing)
        shown = changes.of_entries([entry], self.request.user, is_whole=True)
        shown = shown.get(entry.number, [])
        before = JournalEntry.objects.filter(number=entry.number - 1).first()
        after = JournalEntry.objects.filter(number=entry.number + 1).exists()
        seal = Seal.objects.filter(count__gte=entry.number).order_by("count").first()
        return super().get_context_data(
            lead=f"{deeds.who(entry)} {deeds.sentence(entry)}{deeds.more(entry)}",
            changes=shown,
            details=details.in_words(entry) if self.is_told else [],
            is_hashed=entry.computed_hash() == entry.hash,
            follows=entry.previous_hash == (before.hash if before else ""),
            hash=" ".join(entry.hash[n : n + 8] for n in range(0, 64, 8)),
            previous=entry.previous_hash and copy_hash(entry.previous_hash),
            seal=seal,
            before_url=before and reverse("journal_row", args=[before.number]),
            after_url=after and reverse("journal_row", args=[entry.number + 1]),
            **kwargs,
        )


def thing_of(entry, reader) -> tuple[object | None, bool]:
    """The record of a deed as far as this reader may know it, and whether they may open it."""
    model = entry.content_type and entry.content_type.model_class()
    if model is None:
        return None, False
    if found := within_reach(model, reader).filter(pk=entry.object_id).first():
        return found, True
    if told_by_name(model):
        return model._default_manager.filter(pk=entry.object_id).first(), False
    return None, False
