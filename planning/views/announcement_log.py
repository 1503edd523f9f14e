"""The log of sending: to whom, when, how, with which end (004/5.5.3)."""

from typing import Any

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import date_and_time, numeric
from common.models import Letter
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from planning.models import Announcement, AnnouncementReceipt

TONES = {
    **dict.fromkeys(["waiting", "sending", "kept"], "blue"),
    **dict.fromkeys(["sent", "gathered", "handed"], "green"),
    "inside": "amber",
    "failed": "red",
}
LABELS = dict(Letter.State.choices)
STATES = [
    ("sent", gettext_lazy("Sent")),
    ("waiting", gettext_lazy("Waiting")),
    ("failed", gettext_lazy("Not delivered")),
    ("handed", gettext_lazy("Handed over on paper")),
    ("without", gettext_lazy("Has no e-mail")),
]


def way_of(receipt) -> str:
    """How it was told: to which address, on paper, or inside the program."""
    if receipt.letter_state == "handed":
        return _("On paper")
    return receipt.letter_address or (_("E-mail") if receipt.by_mail else _("In Sapat"))


def sent_of(receipt) -> str:
    """When it left, or was handed over."""
    if receipt.letter_handed:
        return numeric(receipt.letter_handed)
    return moment(receipt.letter_sent)


def word_of(receipt) -> str:
    """What became of the letter."""
    if receipt.letter_state == "inside":
        return _("Has no e-mail")
    if receipt.letter_state:
        return str(LABELS.get(receipt.letter_state, receipt.letter_state))
    return _("Waiting") if receipt.by_mail else _("Has no e-mail")


def tone_of(receipt) -> str:
    """Waiting, done, broken; who has no e-mail is to be told otherwise."""
    usual = "blue" if receipt.by_mail else "amber"
    return TONES.get(receipt.letter_state or "", "grey" if receipt.letter_state else usual)


def moment(value) -> str:
    return date_and_time(value) if value else ""


COLUMNS = [
    Column(
        "name",
        gettext_lazy("Name"),
        lambda r: r.person.full_name,
        sort="person__sorted_as",
    ),
    Column("way", gettext_lazy("How"), way_of),
    Column(
        "state",
        gettext_lazy("State"),
        word_of,
        kind="state",
        tone=tone_of,
    ),
    Column("sent", gettext_lazy("Sent"), sent_of, sort="letter_sent"),
    Column("read", gettext_lazy("Opened"), lambda r: moment(r.seen_at), sort="seen_at"),
    Column("error", gettext_lazy("Cause"), lambda r: r.letter_error and _(r.letter_error) or ""),
]


def summary_line(announcement) -> str:
    """How many got it: “57 of 60 sent”, and what became of the others."""
    count = AnnouncementReceipt.objects.filter(announcement=announcement).summary()
    said = [_("%(sent)s of %(total)s sent") % count]
    if count["waiting"]:
        said.append(_("waiting: %(waiting)s") % count)
    if count["failed"]:
        said.append(_("not delivered: %(failed)s") % count)
    if count["handed"]:
        said.append(_("handed over on paper: %(handed)s") % count)
    if count["without"]:
        said.append(
            ngettext("%(n)s person has no e-mail", "%(n)s people have no e-mail", count["without"])
            % {"n": count["without"]}
        )
    said.append(_("opened: %(read)s") % count)
    return "; ".join(said)


def log_context(announcement) -> dict[str, Any]:
    """The rows of the tab; one query however many there are."""
    rows = AnnouncementReceipt.objects.filter(announcement=announcement).for_log()
    return {
        "log": [
            {
                "name": row.person.full_name,
                "way": way_of(row),
                "state": word_of(row),
                "tone": tone_of(row),
                "sent": sent_of(row),
                "read": moment(row.seen_at),
                "error": row.letter_error and _(row.letter_error),
            }
            for row in rows
        ]
    }


class LogFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="by_state"
    )
    opened = YesNoFilter(
        label=gettext_lazy("Opened"),
        field_name="seen_at",
        lookup_expr="isnull",
        exclude=True,
    )

    class Meta:
        model = AnnouncementReceipt
        fields = ["state", "opened"]

    def by_state(self, rows, name, value):
        return rows.in_state(value)


class AnnouncementLog(ListPage):
    """The log of one announcement as a register: it is filtered and leaves as Excel or PDF."""

    model = AnnouncementReceipt
    permission = "planning.view_announcement_log"
    columns = COLUMNS
    filterset_class = LogFilter
    empty_text = gettext_lazy("Nobody was told yet.")

    @cached_property
    def announcement(self) -> Announcement:
        rows = Announcement.objects.visible_to(self.request.user).filter(sent_at__isnull=False)
        return get_object_or_404(rows.select_related("sent_by"), pk=self.kwargs["pk"])

    def get_queryset(self):
        return AnnouncementReceipt.objects.filter(announcement=self.announcement).for_log()

    def get_title(self):
        return _("Log of sending, announcement No. %(number)s") % {
            "number": self.announcement.number
        }

    @property
    def lead(self):
        return f"{self.announcement.shown_title} · {summary_line(self.announcement)}"

    def notes(self):
        """What was announced, who sent it and when, how many got it."""
        one = self.announcement
        return [
            one.shown_title,
            _("Sent by %(name)s, %(position)s, %(when)s")
            % {
                "name": one.sent_by.full_name,
                "position": one.sent_as,
                "when": date_and_time(one.sent_at),
            },
            summary_line(one),
        ]

    def row_url(self, thing):
        return thing.person.get_absolute_url()

    def search_rows(self, rows, words):
        from people.models import Person  # noqa: PLC0415

        return rows.filter(person__in=Person.objects.search(words).values("pk"))
