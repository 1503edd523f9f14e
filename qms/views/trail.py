"""The journal of deeds and its reviews, for those who inspect."""

import django_filters
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import deeds
from common.dates import date_and_time, moment_of_trail, numeric, zone
from common.forms import DateInput, HouseForm
from common.models import Check, JournalEntry, TrailReview
from common.reach import named, within_reach
from common.text import sort_key
from common.views import Column, CreatePage, ListPage
from people.models import User


class WhoChoice(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, user):
        return user.person.full_name


class WhoFilter(django_filters.ModelChoiceFilter):
    field_class = WhoChoice


class JournalFilter(django_filters.FilterSet):
    since = django_filters.DateFilter("at", "date__gte", label=_("From"), widget=DateInput)
    until = django_filters.DateFilter("at", "date__lte", label=_("To"), widget=DateInput)
    who = WhoFilter(
        "user",
        label=_("Who"),
        queryset=User.objects.select_related("person").order_by("person__sorted_as"),
        null_label="Sapat",
    )
    deed = django_filters.ChoiceFilter(label=_("Deed"))
    object = django_filters.CharFilter(
        label=_("With what"), method="about", widget=forms.HiddenInput
    )

    class Meta:
        model = JournalEntry
        fields = ["since", "until", "who", "deed", "object"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = sorted(deeds.names().items(), key=lambda pair: sort_key(pair[1]))
        self.filters["deed"].extra["choices"] = known

    def about(self, rows, name, value):
        thing = asked_object(value, self.request.user)
        return rows.about(thing)


def asked_object(value: str, user):
    """The record that “documents.document:12” names, if this reader may see it; else 404."""
    label, _colon, pk = value.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not pk.isdecimal():
        raise Http404
    thing = within_reach(model, user).filter(pk=pk[:18]).first()
    if thing is None:
        raise Http404
    return thing


class Journal(ListPage):
    """Who did what, when and from where (004/7.5.5)."""

    model = JournalEntry
    permission = "common.view_journal"
    template_name = "journal.html"
    title = _("Journal")
    lead = _("Each row carries the hash of the row before it, so a change would be found.")
    filterset_class = JournalFilter
    empty_text = _("Nothing has happened yet.")
    columns = [
        Column("number", _("No."), lambda e: e.number, sort="number", kind="code"),
        Column(
            "at",
            format_lazy("{}, {}", _("When"), lazy(zone, str)()),
            lambda e: date_and_time(e.at, seconds=True),
            sort="at",
            kind="date",
        ),
        Column("who", _("Who"), lambda e: e.user.person if e.user else "Sapat", kind="person"),
        Column("deed", _("Deed"), lambda e: deeds.sentence(e) + deeds.fields(e)),
        Column("object", _("With what"), lambda e: e.told),
        Column("ip", _("From where"), lambda e: e.ip or ""),
    ]
    hashes = {
        "xlsx": [
            Column("hash", _("Hash of this row"), lambda e: e.hash),
            Column("previous", _("Hash of the row before it"), lambda e: e.previous_hash),
        ],
        "pdf": [Column("hash", _("Hash, first 12 signs"), lambda e: e.hash[:12], kind="code")],
    }

    def columns_out(self, form):
        return [*self.columns, *self.hashes[form]]

    def notes(self):
        """Who printed it, when, and whether the chain was whole when it was last walked."""
        printed = {"who": self.request.user.person.full_name, "when": moment_of_trail(now())}
        return [gettext("Printed by %(who)s, %(when)s") % printed, last_check()]

    def get_queryset(self):
        rows = JournalEntry.objects.order_by("-number")
        return rows.select_related("user__person", "content_type")

    def found(self):
        rows = super().found()
        return rows if "sort" in self.request.GET else rows.order_by("-number")

    def dressed(self, things):
        """Each row names its record as far as this reader may know it; one question a kind."""
        keys: dict = {}
        for entry in things:
            if entry.content_type_id:
                keys.setdefault(entry.content_type, set()).add(entry.object_id)
        told = {
            (kind.pk, pk): name
            for kind, pks in keys.items()
            if (model := kind.model_class())
            for pk, name in named(model, self.request.user, pks).items()
        }
        for entry in things:
            entry.told = told.get((entry.content_type_id, entry.object_id), "")
        return things

    def row_url(self, thing):
        return reverse("journal_row", args=[thing.number])

    def search_rows(self, rows, words):
        """By the words of the deed."""
        folded = words.casefold()
        codes = [code for code, name in deeds.names().items() if folded in name.casefold()]
        return rows.filter(deed__in=codes)

    def chip_words(self, name, field, value):
        if name == "object":
            return asked_object(value, self.request.user)
        if name == "who" and value != "null":
            return value.person.short_name
        return super().chip_words(name, field, value)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if asked := self.request.GET.get("object"):
            context["kept"].append(("object", asked))
        context["may_review"] = self.request.user.has_perm("common.review_trail")
        return context | {"newest_review": TrailReview.objects.select_related("by").first()}


def last_check() -> str:
    """When the chain was last walked, and what came of it."""
    newest = Check.objects.newest("chain")
    if newest is None:
        return gettext("The chain of the journal was not checked yet.")
    when = {"when": moment_of_trail(newest.ended_at)}
    if newest.is_good:
        return gettext("Last check of the chain: %(when)s, it was whole.") % when
    return gettext("Last check of the chain: %(when)s, faults were found.") % when


class TrailReviewForm(HouseForm, forms.ModelForm):
    """The period that was looked through, and what was found."""

    class Meta:
        model = TrailReview
        fields = ["since", "until", "remark"]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until > localdate():
            raise ValidationError(gettext("A day that has not come cannot be reviewed."))
        return until


class ReviewTrail(CreatePage):
    """I have looked through the journal of a period."""

    model = TrailReview
    form_class = TrailReviewForm
    permission = "common.review_trail"
    deed_name = "review_trail"
    title = _("Review of the journal")
    lead = _("Look through the journal of the period first: who did what, from where, how often.")
    submit_label = _("I have reviewed it")
    success_url = reverse_lazy("trail_reviews")

    def get_initial(self):
        newest = TrailReview.objects.first()
        since = newest.until if newest else localdate().replace(day=1)
        return {"since": since, "until": localdate()}

    def get_cancel_url(self):
        return reverse("journal")

    def get_context_data(self, **kwargs):
        return super().get_context_data(lead=self.lead, **kwargs)

    def save(self, form):
        form.instance.by = self.request.user.person
        return form.save()


class TrailReviews(ListPage):
    """Every review of the journal."""

    model = TrailReview
    permission = "common.view_journal"
    title = _("Reviews of the journal")
    empty_text = _("The journal was not reviewed yet.")
    empty_hint = _("Somebody looks through it regularly and says so here.")
    add_permission = "common.review_trail"
    add_label = _("Review of the journal")
    add_url = reverse_lazy("review_trail")
    columns = [
        Column(
            "period",
            _("Period"),
            lambda r: f"{numeric(r.since)} - {numeric(r.until)}",
            sort="since",
        ),
        Column("remark", _("What was found"), lambda r: r.remark),
        Column("by", _("Who"), lambda r: r.by.short_name, kind="person"),
        Column("at", _("When"), lambda r: date_and_time(r.at), sort="at", kind="date"),
    ]

    def get_queryset(self):
        return TrailReview.objects.select_related("by")

    def row_url(self, thing):
        return ""

    def search_rows(self, rows, words):
        return rows.filter(remark__icontains=words)
