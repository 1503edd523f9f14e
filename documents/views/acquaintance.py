"""Acquaintance: newcomers before their first day, signed sheets, calls to read again (002/5)."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.models import record
from common.views import Column, ListPage, ObjectActPage
from documents.forms import acquaintance as forms
from documents.models import DocumentVersion, Reading, ReadingCall
from people.models import Appointment, Person


def readings_shown(version, user) -> dict:
    """Who has read a version, who has not, who need not; where staff were told of it."""
    readings = list(version.readings.for_list())
    may = user.has_perm("documents.manage_readings")
    return {
        "unread": [reading for reading in readings if reading.is_open],
        "done": [reading for reading in readings if reading.read_at],
        "waived": [reading for reading in readings if reading.waived_at],
        "asked": len(readings),
        "calls": version.calls.select_related("asked_by"),
        "told": version.communications.select_related("told_by"),
        "reading_acts": _acts(version, any(r.is_open for r in readings)) if may else [],
        "may_tell": may,
    }


def _acts(version, owed: bool) -> list[dict]:
    acts = []
    if owed:
        acts += [
            (_("Record a signed sheet"), "read_on_paper"),
            (_("Need not read it"), "waive_reading"),
        ]
    if version.state == "in_force":
        acts.append((_("Ask to read it again"), "ask_again"))
    return [
        {"label": label, "url": reverse(f"documents:{name}", args=[version.pk])}
        for label, name in acts
    ]


# Newcomers ------------------------------------------------------------------------------------


def post_of(person) -> Appointment | None:
    """The newest position of a person, from what the list has loaded."""
    return next(iter(person.posts), None)


class Newcomers(ListPage):
    """New people not acquainted yet with what is read before the first day of work."""

    model = Reading
    permission = "documents.view_newcomers"
    title = gettext_lazy("New people not acquainted")
    empty_text = gettext_lazy("Every new colleague is acquainted.")
    columns = [
        Column(
            "name",
            gettext_lazy("Name"),
            lambda r: r.person.full_name,
            sort="person__sorted_as",
        ),
        Column(
            "position",
            gettext_lazy("Position"),
            lambda r: post_of(r.person).position if post_of(r.person) else "",
        ),
        Column(
            "unit",
            gettext_lazy("Unit"),
            lambda r: post_of(r.person).position.unit if post_of(r.person) else "",
        ),
        Column("document", gettext_lazy("Document"), lambda r: r.version.headline),
        Column(
            "start",
            gettext_lazy("First day of work"),
            lambda r: numeric(r.start_on),
            sort="start_on",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda r: _("Late") if r.is_late else _("Not acquainted"),
            kind="state",
            tone=lambda r: "red",
        ),
    ]

    def get_queryset(self):
        posts = Appointment.objects.order_by("-since", "-pk").select_related("position__unit")
        return (
            Reading.objects.visible_to(self.request.user)
            .before_start()
            .for_list()
            .prefetch_related(Prefetch("person__appointments", posts, to_attr="posts"))
            .order_by("start_on", "person__sorted_as", "pk")
        )

    def search_rows(self, rows, words):
        return rows.filter(person__in=Person.objects.search(words))

    def row_url(self, reading):
        return reverse("documents:acquaint", args=[reading.person_id])


class Acquaint(ObjectActPage):
    """The head of the unit enters that a newcomer signed the sheet."""

    model = Person
    permission = "documents.acquaint_person"
    template_name = "documents/acquaint.html"
    form_class = forms.AcquaintForm
    submit_label = gettext_lazy("Record the signed sheet")

    def get_title(self):
        return _("Acquaint before the first day: %(name)s") % {"name": self.object.full_name}

    @property
    def sentence(self):
        return _(
            "Print the sheet, let the colleague read and sign it, then enter the day here. "
            "The reading then says who recorded it."
        )

    def owed(self):
        mine = Reading.objects.visible_to(self.request.user).before_start()
        return mine.filter(person=self.object).for_list()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"readings": self.owed()}

    def get_context_data(self, **kwargs):
        sheet = reverse("documents:person_sheet", args=[self.object.pk])
        context = {"owed": self.owed().exists(), "sheet_url": sheet, "number": ""}
        return super().get_context_data(**context | kwargs)

    def get_cancel_url(self):
        return reverse("documents:newcomers")

    def act(self, form):
        given = form.cleaned_data
        Reading.objects.record_on_paper(given["readings"], by=self.request.user, on=given["on"])
        return self.object

    def where_next(self, done):
        return reverse("documents:newcomers")

    def done_sentence(self):
        return _("Noted: %(name)s is acquainted on paper.") % {"name": self.object.short_name}


# One version ----------------------------------------------------------------------------------


class ReadingsAct(ObjectActPage):
    """A deed on the readings of one version; it ends at their list."""

    model = DocumentVersion
    permission = "documents.manage_readings"

    def get_queryset(self):
        return super().get_queryset().select_related("document__type").distinct()

    def owed(self):
        return Reading.objects.filter(version=self.object).open().for_list()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"readings": self.owed()}

    def where_next(self, done):
        return f"{self.object.get_absolute_url()}?tab=readings#tab"

    def get_cancel_url(self):
        return self.where_next(None)

    def done_sentence(self):
        return _("Noted.")


class OnPaper(ReadingsAct):
    """Who signed the sheet of a version on paper."""

    form_class = forms.OnPaperForm
    title = gettext_lazy("Record a signed sheet")
    submit_label = gettext_lazy("Record the signed sheet")
    sentence = gettext_lazy("Those ticked signed the printed sheet: they have read the document.")

    def act(self, form):
        given = form.cleaned_data
        Reading.objects.record_on_paper(given["readings"], by=self.request.user, on=given["on"])


class Waive(ReadingsAct):
    """Who need not read a version, with the reason."""

    form_class = forms.WaiveForm
    title = gettext_lazy("Need not read it")
    submit_label = gettext_lazy("Need not read it")
    sentence = gettext_lazy("They are asked no more; the reason stands beside their names.")

    def act(self, form):
        given = form.cleaned_data
        Reading.objects.waive(given["readings"], by=self.request.user, reason=given["reason"])


class AskAgain(ReadingsAct):
    """Ask people and units to read a version again by a day (003/8.2.3)."""

    form_class = forms.AskAgainForm
    title = gettext_lazy("Ask to read it again")
    submit_label = gettext_lazy("Ask them")
    sentence = gettext_lazy(
        "Each gets a letter and a task with its last day. Who has not read it yet stays asked."
    )

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["readings"]
        return kwargs | {"version": self.object}

    def act(self, form):
        given = form.cleaned_data
        ReadingCall.make(
            self.object,
            form.chosen(),
            by=self.request.user,
            due=given["due"],
            note=given["note"],
            topics=given["topics"],
        )


class Tell(ReadingsAct):
    """Note when and by which channel staff were told of a version (003/8.2.3)."""

    form_class = forms.TellForm
    title = gettext_lazy("Note how staff were told")
    submit_label = gettext_lazy("Note it")
    sentence = gettext_lazy("The note stands with the readings of this version.")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["readings"]
        return kwargs

    def act(self, form):
        told = form.instance
        told.version, told.told_by = self.object, self.request.user.person
        told._change_reason = "tell_staff"
        told.save()
        record(self.object, "tell_staff", by=self.request.user, channel=told.channel)
