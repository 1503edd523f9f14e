"""Announcements: the register, one of them with its log of sending, its paper for the board."""

import django_filters
from django.conf import settings
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.dates import date_and_time, numeric
from common.letters import compose
from common.models import Attachment, JournalEntry
from common.printing import show
from common.views import Column, DetailPage, Fact, ListPage, Tab
from common.views.page import ObjectPage
from common.yes_no import YesNoFilter
from planning import announcement_news as told
from planning.announcement_notices import announcement_context, announcement_letter
from planning.announcement_pdf import announcement_pdf
from planning.announcement_search import TONES
from planning.models import Announcement

from .announcement_log import log_context, summary_line


class AnnouncementFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What changes"), choices=Announcement.Kind.choices
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Announcement.State.choices
    )
    unread = YesNoFilter(
        label=gettext_lazy("Not opened by me"),
        method="by_unread",
    )

    class Meta:
        model = Announcement
        fields = ["kind", "state", "unread"]

    def by_unread(self, rows, name, value):
        return rows.filter(is_unread=value)


def state_word(announcement) -> str:
    """What stands in the column of states: the new ones stand out."""
    if announcement.state == "sent" and announcement.is_unread:
        return _("New")
    return announcement.get_state_display()


def state_tone(announcement) -> str:
    if announcement.state == "sent" and announcement.is_unread:
        return "blue"
    return TONES[announcement.state]


def to_whom(announcement) -> str:
    """All employees, or the names of the units."""
    if announcement.everyone:
        return _("All employees")
    return ", ".join(str(unit) for unit in announcement.units.all())


class AnnouncementList(ListPage):
    """The register of announcements; for who informs, with what is new since the last one."""

    model = Announcement
    permission = "planning.view_announcement"
    template_name = "planning/announcements.html"
    title = gettext_lazy("Announcements")
    lead = gettext_lazy("Changes of the quality management system that all employees are told of.")
    filterset_class = AnnouncementFilter
    empty_text = gettext_lazy("Nothing has been announced yet.")
    add_permission = "planning.add_announcement"
    add_label = gettext_lazy("New announcement")
    add_url = reverse_lazy("planning:announcement_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda a: a.number, kind="code"),
        Column("title", gettext_lazy("Title"), lambda a: a.shown_title),
        Column("kind", gettext_lazy("What changes"), lambda a: a.get_kind_display(), sort="kind"),
        Column(
            "effective",
            gettext_lazy("Takes effect"),
            lambda a: numeric(a.effective_on) if a.effective_on else "",
            sort="effective_on",
            kind="date",
        ),
        Column(
            "sent",
            gettext_lazy("Sent"),
            lambda a: date_and_time(a.sent_at) if a.sent_at else "",
            sort="sent_at",
            kind="date",
        ),
        Column("sent_by", gettext_lazy("Sent by"), lambda a: a.sent_by or "", kind="person"),
        Column("state", gettext_lazy("State"), state_word, kind="state", tone=state_tone),
    ]

    def get_queryset(self):
        return super().get_queryset().with_unread(self.request.user.person_id)

    def columns_out(self, form):
        whom = Column("whom", _("To whom"), to_whom)
        return [*self.columns[:3], whom, *self.columns[3:]]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.request.user.has_perm("planning.add_announcement"):
            context["news"] = told.grouped(told.news(self.request.user))
            context["since"] = told.since_when()
        return context


class AnnouncementDetail(DetailPage):
    """One announcement; who it was sent to has opened it by that."""

    model = Announcement
    permission = "planning.view_announcement"
    template_name = "planning/announcement.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("author", "sent_by", "corrects").prefetch_related("units")

    def get(self, request, *args, **kwargs):
        if self.object.sent_at and not self.is_paper:
            self.object.receipts.opened_by(request.user.person_id)
        return super().get(request, *args, **kwargs)

    def get_title(self):
        return self.object.shown_title

    @property
    def informs(self) -> bool:
        """Whether this reader writes and sends announcements."""
        return self.request.user.has_perm("planning.view_announcement_log")

    def paper_kind(self):
        if not self.object.number:
            return _("Draft of an announcement")
        return _("Announcement No. %(number)s") % {"number": self.object.number}

    def paper_hands(self):
        sender = self.object.sent_by
        return [(_("Sent by"), sender.signature_name)] if sender and self.informs else []

    def steps(self):
        announcement, user = self.object, self.request.user
        steps = [step for step in super().steps() if step["name"] != "correct"]
        if user.has_perm("planning.change_announcement", announcement):
            page = announcement.get_absolute_url()
            steps[1:1] = [
                {"label": _("Edit"), "url": f"{page}edit/"},
                {"label": _("Attach a file"), "url": f"{page}attach/"},
            ]
        if user.has_perm("planning.add_correction", announcement):
            url = f"{reverse('planning:announcement_add')}?corrects={announcement.pk}"
            steps.append({"label": _("Write a correction"), "url": url})
        return steps

    def facts(self):
        one = self.object
        sender = one.sent_by and f"{one.sent_by}, {one.sent_as}".removesuffix(", ")
        facts = [
            Fact(_("What changes"), one.get_kind_display()),
            Fact(_("Takes effect"), one.effective_on and numeric(one.effective_on)),
            Fact(_("To whom"), to_whom(one)),
            Fact(_("Sent by"), sender),
            Fact(_("Sent"), one.sent_at and date_and_time(one.sent_at)),
            Fact(_("Written by"), "" if one.sent_at else one.author),
        ]
        if one.corrects:
            facts.append(Fact(_("Corrects"), str(one.corrects), one.corrects.get_absolute_url()))
        if one.sent_at:
            facts += [
                Fact(_("For the notice board"), name, self.paper(code), on_paper=False)
                for code, name in written_in(one)
            ]
        return facts

    def paper(self, language: str) -> str:
        """The address of the paper in a language."""
        return reverse("planning:announcement_paper", args=[self.object.pk, language])

    def tabs(self):
        files = Attachment.objects.of(self.object).count()
        tabs = []
        if self.informs and self.object.sent_at:
            tabs.append(Tab("log", _("Log of sending"), "planning/tab_announcement_log.html"))
        if self.informs:
            tabs.append(Tab("letter", _("The letter"), "planning/tab_announcement_letter.html"))
        if files:
            tabs.append(Tab("files", _("Files"), "planning/tab_announcement_files.html", files))
        tabs.append(Tab("history", _("History"), "components/tab_history.html"))
        return tabs

    def tab_context(self, slug):
        one, user = self.object, self.request.user
        if slug == "log":
            return log_context(one)
        if slug == "letter":
            return {"letters": previews(one, user.person)}
        if slug == "files":
            may = user.has_perm("planning.change_announcement", one)
            return {"files": file_items(one), "may_detach": may}
        return {"items": deeds.history(JournalEntry.objects.about(one), user)}

    def get_context_data(self, **kwargs):
        one, user = self.object, self.request.user
        correction = one.correction() if one.state == "corrected" else None
        if correction and not Announcement.objects.visible_to(user).filter(pk=correction.pk):
            correction = None
        return super().get_context_data(
            number=f"№ {one.number}" if one.number else "",
            lines=told.lines(one.about.within_reach_of(user)),
            correction=correction,
            summary=summary_line(one) if self.informs and one.sent_at else "",
            **kwargs,
        )


def written_in(announcement) -> list[tuple[str, str]]:
    """The languages that it has words of its own in."""
    missing = announcement.missing_languages()
    return [(code, name) for code, name in settings.LANGUAGES if code not in missing]


def file_items(owner) -> list[dict]:
    """Attached files for the list of files."""
    return [
        {
            "name": file.name,
            "url": file.get_absolute_url(),
            "size": file.blob.size,
            "note": date_and_time(file.added_at),
            "pk": file.pk,
        }
        for file in Attachment.objects.of(owner)
    ]


def previews(announcement, person) -> list[dict]:
    """The letter in each language as its reader gets it, made as the real one is."""
    context = announcement_context(announcement)
    missing = announcement.missing_languages()
    shown = []
    for code, name in settings.LANGUAGES:
        reader = type(person)(given=person.given, email=person.email, language=code)
        with override(code):
            letter = compose(announcement_letter(announcement, reader, context), "preview")
        shown.append(
            {
                "code": code,
                "language": name,
                "subject": letter.subject,
                "body": letter.body,
                "is_missing": code in missing,
            }
        )
    return shown


class AnnouncementPaper(ObjectPage, SingleObjectMixin, View):
    """The paper that hangs on the board, in one language."""

    model = Announcement
    permission = "planning.view_announcement"

    def get(self, request, *args, **kwargs):
        language = self.kwargs["language"]
        if language not in dict(settings.LANGUAGES) or not self.object.sent_at:
            raise Http404
        return show(
            announcement_pdf(self.object, language),
            f"{_('announcement')}_{self.object.number}_{language}.pdf".replace("/", "-"),
        )
