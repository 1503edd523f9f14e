"""The commissions in which one sits: what an outsider sees first, and the declaration (000/2.2)."""

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.dates import numeric
from common.views import Page
from monitoring import commission_deeds
from monitoring.declaration import words_for
from monitoring.forms.commission import DeclareForm
from monitoring.models import Campaign, CommissionProtocol, Member
from monitoring.models.serving import OVER
from monitoring.progress import progress_of, quorum

from .campaigns import TONES
from .commission import OfMember
from .commission_tab import role

LANGUAGES = dict(settings.LANGUAGES)
MOST_OVER = 10


def stage_of(campaign) -> str:
    """The stage of the work schedule that runs, or the one that comes (000/4.1)."""
    today = localdate()
    line = campaign.schedule.filter(until__gte=today).order_by("since", "order").first()
    if line is None:
        return ""
    if line.since > today:
        words = _("Next by the work schedule: %(stage)s, %(first)s – %(last)s.")
    else:
        words = _("Now by the work schedule: %(stage)s, %(first)s – %(last)s.")
    return words % {
        "stage": line.stage,
        "first": numeric(line.since),
        "last": numeric(line.until),
    }


def what_comes(campaign) -> str:
    """What follows while nothing is asked of a member."""
    state, states = campaign.state, Campaign.State
    if campaign.is_being_prepared:
        return _("The scoring has not begun yet; a letter comes when your sheet is open.")
    if state == states.SCORING:
        signed, sheets, _needed = quorum(campaign)
        if signed < sheets:
            words = _(
                "Signed so far: %(signed)s of %(all)s. When all have signed, the chair has the "
                "results computed; a letter comes if something is asked of you before."
            )
            return words % {"signed": signed, "all": sheets}
        return _("All have signed. The chair has the results computed next.")
    if state == states.COUNTING:
        return _("The results are being counted.")
    if state == states.COMPUTED:
        if campaign.protocols.filter(state="approved", result__superseded_at=None).exists():
            if campaign.kind.heard_by_id is None:
                return _("The protocol is signed. Nothing more is asked of the commission.")
            return _("The protocol is signed. The results are announced next.")
        return _("The results are counted. A letter comes when the protocol is yours to sign.")
    return _("The results are announced. Nothing more is asked of the commission.")


def work_of(member, user) -> dict:
    """What waits for a member in one campaign; when nothing does, what comes next and when."""
    campaign = member.campaign
    waits = member.is_external and not member.declared_at
    done = progress_of(campaign).get(member.pk) if campaign.state == "scoring" else None
    protocols = CommissionProtocol.objects.visible_to(user).filter(
        campaign=campaign, state="agreeing"
    )
    notes = done.sheet.spread_left() if done and not waits else 0
    is_asked = waits or notes or (done and not done.is_signed) or protocols.exists()
    return {
        "comes": "" if is_asked else what_comes(campaign),
        "stage": "" if is_asked else stage_of(campaign),
        "member": member,
        "campaign": campaign,
        "tone": TONES[campaign.state],
        "role": role(member),
        "must_declare": waits,
        "progress": done,
        "notes": notes,
        "protocols": list(protocols),
        "criteria": campaign.criteria if campaign.state != Campaign.State.PREPARATION else None,
    }


class OwnCommissions(Page, TemplateView):
    """Each commission in which the reader sits, with what waits in it."""

    permission = "monitoring.view_own_commissions"
    template_name = "monitoring/own_commissions.html"

    def get_title(self):
        if self.request.user.is_employee:
            return _("My commission work")
        return _("Good day, %(name)s!") % {"name": self.request.user.person.given}

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Member.objects.active().filter(person=user.person_id)
        serving = rows.exclude(campaign__state__in=OVER).select_related(
            "campaign__kind", "campaign__criteria", "person"
        )
        work = [work_of(member, user) for member in serving.order_by("-campaign__year", "pk")]
        return super().get_context_data(work=work, over=self.over() if not work else [], **kwargs)

    def over(self) -> list[Member]:
        """Those in which the reader sat, the newest first: told when nothing is open any more."""
        rows = Member.objects.filter(person=self.request.user.person_id)
        rows = rows.select_related("campaign__kind").order_by("-campaign__year", "-pk")
        return list(rows[:MOST_OVER])


class Declare(OfMember):
    """Confidentiality and impartiality, read in one's language and confirmed by one's own hand."""

    permission = "monitoring.declare_member"
    template_name = "monitoring/declare.html"
    form_class = DeclareForm
    title = gettext_lazy("Declaration of confidentiality and impartiality")
    submit_label = gettext_lazy("I declare it")

    def permission_object(self):
        super().permission_object()
        return self.object

    def not_now(self, *, may):
        one = self.object
        if may and (one.declared_at or one.left_on or not one.is_external):
            return _("There is nothing to declare any more.")
        return ""

    def back_url(self):
        return reverse("monitoring:own_commissions")

    def get_cancel_url(self):
        return self.back_url()

    def where_next(self, done):
        return self.back_url()

    def get_language(self) -> str:
        """The language in which it is read."""
        asked = self.request.POST.get("language") or self.request.GET.get("language")
        return asked if asked in LANGUAGES else get_language()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_initial(self):
        return {"language": self.get_language()}

    def get_context_data(self, **kwargs):
        language = self.get_language()
        return super().get_context_data(
            language=language,
            words=words_for(self.object.campaign.kind, language),
            person=self.object.person,
            organisation_of=self.object.organisation,
            languages=[
                {"name": name, "url": f"?language={code}", "current": code == language}
                for code, name in settings.LANGUAGES
            ],
            **kwargs,
        )

    def act(self, form):
        language = form.cleaned_data["language"]
        commission_deeds.declare(
            self.object, by=self.request.user, language=language, means=form.means
        )
        return self.object

    def done_sentence(self):
        return _("Thank you: you may score now.")
