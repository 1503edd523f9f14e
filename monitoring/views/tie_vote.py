"""The open vote between equals: who got how many votes of the commission (000/2.2, 4.4)."""

from django import forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import HouseForm
from common.text import has_words
from common.views import ActPage
from monitoring.models import TieVote
from monitoring.result_words import score_words
from monitoring.rules import approves, chairs
from monitoring.signing_now import why_closed

from .of_campaign import OfCampaign


class VoteForm(HouseForm, forms.Form):
    """A number of votes for each who is equal, and how it was voted."""

    words = forms.CharField(
        label=gettext_lazy("How it was voted"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A sentence; it stands in the protocol of the commission."),
    )

    def __init__(self, *args, rows, most, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.votes = {f"votes-{row.participant_id}": row.participant_id for row in rows}
        self.most = most
        for row in rows:
            self.fields[f"votes-{row.participant_id}"] = forms.IntegerField(
                label=str(row.participant),
                min_value=0,
                max_value=most,
                initial=known.get(row.participant_id),
            )
        self.order_fields([*self.votes, "words"])

    def clean_words(self):
        words = self.cleaned_data["words"].strip()
        if not has_words(words):
            raise forms.ValidationError(_("Say in a sentence how it was voted."))
        return words

    def given(self) -> dict[int, int]:
        """The votes by the key of the participant."""
        return {pk: self.cleaned_data[name] for name, pk in self.votes.items()}


def is_among(own: set[int], rows) -> bool:
    """Whether one of these is the reader's own."""
    return any(row.participant_id in own for row in rows)


def others_record(campaign, user) -> str:
    """To who is among the equals: nobody records the vote on themselves, and who does."""
    if chairs(user, campaign) and approves(user):
        return _(
            "You are among the equals, so somebody else records this vote: the secretary or "
            "whoever runs the monitoring."
        )
    return _(
        "You are among the equals, so somebody else records this vote: the chair, the secretary or "
        "the director."
    )


class TakeVote(OfCampaign, ActPage):
    """The chair, the secretary or the director records the vote on one group of equals."""

    permission = "monitoring.take_vote_campaign"
    form_class = VoteForm
    title = gettext_lazy("Open vote of the commission")
    submit_label = gettext_lazy("Record the vote and count once more")
    tab = "results"

    def not_now(self, *, may):
        if not may:
            return ""
        if self.campaign.state != "computed":
            return _("It is voted when the results are computed, until the meeting hears them.")
        if is_among(self.campaign.own_keys(self.request.user), self.rows):
            return others_record(self.campaign, self.request.user)
        return why_closed(self.campaign)

    @cached_property
    def rows(self):
        """The group of the address."""
        asked = self.kwargs["participant"]
        for rows in self.campaign.ties_to_vote():
            if asked in {row.participant_id for row in rows}:
                return rows
        raise Http404

    @cached_property
    def most(self) -> int:
        """How many members vote on them."""
        return self.campaign.voters_on(self.rows)

    def get_form_kwargs(self):
        known = TieVote.objects.filter(
            participant__in=[row.participant_id for row in self.rows], round=self.campaign.round
        )
        return super().get_form_kwargs() | {
            "rows": self.rows,
            "most": self.most,
            "known": dict(known.values_list("participant", "votes")),
        }

    def act(self, form):
        user, words = self.request.user, form.cleaned_data["words"]
        self.campaign.take_vote(by=user, votes=form.given(), words=words)
        return self.campaign

    def where_next(self, done):
        return self.back_url()

    def done_sentence(self):
        return _("The vote is recorded; the results are counted once more with it.")

    def get_context_data(self, **kwargs):
        lead = _(
            "%(most)s members vote, each once. The result before is kept; who gets more votes "
            "takes the higher place, whoever stays equal shares it."
        ) % {"most": self.most}
        if self.request.user.has_perm("monitoring.view_results", self.campaign):
            equal = _("Their score is equal: %(score)s.") % {"score": score_words(self.rows[0])}
            lead = f"{equal} {lead}"
        return super().get_context_data(**{"about": str(self.campaign), "lead": lead} | kwargs)
