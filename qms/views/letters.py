"""Letters, for whoever keeps the accounts: what became of each, and addresses that refuse."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from common.dates import date_and_time, numeric
from common.models import Letter, deed, record
from common.views import Column, DetailPage, Fact, ListPage, ObjectActPage
from documents.by_hand import reachable
from people.models import Organisation, Person

TONES = {
    "waiting": "blue",
    "sending": "blue",
    "kept": "blue",
    "gathered": "green",
    "sent": "green",
    "handed": "green",
    "inside": "grey",
    "failed": "red",
}


class LetterFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Letter.State)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Letter.Kind)

    class Meta:
        model = Letter
        fields = ["state", "kind"]


class Letters(ListPage):
    """Every letter, with what became of it; undeliverable addresses stand out."""

    model = Letter
    permission = "common.view_letters"
    template_name = "letters/letters.html"
    title = _("Letters")
    filterset_class = LetterFilter
    empty_text = _("No letter was written yet.")
    columns = [
        Column(
            "created",
            _("Written"),
            lambda e: date_and_time(e.created_at),
            sort="created_at",
            kind="date",
        ),
        Column("subject", _("Subject"), lambda e: e.told),
        Column("person", _("Addressee"), lambda e: e.person.short_name, kind="person"),
        Column("address", _("Address"), lambda e: e.address or "—"),
        Column(
            "state",
            _("State"),
            lambda e: e.get_state_display(),
            kind="state",
            tone=lambda e: TONES[e.state],
        ),
        Column("error", _("Cause"), lambda e: e.error and gettext(e.error)),
    ]

    def dressed(self, things):
        """What a letter is about is told as far as this reader may know it."""
        return with_subjects(things, self.request.user)

    def search_rows(self, rows, words):
        return rows.filter(Q(person__in=Person.objects.search(words)) | Q(address__icontains=words))

    def get_context_data(self, **kwargs):
        refused = Letter.objects.undelivered().values("person").distinct().count()
        return super().get_context_data(**{"refused": refused, **kwargs})


def with_subjects(letters, user) -> list[Letter]:
    """Each with its subject as ``told``, or only its kind where its thing is out of reach."""
    letters = list(letters)
    seen = {letter.pk for letter in reachable(letters, user)}
    for letter in letters:
        knows = letter.pk in seen or letter.person_id == user.person_id
        about_itself = letter.kind == Letter.Kind.DOOR
        letter.told = letter.subject if knows or about_itself else letter.get_kind_display()
        letter.knows = knows
    return letters


class LetterDetail(DetailPage):
    """One letter on its way: when, where to, how often tried, what the mail server said.

    Its text is for its reader alone; the sample, whose people are invented, shows it to see.
    """

    model = Letter
    permission = "common.view_letters"
    template_name = "letters/letter.html"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().for_list().select_related("digest", "handed_by")

    def get_title(self):
        with_subjects([self.object], self.request.user)
        return self.object.told

    def facts(self):
        letter = self.object
        return [
            Fact(_("Addressee"), letter.person, letter.person.get_absolute_url()),
            Fact(_("Address"), letter.address),
            Fact(_("Language"), letter.get_language_display()),
            Fact(_("Kind"), letter.get_kind_display()),
            Fact(_("Written"), date_and_time(letter.created_at)),
            Fact(_("Sent"), date_and_time(letter.sent_at) if letter.sent_at else ""),
            Fact(_("In the letter"), letter.digest, self._digest_url()),
            Fact(
                pgettext("notice", "Read"), date_and_time(letter.read_at) if letter.read_at else ""
            ),
            Fact(_("Handed over"), letter.handed_on and numeric(letter.handed_on)),
            Fact(_("Who"), letter.handed_by),
            Fact(_("Tries"), letter.attempts or ""),
            Fact(_("Next try"), self._next_try()),
            Fact(_("Cause"), letter.error and gettext(letter.error)),
        ]

    def _digest_url(self) -> str:
        return self.object.digest.get_absolute_url() if self.object.digest else ""

    def _next_try(self) -> str:
        letter = self.object
        return date_and_time(letter.next_try) if letter.state == Letter.State.WAITING else ""

    def get_context_data(self, **kwargs):
        mine = self.object.person_id == self.request.user.person_id
        shown = mine or Organisation.current().is_sample
        return super().get_context_data(text=self.object.body if shown else "", **kwargs)


class Undelivered(ListPage):
    """By person: addresses that letters do not reach, with what the mail server said."""

    model = Person
    permission = "common.view_undelivered"
    title = _("Addresses that letters do not reach")
    lead = _("Mend the address on the page of the person, then send the letters again.")
    empty_text = _("Every letter found its reader.")
    columns = [
        Column("name", _("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column("refused", _("Address that refused"), lambda p: p.refused.address),
        Column("email", _("E-mail now"), lambda p: p.email or "—"),
        Column("letters", _("Letters"), lambda p: p.unheard, sort="unheard", kind="number"),
        Column(
            "since", _("Refused since"), lambda p: date_and_time(p.since), sort="since", kind="date"
        ),
        Column("error", _("Cause"), lambda p: gettext(p.refused.error)),
    ]

    def get_queryset(self):
        failed = Q(letters__in=Letter.objects.undelivered())
        return (
            Person.objects.filter(pk__in=Letter.objects.undelivered().values("person"))
            .annotate(
                unheard=Count("letters", filter=failed),
                since=Min("letters__created_at", filter=failed),
                newest=Max("letters__pk", filter=failed),
            )
            .order_by("sorted_as", "pk")
        )

    def dressed(self, things):
        newest = Letter.objects.in_bulk([person.newest for person in things])
        for person in things:
            person.refused = newest[person.newest]
        return things

    def row_url(self, thing):
        may = self.request.user.has_perm("common.send_again")
        return reverse("send_again", args=[thing.pk]) if may else ""


class SendAgain(ObjectActPage):
    """The address was mended: what did not reach this person goes again."""

    model = Person
    permission = "common.send_again"
    template_name = "letters/send_again.html"
    form_class = forms.Form
    title = _("Send the letters again")
    submit_label = _("Send again")

    def get_queryset(self):
        return Person.objects.all()

    def get_cancel_url(self):
        return reverse("undelivered")

    def where_next(self, done):
        return reverse("undelivered")

    @property
    def failed(self):
        return Letter.objects.filter(person=self.object).undelivered()

    @property
    def sentence(self):
        if not self.object.email:
            return gettext(
                "This person has no address now: the letters stay inside and go on paper, by "
                "the head of the unit."
            )
        return gettext("They go to %(address)s.") % {"address": self.object.email}

    def get_context_data(self, **kwargs):
        failed = list(self.failed)
        context = {
            "number": self.object.full_name,
            "letters": with_subjects(self.failed.for_list(), self.request.user),
            "same": any(letter.address == self.object.email for letter in failed),
            "doors": any(letter.kind == Letter.Kind.DOOR for letter in failed),
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form):
        with deed(by=self.request.user):
            Person.objects.select_for_update().get(pk=self.object.pk)
            if not self.failed.exists():
                raise ValidationError(gettext("Nothing is left to be sent to this person."))
            self.count = Letter.send_again(self.object)
            record(self.object, "send_letters_again", by=self.request.user, letters=self.count)
        return self.object

    def done_sentence(self):
        words = ngettext(
            "%(count)s letter is sent again.", "%(count)s letters are sent again.", self.count
        )
        return words % {"count": self.count}
