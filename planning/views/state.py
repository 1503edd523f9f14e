"""The state of the year: the page that a director reads between two meetings."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.views import OnPaper, Page
from documents.models import DocumentReview, Reading
from planning import state_sheet
from planning.holders import vacant_power
from planning.links import duties_url
from planning.state import COMING, DONE_LATE, KEPT, KINDS, LATE, MISSED, YearState
from planning.year_chain import chains

MOST = 100  # late ones and coming ones on the screen; the register holds all
MOST_ON_PAPER = 30
MOST_PEOPLE_ON_PAPER = 25
LABELS = {
    KEPT: gettext_lazy("Kept in time"),
    DONE_LATE: gettext_lazy("Done late"),
    LATE: gettext_lazy("Late now"),
    MISSED: gettext_lazy("Missed"),
    COMING: gettext_lazy("Coming in 30 days"),
}
TONES = {KEPT: "green", DONE_LATE: "amber", LATE: "red", MISSED: "red", COMING: "blue"}


class YearStatePage(OnPaper, Page, TemplateView):
    """Kept, late, missed, coming; by procedure and person; and the cause of what is late."""

    template_name = "planning/state.html"
    permission = "planning.view_state"

    def get_title(self):
        return _("The state of the year %(year)s") % {"year": self.state.year}

    # What is asked for --------------------------------------------------------------------------

    @property
    def state(self) -> YearState:
        if not hasattr(self, "_state"):
            year = self._number("year")
            self._state = YearState(
                self.request.user,
                year=year if year and 1990 <= year <= 2200 else None,  # noqa: PLR2004
                procedure=self._number("procedure"),
                who=self._number("who"),
            )
        return self._state

    def _number(self, name: str) -> int | None:
        told = self.request.GET.get(name, "")
        return int(told) if told.isdecimal() and len(told) < 16 else None  # noqa: PLR2004

    def link(self, place: str = "", **changes) -> str:
        query = self.request.GET.copy()
        query.pop("as", None)
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = value
        asked = f"?{query.urlencode()}" if query else ""
        return f"{self.request.path}{asked}{place}"

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") == "xlsx":
            return state_sheet.excel(self)
        return super().get(request, *args, **kwargs)

    # What it shows ------------------------------------------------------------------------------

    def get_context_data(self, **kwargs):
        state = self.state
        causes, coming = state.causes(), state.coming()
        most = MOST_ON_PAPER if self.is_paper else MOST
        context = {
            "lead": "" if state.is_whole else _("Of the people whom you lead."),
            "years": [
                {"label": year, "url": self.link(year=year), "active": year == state.year}
                for year in state.years()
            ],
            "narrowed": self.narrowed(),
            "tiles": [self.tile(kind) for kind in KINDS if kind != COMING or state.is_now],
            "documents": self.documents(),
            "causes": causes[:most],
            "causes_left": max(len(causes) - most, 0),
            "late_total": len(causes),
            "late_url": duties_url(**self.asked(LATE)) if self.has_register else "",
            "coming": coming[:most],
            "coming_left": max(len(coming) - most, 0),
            "coming_total": len(coming),
            "is_now": state.is_now,
            "is_whole": state.is_whole,
            "chains": self.chains(),
            "excel_url": self.link(**{"as": "xlsx"}),
            **self.of_nobody(),
            **self.tables(),
        }
        return super().get_context_data(**context | kwargs)

    def of_nobody(self) -> dict:
        """What nobody answers for, the power to keep the year itself, and who is asked instead."""
        if not self.state.is_whole:
            return {"nobody": [], "vacant": "", "instead": ""}
        found = {"nobody": self.state.of_nobody(), "vacant": vacant_power()}
        return found | {"instead": self.state.holders.instead() if any(found.values()) else ""}

    @property
    def has_register(self) -> bool:
        """Whether the register of duties counts the same: it holds those of everybody."""
        return self.state.is_whole and self.state.procedure != 0 and self.state.who != 0

    def asked(self, kind: str) -> dict:
        """The filters of the register by which it shows what a number counts."""
        state = self.state
        is_of_any_year = kind == LATE and state.is_now
        return {
            "state": kind,
            "year": None if is_of_any_year else state.year,
            "procedure": state.procedure,
            "who": state.who,
        }

    def tile(self, kind: str) -> dict:
        number = self.state.counts[kind]
        url = self.link("#coming" if kind == COMING else "#late" if kind == LATE else "#people")
        if kind != COMING and self.has_register and self.state.who is None:
            url = duties_url(**self.asked(kind))
        return {
            "label": str(LABELS[kind]),
            "number": number,
            "url": url,
            "tone": TONES[kind] if number else "",
        }

    def narrowed(self) -> list[dict]:
        """What the page is narrowed to, each to be taken off."""
        state, made = self.state, []
        if state.procedure is not None:
            named = state.procedures.get(state.procedure)
            value = named.code if named else _("Without a procedure")
            made.append((_("Procedure"), value, self.link(procedure=None)))
        if state.who is not None:
            person = state.people.get(state.who) if self.is_in_reach(state.who) else None
            value = person.short_name if person else _("Nobody, or each for their own")
            made.append((_("Who answers"), value, self.link(who=None)))
        return [{"label": label, "value": value, "url": url} for label, value, url in made]

    def is_in_reach(self, person: int) -> bool:
        return self.state.is_whole or person in self.state.led

    def tables(self) -> dict:
        procedures, people = self.state.by_procedure(), self.state.by_person()
        left = 0
        if self.is_paper and len(people) > MOST_PEOPLE_ON_PAPER:
            left = len(people) - MOST_PEOPLE_ON_PAPER
            people = people[:MOST_PEOPLE_ON_PAPER]
        return {
            "heads": [str(LABELS[kind]) for kind in KINDS]
            if self.state.is_now
            else self._past_heads(),
            "procedures": [(row, self.link("#late", procedure=row.key)) for row in procedures],
            "people": [(row, self.link("#late", who=row.key)) for row in people],
            "people_left": left,
        }

    def _past_heads(self) -> list:
        return [str(LABELS[kind]) for kind in KINDS if kind != COMING]

    def chains(self) -> list:
        """For who sees the whole: what has to end in which order."""
        if not self.state.is_whole or self.narrowed():
            return []
        return chains(self.state.year, self.state.timetable, self.request.user)

    def documents(self) -> list[dict]:
        """What of the documents is late beside it."""
        user = self.request.user
        if self.narrowed() or not self.state.is_now or not user.has_perm("documents.view_readings"):
            return []
        reviews = DocumentReview.objects.visible_to(user).filter(
            state="open", due__lt=self.state.today
        )
        found = (
            (
                _("Readings late"),
                Reading.objects.visible_to(user).late().count(),
                f"{reverse('documents:readings')}?standing=late",
            ),
            (
                _("Reviews of documents late"),
                reviews.count(),
                f"{reverse('documents:reviews')}?state=late",
            ),
        )
        return [
            {"label": label, "number": number, "url": url, "tone": "red" if number else ""}
            for label, number, url in found
        ]
