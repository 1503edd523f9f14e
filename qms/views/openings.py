"""The log of openings: who opened what is restricted, and what waited for them (004/5.5.1)."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.dates import date_and_time
from common.forms import DateInput
from common.models import Opening
from common.views import Column, ListPage
from people.models import Person


class OpeningFilter(django_filters.FilterSet):
    person = django_filters.ModelChoiceFilter(
        "user__person", label=_("Who"), queryset=Person.objects.exclude(user=None)
    )
    since = django_filters.DateFilter("at", "date__gte", label=_("From"), widget=DateInput)
    until = django_filters.DateFilter("at", "date__lte", label=_("To"), widget=DateInput)

    class Meta:
        model = Opening
        fields = ["person", "since", "until"]


class Openings(ListPage):
    """One row for a reader, a thing and an hour; only added to."""

    model = Opening
    permission = "common.view_openings"
    title = _("Openings")
    lead = _("Who opened restricted documents, and papers that waited for their signature.")
    filterset_class = OpeningFilter
    empty_text = _("Nothing restricted was opened yet.")
    columns = [
        Column("at", _("When"), lambda o: date_and_time(o.at), sort="at", kind="date"),
        Column("who", _("Who"), lambda o: o.user.person.short_name, kind="person"),
        Column("object", _("What was opened"), lambda o: o.object or ""),
        Column("ip", _("From where"), lambda o: o.ip or ""),
    ]

    def search_rows(self, rows, words):
        people = Person.objects.search(words)
        return rows.filter(user__person__in=people)
