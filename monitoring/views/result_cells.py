"""Cells that too few could mark are decided on: marked once more, or left out."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.forms import HouseForm
from common.views import ActPage
from monitoring.counting_inputs import columns_of, unscored
from monitoring.models import Campaign, Ruling
from monitoring.rules import approves, chairs

from .of_campaign import round_url

MOST = 300  # cells of one form


class CellsForm(HouseForm, forms.Form):
    """Which cells do not apply, and why."""

    cells = forms.MultipleChoiceField(
        label=gettext_lazy("Cells with too few marks"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("Why they do not apply"), max_length=500, widget=forms.Textarea
    )

    def __init__(self, *args, cells, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cells"].choices = cells

    def clean_cells(self):
        pairs = (cell.split(":") for cell in self.cleaned_data["cells"])
        return [(int(participant), int(indicator)) for participant, indicator in pairs]


def choices(campaign, user) -> tuple[list[tuple[str, str]], int]:
    """Each cell with too few marks that the reader decides on, by name; how many are left to
    others, being the reader's.
    """
    found = unscored(campaign)
    own, decided = campaign.own_keys(user), Ruling.within_reach(campaign, user)
    cells = [one for one in found if one.participant in decided][:MOST]
    people = campaign.participants.in_bulk([one.participant for one in cells])
    columns = columns_of(campaign).in_bulk([one.indicator for one in cells])
    named = [
        (
            f"{one.participant}:{one.indicator}",
            _("%(name)s: %(indicator)s (%(count)s of %(needed)s marks)")
            % {
                "name": people[one.participant],
                "indicator": columns[one.indicator],
                "count": one.marks,
                "needed": campaign.scoring.needed,
            },
        )
        for one in cells
    ]
    return named, sum(one.participant in own for one in found)


def own_words(campaign, user, count: int) -> str:
    """That cells of the reader's own score are not in the list, and who decides on them."""
    if not count:
        return ""
    if not chairs(user, campaign):
        words = ngettext(
            "%(own)s cell of your own score is not in the list: about it the chair decides.",
            "%(own)s cells of your own score are not in the list: about them the chair decides.",
            count,
        )
    elif not approves(user):
        words = ngettext(
            "%(own)s cell of your own score is not in the list: about it the director decides.",
            "%(own)s cells of your own score are not in the list: about them the director decides.",
            count,
        )
    else:
        words = ngettext(
            "%(own)s cell of your own score is not in the list: about it whoever runs the "
            "monitoring decides.",
            "%(own)s cells of your own score are not in the list: about them whoever runs the "
            "monitoring decides.",
            count,
        )
    return words % {"own": count}


class LeaveOut(ActPage):
    """Cells with too few marks: left out of the score, which is weighed by what is left."""

    permission = "monitoring.leave_out_cells"
    template_name = "monitoring/result_cells.html"
    title = gettext_lazy("Cells with too few marks")
    form_class = CellsForm
    submit_label = gettext_lazy("Leave out of the score")

    def permission_object(self):
        rows = Campaign.objects.visible_to(self.request.user).select_related("kind", "criteria")
        self.campaign = get_object_or_404(rows, pk=self.kwargs["campaign"])
        return self.campaign

    @cached_property
    def cells(self) -> tuple[list[tuple[str, str]], int]:
        return choices(self.campaign, self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cells": self.cells[0]}

    def act(self, form):
        Ruling.leave_out(
            self.campaign,
            form.cleaned_data["cells"],
            by=self.request.user,
            reason=form.cleaned_data["reason"],
        )
        return self.campaign

    def done_sentence(self):
        return _("Left out. The score is weighed by the indicators that are left.")

    def get_cancel_url(self):
        return self.campaign.get_absolute_url()

    def get_context_data(self, **kwargs):
        lead = _(
            "Fewer members than the rules need marked these cells. Have them marked once more in "
            "another round, or say why they do not apply: nobody gets a nought for them."
        )
        url = round_url(self.campaign, self.request.user)
        own = own_words(self.campaign, self.request.user, self.cells[1])
        found = {"lead": lead, "round_url": url, "own": own}
        return super().get_context_data(**found | kwargs)
