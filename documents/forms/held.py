"""Papers of others: received, used, demanded back, returned, damaged, lost (004/7.5.4)."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.uploads import EvidenceField, ScanField
from common.views.step import StepForm
from documents.models import Correspondence, HeldPaper
from documents.models.custody_steps import HERE
from people.forms.colleague import ColleagueField
from people.models import Party, Person

from .mail import kept
from .mail_steps import words_field
from .steps import day_field

MOST = 50  # papers of one receipt
LONGEST = 300  # letters of one line


class HeldForm(HouseForm, forms.ModelForm):
    """What is known of a paper of others, and who answers for it."""

    keeper = ColleagueField(label=_("Answers for safekeeping"), queryset=Person.objects.none())

    class Meta:
        model = HeldPaper
        fields = [
            *("party", "person", "words", "item", "sheets", "carrier", "is_original", "project"),
            *("handed_by", "keeper", "place", "handling"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.all()
        self.fields["person"].queryset = Person.objects.filter(is_external=True)
        self.fields["keeper"].queryset = Person.objects.able_to_act()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("party", "person", "words")):
            self.add_error("party", gettext("Say whose paper it is."))
        return cleaned


class ReceiveForm(HeldForm):
    """Several papers at once: one receipt, a line for each."""

    items = words_field(
        _("What is received"),
        help_text=_("One paper a line; after a semicolon its sheets: Diploma; 2"),
    )
    letter_number = forms.CharField(
        label=_("Came with the letter No."), max_length=40, required=False
    )
    file = EvidenceField(label=_("File or scan"), required=False)

    class Meta(HeldForm.Meta):
        fields = [
            *("party", "person", "words", "carrier", "is_original", "project"),
            *("received_on", "handed_by", "keeper", "place", "handling"),
        ]

    field_order = [
        *("party", "person", "words", "items", "carrier", "is_original", "project"),
        *("received_on", "handed_by", "keeper", "place", "handling", "letter_number", "file"),
    ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("keeper", user.person_id)
        self.initial.setdefault("received_on", localdate())

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > localdate():
            raise forms.ValidationError(gettext("The day cannot lie in the future."))
        return day

    def clean_items(self):
        """Lines with their sheets."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["items"].splitlines())):
            item, _sign, sheets = (part.strip() for part in line.rpartition(";"))
            if not item:
                item, sheets = line, ""
            if sheets and not sheets.isdecimal():
                words = gettext("After the semicolon the number of sheets is expected: %(line)s")
                raise forms.ValidationError(words % {"line": line})
            if len(item) > LONGEST:
                raise forms.ValidationError(
                    gettext("A line is too long: %(line)s…") % {"line": item[:60]}
                )
            found.append((item, min(int(sheets), 9999) if sheets else None))
        if len(found) > MOST:
            raise forms.ValidationError(gettext("At most %(n)s papers at once.") % {"n": MOST})
        return found

    def clean_letter_number(self):
        """The letter with which it came, by its number."""
        self.letter = None
        if number := self.cleaned_data["letter_number"].strip():
            rows = Correspondence.objects.visible_to(self.user).filter(direction="incoming")
            self.letter = rows.filter(number__iexact=number).order_by("-registered_on").first()
            if self.letter is None:
                raise forms.ValidationError(
                    gettext("There is no letter with the number %(number)s.") % {"number": number}
                )
        return number

    def facts(self) -> dict:
        """What all the papers of the receipt share."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {
            "letter": self.letter
        }


class UseForm(HouseForm, StepForm):
    """Who works with it, since when."""

    used_by = ColleagueField(label=_("Used by"), queryset=Person.objects.none())
    used_from = day_field(_("Used from"), initial=localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["used_by"].queryset = Person.objects.able_to_act()


class DemandForm(HouseForm, StepForm):
    """When and how its owner asked for it."""

    demanded_on = day_field(_("Return demanded on"), initial=localdate)
    demanded_how = forms.CharField(
        label=_("How it was demanded"),
        max_length=200,
        required=False,
        help_text=_("By which letter, by whom."),
    )
    return_by = day_field(
        _("To be returned by"),
        required=False,
        help_text=_("Leave empty: three working days."),
    )


class GiveBackForm(HouseForm, StepForm):
    """To whom and when; what of the same receipt goes back with it."""

    returned_on = day_field(_("Returned on"), initial=localdate)
    returned_to = forms.CharField(
        label=_("Returned to"), max_length=200, help_text=_("Name and document of who received it.")
    )
    others = forms.ModelMultipleChoiceField(
        label=_("Returned with it"),
        queryset=HeldPaper.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scan = ScanField(label=_("Scan of the signed return act"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        others = self.instance.of_the_receipt().exclude(pk=self.instance.pk)
        seen = HeldPaper.objects.visible_to(user).values("pk")
        rows = others.filter(state__in=HERE, pk__in=seen)
        may = [one.pk for one in rows if user.has_perm("documents.keep_heldpaper", one)]
        self.fields["others"].queryset = rows.filter(pk__in=may)
        if not may:
            del self.fields["others"]
        self.initial["returned_to"] = self.instance.handed_by

    def arguments(self):
        return self.cleaned_data | {"scan": kept(self.cleaned_data["scan"])}


class HarmForm(HouseForm, StepForm):
    """What happened, and how its owner was told."""

    harmed_on = day_field(_("Day"), initial=localdate)
    harm = words_field(_("What happened"), max_length=1000)
    told_on = day_field(
        _("Owner told on"), required=False, help_text=_("Leave empty if nobody told yet.")
    )
    told_how = forms.CharField(label=_("How the owner was told"), max_length=200, required=False)


class FoundForm(HouseForm, StepForm):
    """Where it was."""

    note = words_field(_("Note"), required=False, max_length=500)


class TellOwnerForm(HouseForm, forms.Form):
    """When and how its owner was told."""

    told_on = day_field(_("Owner told on"), initial=localdate)
    told_how = forms.CharField(
        label=_("How the owner was told"),
        max_length=200,
        help_text=_("By which letter, call or visit."),
    )
