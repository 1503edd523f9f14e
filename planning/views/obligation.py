"""An obligation: its rule in words, who answers, its days to come, what became of the others."""

from collections import Counter
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import DetailPage, Fact, Tab
from planning import events, openers, owners, recurrence, rule_words, subjects
from planning.models import Duty, Obligation
from planning.timetable import BACK, Timetable

from .duties import state_words, tone
from .duty import address, reachable

TWO_YEARS = timedelta(days=731)
SHOWN = 120
IN_SIGHT = 26  # coming days of a tab: half a year of what is weekly
KEPT = [
    ("done", gettext_lazy("done in time")),
    ("done_late", gettext_lazy("done late")),
    ("missed", gettext_lazy("missed")),
    ("late", gettext_lazy("late")),
    ("open", gettext_lazy("open")),
    ("scheduled", gettext_lazy("planned")),
    ("dropped", gettext_lazy("no longer needed")),
]


class ObligationDetail(DetailPage):
    """One recurring duty: when, who, what comes out of it, and how it was kept."""

    model = Obligation
    permission = "planning.view_obligation"
    template_name = "planning/obligation.html"

    def get_queryset(self):
        rows = super().get_queryset().select_related("owner_power", "owner_position")
        return rows.select_related("procedure").prefetch_related("requires", "required_by")

    def get_title(self):
        return str(self.object.name)

    def paper_kind(self):
        return _("Obligation")

    def get_context_data(self, **kwargs):
        one = self.object
        kept = one.is_in_use
        self.timetable = Timetable()
        context = {
            "state": {
                "label": _("Still kept") if kept else _("No longer kept"),
                "tone": "green" if kept else "grey",
            },
            "when": rule_words.in_words(one.rule, self.timetable.name_of),
            "owner": owners.owner_words(one),
            "people": "" if one.owner_of_subject else owners.names(one.holders()),
            "asked": "" if one.owner_of_subject else owners.names(one.answering()),
            "chain": owners.chain_words(one),
            "reminders": owners.remind_words(one),
            "opener": openers.get(one.opener),
            "ends_later": one.ended_on and kept and numeric(one.ended_on),
            "tellable": self.may_tell(),
            "followers": Obligation.objects.in_use().filter(rule__after=one.code),
            "counted": Obligation.objects.in_use().filter(rule__before=one.code),
        }
        return super().get_context_data(**context | kwargs)

    def may_tell(self) -> bool:
        return self.request.user.has_perm("planning.tell_event") and told_by_hand(self.object)

    def steps(self):
        one, user = self.object, self.request.user
        url = one.get_absolute_url()
        steps = []
        if self.may_tell():
            steps.append({"label": _("It happened"), "url": f"{url}tell/", "primary": True})
        if user.has_perm("planning.change_obligation", one):
            steps.append({"label": _("Edit"), "url": f"{url}edit/"})
            if one.ended_on:
                steps.append({"label": _("Keep it again"), "url": f"{url}keep/"})
            else:
                steps.append({"label": _("End it"), "url": f"{url}end/", "danger": True})
        return steps

    def facts(self):
        one, user = self.object, self.request.user
        procedure = reachable(one.procedure, user)
        rule = one.rule
        shift = rule_words.SHIFTS[rule.get("shift", "previous")] if "shift" in rule else ""
        year = rule.get("year", 0)
        lead = ngettext("%(n)s day before its day", "%(n)s days before its day", one.lead_days)
        return [
            Fact(_("Procedure"), procedure and procedure.code, address(procedure)),
            Fact(_("Source"), one.source),
            Fact(_("If it is a day off"), shift),
            Fact(_("Belongs to"), rule_words.YEARS[year] if year else ""),
            Fact(_("Opens"), lead % {"n": one.lead_days} if one.is_dated else ""),
            Fact(_("One for each"), owners.kind_words(one.per) if one.per else ""),
            Fact(
                _("Time"),
                one.at
                and (
                    _("%(time)s, %(minutes)s minutes")
                    % {"time": f"{one.at:%H:%M}", "minutes": one.minutes}
                    if one.minutes
                    else f"{one.at:%H:%M}"
                ),
            ),
            Fact(_("Kept since"), numeric(one.since)),
            Fact(_("No longer kept since"), one.ended_on and numeric(one.ended_on)),
            Fact(_("Code"), one.code),
        ]

    def tabs(self):
        tabs = []
        if self.object.is_dated and self.object.is_in_use:
            tabs.append(Tab("days", _("Coming days"), "planning/tab_days.html"))
        return [
            *tabs,
            Tab("duties", _("Duties"), "planning/tab_duties.html"),
            Tab("clauses", _("Demanded by"), "planning/tab_clauses.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        one = self.object
        if slug == "days":
            may_plan = self.request.user.has_perm("planning.plan_ahead", one)
            days = coming_days(one, Timetable())
            return {
                "days": [
                    {
                        "day": found.due,
                        "nominal": found.occurrence.nominal,
                        "starts": found.starts,
                        "year": found.year,
                        "url": reverse(
                            "planning:plan_ahead",
                            args=[one.pk, found.occurrence.nominal.isoformat()],
                        ),
                    }
                    for found in days[:IN_SIGHT]
                ],
                "more": len(days[IN_SIGHT:]),
                "may_plan": may_plan,
                "none_of": one.per and not subjects.of(one.per) and owners.kind_words(one.per),
            }
        if slug == "duties":
            return {"years": self.years()}
        if slug == "clauses":
            return {"clauses": one.clauses.select_related("standard")}
        return {"items": deeds.history(JournalEntry.objects.about(one), self.request.user)}

    def years(self) -> list[dict]:
        """Its duties year by year, with what became of them."""
        seen = Duty.objects.visible_to(self.request.user).filter(obligation=self.object)
        rows = owners.dress(seen.for_list().order_by("-year", "-due")[:SHOWN], self.request.user)
        found: dict[int, list] = {}
        for duty in rows:
            line = {"duty": duty, "state": state_words(duty), "tone": tone(duty)}
            found.setdefault(duty.year, []).append(line)
        return [
            {"year": year, "duties": lines, "told": counted(line["duty"] for line in lines)}
            for year, lines in found.items()
        ]


def counted(duties) -> str:
    """“done in time: 3, missed: 1”."""
    found = Counter("late" if duty.is_late else str(duty.state) for duty in duties)
    return ", ".join(f"{label}: {found[key]}" for key, label in KEPT if found[key])


def told_by_hand(one: Obligation) -> bool:
    """Whether somebody has to say that it happened: no procedure finds it."""
    if not one.is_in_use or recurrence.kind_of(one.rule) != "event":
        return False
    event = events.get(one.rule["event"])
    return event is None or event.since is None


def coming_days(one: Obligation, timetable: Timetable) -> list:
    """Its days of two years for which nothing was opened yet."""
    today: date = localdate()
    return list(timetable.coming(today - BACK, today + TWO_YEARS, [one]))[:SHOWN]
