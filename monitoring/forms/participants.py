"""What is to be scored, named one by one: known ones ticked, new ones written down (004/7.4)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.text import fold, has_words
from monitoring import scored
from monitoring.models import Campaign

LONGEST = 300


class NameForm(HouseForm, forms.Form):
    """Those that the house knows and the campaign has not yet, and names of new ones."""

    rows = forms.ModelMultipleChoiceField(
        queryset=Campaign.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    new = forms.CharField(
        label=_("Not in the list above, one on a line"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        kind = scored.get(campaign.kind.subject)
        named = campaign.participants.values("subject_id")
        known = kind.all(campaign)
        self.known = {fold(str(row)) for row in known}
        self.fields["rows"].label = kind.label
        self.fields["rows"].queryset = known.exclude(pk__in=named)
        if kind.new is None:
            del self.fields["new"]

    def clean_new(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["new"].splitlines()]
        names = list({fold(name): name for name in names if name}.values())
        for name in names:
            if not has_words(name, 1):
                raise forms.ValidationError(gettext("This is no name: %s") % name[:60])
            if len(name) > LONGEST:
                raise forms.ValidationError(gettext("This name is too long: %s") % name[:60])
            if fold(name) in self.known:
                raise forms.ValidationError(
                    gettext("“%(name)s” is known already: tick it above.") % {"name": name}
                )
        return names

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("rows") and not cleaned.get("new"):
            raise forms.ValidationError(gettext("Tick at least one, or write it down."))
        return cleaned
