"""A meeting: its agenda, who sits, what was decided, its files, its history."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import deeds
from common.dates import numeric
from common.models import Attachment, JournalEntry, Opening
from common.views import DetailPage, Fact, Tab
from planning.models import Decision, Meeting
from planning.models.meeting_deeds import FOLLOW_UP
from planning.views.decisions import state_words, tone

from .announcement import file_items
from .meetings import TONES


def agenda_rows(meeting) -> list[dict]:
    """The items with their decisions, earlier decisions and recusals; a constant number of
    queries.
    """
    items = meeting.items.select_related("speaker").prefetch_related(
        "decisions__responsible",
        "follow_ups__decision__item__meeting__kind",
        "follow_ups__decision__responsible",
        "recusals__attendance__person",
    )
    doubts = meeting.doubtful_votes() if meeting.is_written else {}
    return [
        {
            "item": item,
            "decisions": dressed(item.decisions.all(), item),
            "doubt": doubts.get(item.pk, ""),
        }
        for item in items
    ]


def dressed(decisions, item) -> list[dict]:
    """Decisions of an item with how they stand."""
    found = []
    for decision in decisions:
        decision.item = item
        found.append({"one": decision, "state": state_words(decision), "tone": tone(decision)})
    return found


def earlier_to_come(meeting, user) -> list[Decision]:
    """What of earlier decisions is still open and comes first when a planned meeting is opened, as
    far as this reader may know it.
    """
    if meeting.state != "planned":
        return []
    rows = Decision.objects.earlier_than(meeting)
    return list(rows.visible_to(user).for_list().order_by("due", "pk"))


class MeetingDetail(DetailPage):
    """One meeting, planned or held."""

    model = Meeting
    permission = "planning.view_meeting"
    template_name = "planning/meeting.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("kind__body", "kind__obligation", "chair", "secretary")

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        return response

    def get_title(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        one = self.object
        number = f"№ {one.number}" if one.number else ""
        told = " · ".join(filter(None, [number, numeric(one.day)]))
        return super().get_context_data(number=told, **kwargs)

    def may(self, name: str) -> bool:
        """Whether this reader may do it with this meeting now."""
        return self.request.user.has_perm(f"planning.{name}_meeting", self.object)

    def steps(self):
        one, url = self.object, self.object.get_absolute_url()
        found = super().steps()
        if one.is_to_come:  # it is opened on its day
            found = [step for step in found if step["name"] != "open"]
        if one.state == "planned" and not one.has_passed and self.may("change"):
            label = _("Send the agenda again") if one.invited_at else _("Send invitations")
            invite = {"label": label, "url": f"{url}invite/", "primary": not one.invited_at}
            found.insert(1 if found and found[0]["name"] == "open" else 0, invite)
        if one.is_written and self.may("keep"):
            page = {"label": _("Write the minutes"), "url": f"{url}minutes/", "primary": True}
            send = [step for step in found if step.get("name") == "send" and self.is_complete()]
            found = [*send, page, *(step for step in found if step not in send)]
        if self.may("change"):
            found.append({"label": _("Edit"), "url": f"{url}edit/"})
            found.append({"label": _("Attach a file"), "url": f"{url}attach/"})
        first = next((step for step in found if step.get("primary")), None)
        return [{**step, "primary": step is first} for step in found]

    def is_complete(self) -> bool:
        """Whether people rose and every item has its result: then the minutes are to be signed."""
        one = self.object
        return one.state == "held" and (
            one.lacks_quorum or not one.items.filter(outcome="").exists()
        )

    def facts(self):
        one = self.object
        times = [f"{time:%H:%M}" for time in (one.starts, one.ends) if time]
        return [
            Fact(_("Date"), numeric(one.day)),
            Fact(_("Time"), " – ".join(times)),
            Fact(_("Place"), one.place),
            Fact(pgettext("meeting", "Form"), one.get_form_display()),
            Fact(pgettext("meeting", "Kind"), one.kind, one.kind.get_absolute_url()),
            Fact(_("Body"), one.kind.body),
            Fact(_("Project"), one.project),
            Fact(_("Chair"), one.chair),
            Fact(_("Secretary"), one.secretary),
            Fact(_("Quorum"), quorum_words(one)),
            Fact(_("Invitations sent"), one.invited_at and numeric(one.invited_at)),
            Fact(_("Who may read it"), "" if one.kind.is_open else _("Its members and directors")),
        ]

    def tabs(self):
        one = self.object
        tabs = [
            Tab("agenda", _("Agenda"), "planning/tab_agenda.html"),
            Tab("people", _("Who takes part"), "planning/tab_attendance.html"),
        ]
        if one.state != "planned" and one.tells(self.request.user):
            count = Decision.objects.filter(item__meeting=one).count()
            tabs.append(Tab("decisions", _("Decisions"), "planning/tab_decisions.html", count))
        if files := Attachment.objects.of(one).count():
            tabs.append(Tab("files", _("Files"), "planning/tab_meeting_files.html", files))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        one, user = self.object, self.request.user
        if slug == "agenda":
            changes = "change" if one.state == "planned" else "keep"
            may = one.state in ("planned", "open") and self.may(changes)
            rows = agenda_rows(one)
            told = {"rows": rows, "may_change": may, "votes": one.voting != "none"}
            more = {"earlier": earlier_to_come(one, user), "follow_up": FOLLOW_UP}
            has_follow_up = any(row["item"].follows_up for row in rows)
            return told | more | {"is_told": one.tells(user), "has_follow_up": has_follow_up}
        if slug == "people":
            may = one.state in ("planned", "open") and self.may("change")
            return people_context(one, may=may) | {"is_told": one.tells(user)}
        if slug == "decisions":
            rows = Decision.objects.filter(item__meeting=one).for_list().order_by()
            rows = rows.order_by("item__order", "point")
            return {
                "decisions": [
                    {"one": row, "state": state_words(row), "tone": tone(row)} for row in rows
                ]
            }
        if slug == "files":
            return {"files": file_items(one), "may_detach": self.may("change")}
        return {"items": deeds.history(JournalEntry.objects.about(one), user)}


def is_noted(meeting) -> bool:
    """Whether anybody was noted as present or absent."""
    return meeting.attendance.exclude(presence="").exists()


def quorum_words(meeting) -> str:
    """How many members came, how many are needed."""
    if meeting.state in ("planned", "cancelled"):
        return ""
    quorum = meeting.quorum()
    told = vars(quorum)
    if not quorum.members:
        return ""
    if not is_noted(meeting):
        return _("who is here is not noted yet")
    if not quorum.needed:
        return _("%(present)s of %(members)s members present") % told
    if quorum.is_there:
        return _("%(present)s of %(members)s members, there is a quorum") % told
    return _("%(present)s of %(members)s members, no quorum: %(needed)s are needed") % told


def people_context(meeting, *, may: bool) -> dict:
    """Who is on the list; before the meeting the members as they are today."""
    rows = meeting.attendance.select_related("person", "left_at")
    found = {"rows": rows, "may_change": may}
    if meeting.state == "planned":
        found["members"] = meeting.kind.members(meeting.day).order_by("sorted_as")
    return found
