"""What I am told inside: the bell, the list of notices, each with the way to its thing."""

import django_filters
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import View

from common.dates import date_and_time
from common.models import Letter
from common.views import Column, DetailPage, Fact, ListPage, Page

IN_THE_BELL = 6


class Mine(Page):
    """My own notices, and nobody else's."""

    permission = "common.view_own_letters"

    def get_queryset(self):
        return Letter.objects.inside(self.request.user.person_id)


class NoticeFilter(django_filters.FilterSet):
    only = django_filters.ChoiceFilter(
        label=_("Show"), choices=[("unread", _("Not read yet"))], method="by_reading"
    )

    class Meta:
        model = Letter
        fields = ["only"]

    def by_reading(self, rows, name, value):
        return rows.unread() if value == "unread" else rows


class Notices(Mine, ListPage):
    """Everything Sapat told me, the newest first."""

    model = Letter
    template_name = "letters/notices.html"
    title = _("Notices")
    filterset_class = NoticeFilter
    empty_text = _("There are no notices yet.")
    empty_hint = _("What concerns you is told here, and by letter as you choose.")
    columns = [
        Column("subject", _("Subject"), lambda e: e.subject),
        Column(
            "created",
            _("When"),
            lambda e: date_and_time(e.created_at),
            sort="created_at",
            kind="date",
        ),
        Column(
            "state",
            _("State"),
            lambda e: pgettext("notice", "Read") if e.read_at else pgettext("notice", "New"),
            kind="state",
            tone=lambda e: "grey" if e.read_at else "blue",
        ),
    ]

    def row_url(self, thing):
        return reverse("notice", args=[thing.pk])

    def search_rows(self, rows, words):
        return rows.filter(subject__icontains=words)

    def get_context_data(self, **kwargs):
        mine = self.get_queryset()
        newest = mine.order_by("-pk").values_list("pk", flat=True).first()
        context = {"unread": mine.unread().exists(), "newest": newest}
        return super().get_context_data(**context | kwargs)


class Bell(Mine, View):
    """The newest notices, for the box under the bell."""

    def get(self, request):
        unread = self.get_queryset().unread()[:IN_THE_BELL]
        return render(request, "letters/bell.html", {"letters": unread})


class Notice(Mine, DetailPage):
    """One notice with its text; opened, it is read."""

    model = Letter
    template_name = "letters/letter.html"

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if found.read_at is None:
            self.get_queryset().filter(pk=found.pk).read()
        return found

    def permission_object(self):
        self.object = self.get_object()
        return self.object

    def steps(self):
        if not self.object.url:
            return []
        return [{"label": _("Open"), "url": self.object.url, "primary": True}]

    def facts(self):
        return [Fact(_("When"), date_and_time(self.object.created_at))]

    def get_context_data(self, **kwargs):
        context = {"text": self.object.body, "state": None, "back": reverse("notices")}
        return super().get_context_data(**context | kwargs)


class OpenNotice(Mine, View):
    """Straight to what a notice is about; on the way it is marked as read."""

    def get(self, request, pk):
        letter = get_object_or_404(self.get_queryset(), pk=pk)
        self.get_queryset().filter(pk=pk).read()
        return HttpResponseRedirect(letter.url or reverse("notice", args=[pk]))


class ReadAll(Mine, View):
    """All my notices are read: those that stand on the page, not one that came meanwhile."""

    http_method_names = ["post"]

    def post(self, request):
        newest = request.POST.get("newest", "")
        rows = self.get_queryset()
        if newest.isdecimal():
            rows = rows.filter(pk__lte=newest[:18])
        rows.read()
        return HttpResponseRedirect(reverse("notices"))
