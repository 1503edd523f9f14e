"""Registers of the house itself: the journal of deeds and the letters, for those who inspect."""

import django_filters
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import date_and_time
from common.deeds import sentence
from common.forms import DateInput
from common.models import JournalEntry, Letter
from common.views import Column, ListPage

LETTER_TONES = {"waiting": "blue", "sending": "blue", "sent": "green", "failed": "red"}


class JournalFilter(django_filters.FilterSet):
    since = django_filters.DateFilter("at", "date__gte", label=_("From"), widget=DateInput)
    until = django_filters.DateFilter("at", "date__lte", label=_("To"), widget=DateInput)

    class Meta:
        model = JournalEntry
        fields = ["since", "until"]


class Journal(ListPage):
    """Who did what, when and from where (004/7.5.5)."""

    model = JournalEntry
    permission = "common.view_journal"
    title = _("Journal")
    lead = _("Each row carries the hash of the row before it, so a change would be found.")
    filterset_class = JournalFilter
    empty_text = _("Nothing has happened yet.")
    columns = [
        Column("number", _("No."), lambda e: e.number, sort="number", kind="code"),
        Column("at", _("When"), lambda e: date_and_time(e.at), sort="at", kind="date"),
        Column("who", _("Who"), lambda e: e.user.person if e.user else "Sapat", kind="person"),
        Column("deed", _("Deed"), sentence),
        Column("object", _("With what"), lambda e: e.object or ""),
        Column("ip", _("From where"), lambda e: e.ip or ""),
    ]

    def get_queryset(self):
        return (
            JournalEntry.objects.order_by("-number")
            .select_related("user__person", "content_type")
            .prefetch_related("object")
        )

    def search_rows(self, rows, words):
        return rows.filter(deed__icontains=words)


class Letters(ListPage):
    """Every letter, with what became of it; undeliverable addresses stand out."""

    model = Letter
    permission = "common.view_letters"
    title = _("Letters")
    empty_text = _("No letter was written yet.")
    columns = [
        Column(
            "created",
            _("Written"),
            lambda e: date_and_time(e.created_at),
            sort="created_at",
            kind="date",
        ),
        Column("subject", _("Subject"), lambda e: e.subject),
        Column("person", _("Addressee"), lambda e: e.person.short_name, kind="person"),
        Column("address", _("Address"), lambda e: e.address),
        Column(
            "state",
            _("State"),
            lambda e: e.get_state_display(),
            kind="state",
            tone=lambda e: LETTER_TONES[e.state],
        ),
        Column("error", _("Cause"), lambda e: e.error and gettext(e.error)),
    ]

    def get_queryset(self):
        return Letter.objects.select_related("person")

    def search_rows(self, rows, words):
        return rows.filter(subject__icontains=words)
