"""Who takes part in a campaign: found, out of competition, left (000/3.1)."""

from dataclasses import replace

import django_filters
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, ListPage, ObjectActPage
from monitoring import campaign_tabs, participant_deeds
from monitoring.forms.commission import LeftForm, OutForm
from monitoring.kind_words import name_label, nobody_yet, scores_people, words_of
from monitoring.models import Campaign, Participant
from people.models import Unit

PER_PAGE = 25


def standings(kind) -> list[tuple[str, str]]:
    """In what ways one may stand, in the words of the kind."""
    words = words_of(kind)
    return [
        ("competes", str(words["takes_part"])),
        ("out", str(words["out"])),
        ("left", _("Has left")),
    ]


def standing(participant, kind) -> str:
    """Competes, is out of competition, has left: with the day or the reason."""
    if participant.left_on:
        return _("Left on %(day)s") % {"day": numeric(participant.left_on)}
    return str(words_of(kind)["out" if participant.out_reason else "takes_part"])


def tone(participant) -> str:
    if participant.left_on:
        return "grey"
    return "amber" if participant.out_reason else "green"


def in_standing(rows, value: str):
    """Those who compete, are out of competition or have left."""
    if value == "left":
        return rows.exclude(left_on=None)
    rows = rows.filter(left_on=None)
    return rows.exclude(out_reason="") if value == "out" else rows.filter(out_reason="")


def opens_all(user, campaign) -> bool:
    """Whether a reader may open every participant: who runs it, who scores."""
    return (
        user.has_perm("monitoring.change_participants", campaign)
        or campaign.members.active().filter(person=user.person_id).exists()
    )


class ParticipantFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(label=gettext_lazy("Unit"), queryset=Unit.objects.all())
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Standing"), choices=[], method="by_standing"
    )

    class Meta:
        model = Participant
        fields = ["unit", "standing"]

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["standing"].extra["choices"] = standings(kind)
        if not scores_people(kind):
            del self.filters["unit"]

    def by_standing(self, rows, name, value):
        return in_standing(rows, value)


COLUMNS = (
    Column("number", gettext_lazy("No."), lambda p: p.number, sort="number", kind="number"),
    Column("name", gettext_lazy("Name"), lambda p: p.name, sort="sorted_as"),
    Column("detail", gettext_lazy("Position"), lambda p: p.detail),
    Column("unit", gettext_lazy("Unit"), lambda p: p.unit_name),
)


class ParticipantList(ListPage):
    """The participants of one campaign as a register: filtered, and out as Excel or PDF."""

    model = Participant
    permission = "monitoring.view_campaign"
    filterset_class = ParticipantFilter
    empty_text = gettext_lazy("Nobody and nothing takes part yet.")

    @cached_property
    def campaign(self) -> Campaign:
        """Of which campaign."""
        rows = Campaign.objects.visible_to(self.request.user).select_related("kind")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def permission_object(self):
        return self.campaign

    def get(self, request, *args, **kwargs):
        kind = self.campaign.kind
        number, name, detail, unit = COLUMNS
        stands = Column(
            "standing",
            gettext_lazy("Standing"),
            lambda p: standing(p, kind),
            kind="state",
            tone=tone,
        )
        reason = Column("reason", gettext_lazy("Reason"), lambda p: p.left_reason or p.out_reason)
        name = replace(name, label=name_label(kind))
        people = [detail, unit] if scores_people(kind) else []
        self.columns = [number, name, *people, stands, reason]
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return self.campaign.participants.all()

    def filter_more(self):
        return {"kind": self.campaign.kind}

    def get_title(self):
        return _("Participants: %(campaign)s") % {"campaign": self.campaign}

    @cached_property
    def _opens_all(self) -> bool:
        return opens_all(self.request.user, self.campaign)

    def row_url(self, thing):
        own = thing.person_id and thing.person_id == self.request.user.person_id
        return thing.get_absolute_url() if self._opens_all or own else ""


def participants_context(campaign, request) -> dict:
    """One page of the list, found by words; whoever runs it puts out and notes who left."""
    user = request.user
    words, chosen = request.GET.get("q", "").strip(), request.GET.get("standing", "")
    rows = campaign.participants.order_by("number")
    ways = standings(campaign.kind)
    if chosen in dict(ways):
        rows = in_standing(rows, chosen)
    if words:
        rows = rows.search(words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query["tab"] = "participants"

    def link(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}#tab"

    may = user.has_perm("monitoring.change_participants", campaign)
    opens = opens_all(user, campaign)
    return {
        "people": [
            {
                "one": one,
                "standing": standing(one, campaign.kind),
                "tone": tone(one),
                "url": one.get_absolute_url()
                if opens or (one.person_id and one.person_id == user.person_id)
                else "",
            }
            for one in page
        ],
        "page_obj": page,
        "page_links": [
            {"number": n, "url": link(n), "current": n == page.number}
            if isinstance(n, int)
            else {"number": None, "url": "", "current": False}
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
        ],
        "q": words,
        "chosen": chosen,
        "standings": ways,
        "name_label": name_label(campaign.kind),
        "kind_words": words_of(campaign.kind),
        "has_units": scores_people(campaign.kind),
        "nobody_yet": nobody_yet(campaign),
        "may_name": may and not campaign.why_not_named(),
        "found": page.paginator.count,
        "list_url": reverse("monitoring:participants", args=[campaign.pk]),
        "may_change": may and campaign.state in participant_deeds.UNTIL_COUNTED,
    }


campaign_tabs.register(
    campaign_tabs.CampaignTab(
        "participants",
        gettext_lazy("Participants"),
        "monitoring/tab_participants.html",
        30,
        participants_context,
        count=lambda campaign, user: campaign.participants.count(),
    )
)


class OfParticipant(ObjectActPage):
    """What the management says of a participant."""

    model = Participant
    permission = "monitoring.change_participants"
    template_name = "pages/form.html"

    def get_queryset(self):
        campaigns = Campaign.objects.visible_to(self.request.user)
        rows = Participant.objects.filter(campaign__in=campaigns)
        return rows.select_related("campaign__kind")

    def permission_object(self):
        return super().permission_object().campaign

    def not_now(self, *, may):
        if may and self.object.campaign.state not in participant_deeds.UNTIL_COUNTED:
            return _("The results are computed already: it is not changed any more.")
        return ""

    def back_url(self):
        return f"{self.object.campaign.get_absolute_url()}?tab=participants#tab"

    def where_next(self, done):
        return self.back_url()

    def get_cancel_url(self):
        return self.back_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"about": str(self.object), **kwargs})


class LeaveOut(OfParticipant):
    """Out of competition, or back into it."""

    form_class = OutForm

    def get_title(self):
        return str(words_of(self.object.campaign.kind)["out"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.object.campaign.kind}

    def get_initial(self):
        return {"reason": self.object.out_reason}

    def act(self, form):
        participant_deeds.leave_out(self.object, by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        told = {"name": self.object, "standing": standing(self.object, self.object.campaign.kind)}
        return _("%(name)s: %(standing)s.") % told


class NoteLeft(OfParticipant):
    """A participant left before the end."""

    form_class = LeftForm
    title = gettext_lazy("Note that a participant left")
    submit_label = gettext_lazy("Note")

    def act(self, form):
        participant_deeds.note_left(self.object, by=self.request.user, **form.cleaned_data)
        return self.object

    def get_context_data(self, **kwargs):
        lead = _("Marks that were given stay on the sheets and do not count.")
        if self.object.campaign.kind.is_contest:
            lead = _("Marks that were given stay on the sheets; no place is taken.")
        return super().get_context_data(**{"lead": lead, **kwargs})

    def done_sentence(self):
        return _("It is noted that %(name)s left.") % {"name": self.object}
