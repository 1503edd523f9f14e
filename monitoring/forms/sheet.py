"""What the deeds of a scoring sheet ask for: the hand again, a reason, sentences (000/2.2)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from people.forms.hand import OwnHand


class SignSheetForm(OwnHand, StepForm):
    """The member's own hand: a remembered session never signs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("The password again is your signature.")

    def arguments(self):
        return {"means": self.means}


class GiveBackForm(HouseForm, StepForm):
    """Why a signed sheet goes back to its member."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExplainForm(HouseForm, forms.Form):
    """A sentence for each mark of one's own that lies far from the others."""

    def __init__(self, *args, notes, **kwargs):
        super().__init__(*args, **kwargs)
        self.notes = {f"note-{note.pk}": note for note in notes}
        for name, note in self.notes.items():
            self.fields[name] = forms.CharField(
                label=f"{note.participant} · {note.indicator}",
                help_text=gettext("You gave %(own)s; the marks go from %(low)s to %(high)s.")
                % {"own": note.value, "low": note.lowest, "high": note.highest},
                initial=note.text,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def sentences(self) -> dict[int, str]:
        return {note.pk: self.cleaned_data[name] for name, note in self.notes.items()}
