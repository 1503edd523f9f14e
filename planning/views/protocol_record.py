"""The record of a meeting with its protocol: papers, signing, opinions, what corrects what."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import numeric
from common.views import Fact, Tab
from common.working_days import working_days
from documents.views.route_pages import SignedPage
from planning.opening_meetings import duty_ended

from .meeting import MeetingDetail


def day_words(meeting, *, may_open: bool) -> str:
    """What is odd about the day of a planned meeting: it is over, or nobody works on it; what to do
    about it for who may do it.
    """
    if meeting.state != "planned":
        return ""
    if meeting.has_passed:
        if not may_open:
            return _("Its day has passed.")
        return _("Its day has passed: open it to enter its minutes afterwards, or move it.")
    if not working_days().is_working(meeting.day):
        return _("%(day)s is a day off by the working calendar.") % {"day": numeric(meeting.day)}
    return ""


class MeetingRecord(MeetingDetail, SignedPage):
    """One meeting and its protocol."""

    template_name = "planning/protocol_record.html"

    def get_queryset(self):
        return super().get_queryset().select_related("corrects")

    def first_tabs(self):
        return MeetingDetail.tabs(self)

    def steps(self):
        one, url = self.object, self.object.get_absolute_url()
        found = super().steps()
        mine = one.dissents.filter(person=self.request.user.person_id)
        if one.takes_opinions() and self.may("dissent") and not mine.exists():
            label = _("Write a dissenting opinion")
            found.append({"label": label, "url": f"{url}dissent/"})
        if self.may("extract"):
            found.append({"label": _("Make an extract"), "url": f"{url}extract/"})
        if self.may("correct"):
            label = _("Correct by a new protocol")
            found.append({"label": label, "url": f"{url}correct/"})
        return found

    def facts(self):
        one, old = self.object, self.object.corrects
        found = [*super().facts()]
        found.insert(0, Fact(pgettext("protocol", "No."), one.number))
        if old and not one.lacks_quorum:
            told = _("No. %(number)s: %(why)s") % {"number": old.number, "why": one.correction}
            url = old.get_absolute_url() if self.may_open(old) else ""
            found.append(Fact(pgettext("protocol", "Corrects the protocol"), told, url))
        return found + self.papers()

    def opinions(self):
        """Dissenting opinions, as far as this reader may read them."""
        return self.object.dissents.told_to(self.request.user)

    def papers(self) -> list[Fact]:
        """What of it can be printed now, and where it is verified."""
        one, url = self.object, self.object.get_absolute_url()
        if one.state == "cancelled":
            return []
        words = _("Open the PDF")
        sheets = [
            Fact(_("Agenda as a paper"), words, f"{url}agenda/paper/", on_paper=False),
            Fact(_("List to sign by hand"), words, f"{url}attendance/paper/", on_paper=False),
        ]
        return sheets if one.state == "planned" else [*self.route_facts(), *sheets]

    def may_open(self, other) -> bool:
        """Whether this reader may open another meeting."""
        return type(other).objects.visible_to(self.request.user).filter(pk=other.pk).exists()

    def tabs(self):
        tabs = self.first_tabs()
        more = []
        if self.object.sheet:
            more.append(Tab("sheet", _("Signatures"), "documents/tab_sheet.html"))
        if count := self.opinions().count():
            label = _("Dissenting opinions")
            more.append(Tab("opinions", label, "planning/tab_opinions.html", count))
        if self.object.approved_at:
            tabs = [
                tab._replace(template="documents/tab_files.html") if tab.slug == "files" else tab
                for tab in tabs
            ]
        return [*tabs[:-1], *more, tabs[-1]]

    def tab_context(self, slug):
        if slug == "opinions":
            return {"opinions": self.opinions()}
        if slug == "sheet" or (slug == "files" and self.object.approved_at):
            return SignedPage.tab_context(self, slug)
        return super().tab_context(slug)

    def get_context_data(self, **kwargs):
        later = self.object.correction_signed() if self.object.approved_at else None
        context = super().get_context_data(
            later=later,
            may_open_later=bool(later and self.may_open(later)),
            day_words=day_words(self.object, may_open=self.may("keep")),
            may_cancel=self.may("change"),
            ended=duty_ended(self.object, self.request.user),
            **kwargs,
        )
        context.setdefault("returned", self.returned())
        return context

    def returned(self):
        """The remarks with which the protocol came back, while its minutes are mended."""
        sheet = self.object.sheet if self.object.state == "held" else None
        if sheet is None or sheet.outcome != sheet.Outcome.RETURNED:
            return []
        return [line for line in sheet.lines.all() if line.remark]
