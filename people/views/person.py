"""The directory of people, and the page of each with what may be done."""

import django_filters
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.marks import state
from common.models import JournalEntry
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from people import devices, notes
from people.forms.person import PersonForm
from people.models import Appointment, Person, Power, Substitution, Unit
from people.names import pin_warning, show_phone
from people.pdf import TONES

from .standing import Tabbed


def held(person) -> Appointment | None:
    """The position to show, from what the list has loaded already."""
    return next(iter(person.held), None)


class PersonFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=Unit.objects.all(), method="in_unit"
    )

    class Meta:
        model = Person
        fields = ["unit"]

    def in_unit(self, rows, name, unit):
        appointments = Appointment.objects.on().filter(position__unit=unit)
        return rows.filter(pk__in=appointments.values("person"))


class PersonList(Tabbed, ListPage):
    """Who works here and who works with us."""

    model = Person
    permission = "people.view_person"
    title = gettext_lazy("People")
    filterset_class = PersonFilter
    empty_text = gettext_lazy("There is nobody here yet.")
    add_permission = "people.add_person"
    add_label = gettext_lazy("Add a person")
    add_url = reverse_lazy("people:person_add")
    import_permission = "people.import_staff"
    import_label = gettext_lazy("Import of staff")
    import_url = reverse_lazy("people:staff_upload")
    columns = [
        Column("name", gettext_lazy("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column("position", gettext_lazy("Position"), lambda p: held(p).position if held(p) else ""),
        Column("unit", gettext_lazy("Unit"), lambda p: held(p).position.unit if held(p) else ""),
        Column("email", gettext_lazy("E-mail"), lambda p: p.email),
        Column("phone", gettext_lazy("Phone"), lambda p: show_phone(p.phone) if p.phone else ""),
        Column(
            "notes",
            gettext_lazy("To be done"),
            lambda p: ", ".join(note.short for note in p.notes),
            kind="state",
            tone=lambda p: "red" if p.notes else "",
        ),
    ]

    def dressed(self, things):
        """What other apps have to say of the people shown."""
        told = notes.of(things, self.request.user)
        for person in things:
            person.notes = told.get(person.pk, [])
        return things

    def get_queryset(self):
        positions = Appointment.objects.on().select_related("position__unit")
        return Person.objects.visible_to(self.request.user).prefetch_related(
            Prefetch("appointments", positions, to_attr="held")
        )


class PersonDetail(DetailPage):
    """One person: positions, the account, and for those who keep accounts what may be done."""

    model = Person
    permission = "people.view_person"

    def get_title(self):
        return self.object.full_name

    def get_queryset(self):
        return super().get_queryset().select_related("user", "party")

    @property
    def keeps(self) -> bool:
        return self.request.user.has_perm("people.change_person", self.object)

    @property
    def account(self):
        return getattr(self.object, "user", None)

    def facts(self):
        person = self.object
        acting = Substitution.objects.on().select_related("absent", "acting")
        appointments = person.appointments.select_related("position__unit")
        return [
            Fact(_("E-mail"), person.email, f"mailto:{person.email}"),
            Fact(_("Phone"), person.phone and show_phone(person.phone)),
            Fact(_("Where from"), person.party),
            Fact(_("Personal number"), person.pin if self.keeps else ""),
            Fact(_("Language of letters"), person.get_language_display()),
            *(
                Fact(appointment.position, self._days(appointment), self._edit_url(appointment))
                for appointment in appointments
            ),
            *(
                Fact(note.label, state(note.words, "red"), note.url)
                for note in notes.of([person], self.request.user).get(person.pk, [])
            ),
            *(
                Fact(_("Acts for"), shown.absent, shown.get_absolute_url())
                for shown in acting.filter(acting=person)
            ),
            *(
                Fact(_("Who acts"), shown.acting, shown.get_absolute_url())
                for shown in acting.filter(absent=person)
            ),
        ]

    @staticmethod
    def _days(appointment) -> str:
        since = _("from %(date)s") % {"date": numeric(appointment.since)}
        until = f" - {numeric(appointment.until)}" if appointment.until else ""
        order = f" (№ {appointment.order_number})" if appointment.order_number else ""
        return since + until + order

    def _edit_url(self, appointment) -> str:
        return reverse("people:appointment_edit", args=[appointment.pk]) if self.keeps else ""

    def steps(self):
        return [*self._own_steps(), *(self._keeper_steps() if self.keeps else [])]

    def _own_steps(self):
        if self.object.pk != self.request.user.person_id:
            return []
        return [
            {"label": _("Change the password"), "url": reverse("people:password")},
            {"label": _("Signing in"), "url": reverse("people:factors")},
            {"label": _("Electronic signature"), "url": reverse("people:give_statement")},
            {"label": _("My letters"), "url": reverse("people:my_letters")},
            {"label": _("My sessions"), "url": reverse("people:sessions")},
            {"label": _("My personal data"), "url": reverse("people:my_data")},
        ]

    def _may(self, permission: str) -> bool:
        return self.request.user.has_perm(permission, self.object)

    def _keeper_steps(self):
        pk, account = self.object.pk, self.account
        steps = [
            {"label": _("Edit"), "url": reverse("people:person_edit", args=[pk])},
            {"label": _("Appoint"), "url": reverse("people:appoint", args=[pk])},
            {"label": _("Personal data"), "url": reverse("people:person_data", args=[pk])},
        ]
        if account is None:
            steps.insert(
                0,
                {
                    "label": _("Invite"),
                    "url": reverse("people:account_add", args=[pk]),
                    "primary": True,
                },
            )
        if self._may("people.hand_over_person") and self.object.appointments.on().exists():
            url = reverse("people:hand_over", args=[pk])
            steps.append({"label": _("Hand over the work"), "url": url})
        for name, step in (account.steps_for(self.request.user) if account else {}).items():
            url = reverse("people:account_step", args=[account.pk, name])
            primary = name in ("invite", "unblock", "open_lock")
            steps.append(
                {"label": step.label, "url": url, "danger": step.danger, "primary": primary}
            )
        if account and account.has_second_factor and self._may("people.reset_factors"):
            url = reverse("people:reset_factors", args=[pk])
            steps.append({"label": _("Take away the second factor"), "url": url, "danger": True})
        return steps

    def tabs(self):
        tabs = []
        if self.keeps:
            tabs.append(Tab("account", _("Account"), "people/tab_account.html"))
        if self.request.user.has_perm("people.view_trail", self.object):
            tabs.append(Tab("history", _("History"), "components/tab_history.html"))
        return tabs

    def tab_context(self, slug):
        if slug == "history":
            rows = JournalEntry.objects.about(self.object)
            if self.account:
                rows = rows | JournalEntry.objects.about(self.account)
            return {"items": deeds.history(rows, self.request.user)}
        account = self.account
        posts = self.object.appointments.on().values("position")
        codes = account.powers if account else []
        powers = Power.objects.filter(Q(positions__in=posts) | Q(code__in=codes)).distinct()
        return {
            "account": account,
            "account_tone": account and TONES[account.state],
            "opens_at": account and account.shut_until,
            "powers": powers,
            "acts": Substitution.objects.on()
            .filter(acting=self.object)
            .select_related("absent", "position"),
            "invitation": account and account.invitations.open().first(),
            "handover": self.object.handovers.select_related("to").first(),
            "sessions": [
                {
                    "device": devices.in_words(session.agent),
                    "ip": session.ip or "",
                    "seen": date_and_time(session.seen_at),
                }
                for session in (account.sessions.standing() if account else [])
            ],
        }


class PersonForming:
    """A doubt about a personal number is said, and stops nobody."""

    def save(self, form):
        person = super().save(form)
        if person.pin and (doubt := pin_warning(person.pin)):
            messages.warning(self.request, doubt)
        return person


class PersonCreate(PersonForming, CreatePage):
    model = Person
    form_class = PersonForm
    permission = "people.add_person"
    title = gettext_lazy("New person")


class PersonEdit(PersonForming, EditPage):
    model = Person
    form_class = PersonForm
    permission = "people.change_person"
    title = gettext_lazy("Personal details")
