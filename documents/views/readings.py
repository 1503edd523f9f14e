"""The register of acquaintance: who is to read what by when, who is late (004/4.2.3; 002/5)."""

import django_filters
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from documents.models import Document, Reading
from people.models import Person

STANDINGS = {
    "late": gettext_lazy("Late"),
    "open": gettext_lazy("Not read yet"),
    "read": gettext_lazy("Acquainted"),
    "waived": gettext_lazy("Need not read it"),
}
TONES = {"late": "red", "open": "amber", "read": "green", "waived": "grey"}


def standing(reading) -> str:
    """How a reading stands today."""
    if reading.read_at:
        return "read"
    if reading.waived_at:
        return "waived"
    return "late" if reading.is_late else "open"


def days_late(reading) -> int:
    """By how many days it is late, or was read too late."""
    read = reading.paper_on or (reading.read_at and localdate(reading.read_at))
    end = localdate() if standing(reading) == "late" else read
    return max(0, (end - reading.due).days) if end else 0


class ReadingFilter(django_filters.FilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[*STANDINGS.items()], method="by_standing"
    )

    class Meta:
        model = Reading
        fields = ["standing"]

    def by_standing(self, rows, name, value):
        if value == "late":
            return rows.late()
        if value == "open":
            return rows.open().filter(due__gte=localdate())
        if value == "read":
            return rows.filter(read_at__isnull=False)
        return rows.filter(waived_at__isnull=False)


class Readings(ListPage):
    """Every reading asked of what is in force, the longest late first."""

    model = Reading
    permission = "documents.view_readings"
    title = gettext_lazy("Acquaintance")
    empty_text = gettext_lazy("Nobody is asked to read anything.")
    filterset_class = ReadingFilter
    columns = [
        Column(
            "name", gettext_lazy("Name"), lambda r: r.person.full_name, sort="person__sorted_as"
        ),
        Column(
            "document",
            gettext_lazy("Document"),
            lambda r: r.version.headline,
            sort="version__document__sorted_as",
        ),
        Column(
            "due", gettext_lazy("To be read by"), lambda r: numeric(r.due), sort="due", kind="date"
        ),
        Column(
            "days",
            gettext_lazy("Days late"),
            lambda r: days_late(r) or "",
            kind="number",
        ),
        Column(
            "read",
            gettext_lazy("Read on"),
            lambda r: numeric(r.paper_on or localdate(r.read_at)) if r.read_at else "",
            sort="read_at",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda r: STANDINGS[standing(r)],
            kind="state",
            tone=lambda r: TONES[standing(r)],
        ),
    ]

    def get_queryset(self):
        rows = super().get_queryset().filter(version__state="in_force")
        return rows.order_by("due", "person__sorted_as", "pk")

    def search_rows(self, rows, words):
        return rows.filter(
            Q(person__in=Person.objects.search(words))
            | Q(version__document__in=Document.objects.search(words))
        )

    def row_url(self, reading):
        return f"{reading.version.get_absolute_url()}?tab=readings"
