"""Paper copies: making, issuing, distributing, taking back; acts of destruction."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.models import Blob
from common.uploads import ScanField
from common.views.step import StepForm
from documents.models import CopyKind, PaperCopy
from documents.models.destruction import ENDED
from people.forms.colleague import ColleagueField, ColleaguesField
from people.models import Appointment, Person

from .steps import day_field

MOST = 200  # copies made at once


def unit_heads():
    """Whoever heads a unit today."""
    heads = Appointment.objects.on().filter(position__is_head=True)
    return Person.objects.able_to_act().filter(pk__in=heads.values("person"))


class LanguagesOf:
    """The languages that a version is printed in."""

    def offer_languages(self, version) -> None:
        """Let the form choose only among those there are."""
        names = dict(settings.LANGUAGES)
        found = [text.language for text in version.texts_that_count()] or list(names)
        self.fields["language"].choices = [(code, names[code]) for code in found]
        self.initial.setdefault("language", found[0])


class MakeForm(LanguagesOf, HouseForm, forms.Form):
    """Which copies, how many, where they are kept."""

    kind = forms.ChoiceField(
        label=_("Kind of copy"), choices=CopyKind.choices, initial=CopyKind.WORKING
    )
    count = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MOST,
        initial=1,
        help_text=_("There is one original and one control copy in each language."),
    )
    language = forms.ChoiceField(label=_("Language"))
    place = forms.CharField(label=_("Kept at"), max_length=200, required=False)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_languages(version)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != CopyKind.WORKING and cleaned.get("count", 1) != 1:
            self.add_error(
                "count", _("There is one original and one control copy in each language.")
            )
        return cleaned


class DistributeForm(LanguagesOf, HouseForm, forms.Form):
    """To whom: the heads of units are ticked already."""

    people = ColleaguesField(
        label=_("Who gets a copy"),
        queryset=Person.objects.none(),
        help_text=_("Who holds a copy of this version already gets no second one."),
    )
    language = forms.ChoiceField(label=_("Language"))
    issued_on = day_field(_("Issued on"), initial=localdate)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = Person.objects.able_to_act()
        self.initial["people"] = unit_heads()
        self.offer_languages(version)

    def clean_issued_on(self):
        if (day := self.cleaned_data["issued_on"]) > localdate():
            raise forms.ValidationError(_("The day cannot lie in the future."))
        return day


class IssueForm(StepForm):
    """To a colleague, or to somebody outside in words."""

    holder = ColleagueField(label=_("Holder"), queryset=Person.objects.none(), required=False)
    holder_words = forms.CharField(
        label=_("Holder outside, or a place"),
        max_length=200,
        required=False,
        help_text=_("For an organisation outside, a unit, a stand in a corridor."),
    )
    issued_on = day_field(_("Issued on"), initial=localdate)
    is_received = forms.BooleanField(label=_("The holder has signed for it"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = Person.objects.able_to_act()


class TakeBackForm(StepForm):
    returned_on = day_field(_("Returned on"), initial=localdate)


class LoseForm(StepForm):
    lost_on = day_field(_("Lost on"), initial=localdate)
    note = forms.CharField(
        label=_("How it was lost, and what was done"), widget=forms.Textarea(attrs={"rows": 3})
    )


class FindForm(StepForm):
    is_with_holder = forms.BooleanField(
        label=_("The holder has it again"),
        required=False,
        help_text=_("Otherwise it is in the keeper's hands."),
    )
    note = forms.CharField(
        label=_("Where it was found"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ActForm(HouseForm, forms.Form):
    """Which copies, before whom, how."""

    date = day_field(_("Date of the act"), initial=localdate)
    manner = forms.CharField(
        label=_("Manner of destruction"),
        max_length=200,
        help_text=_("For example: shredded, burnt."),
    )
    commission = ColleaguesField(
        label=_("Commission"),
        queryset=Person.objects.none(),
        help_text=_("At least two people; they sign the printed act."),
    )
    copies = forms.ModelMultipleChoiceField(
        label=_("Copies"),
        queryset=PaperCopy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Copies in the keeper's hands; those that are out come back first."),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = Person.objects.able_to_act()
        free = PaperCopy.objects.visible_to(reader).filter(state__in=ENDED, act=None)
        copies = self.fields["copies"]
        copies.queryset = free.exclude(kind=CopyKind.ORIGINAL).for_list()
        copies.label_from_instance = lambda copy: copy.headline


class CarryOutForm(StepForm):
    """The signed act: its scan, and the day the copies were destroyed."""

    done_on = day_field(_("Destroyed on"), initial=localdate)
    scan = ScanField(label=_("Scan of the signed act"))

    def arguments(self):
        given = self.cleaned_data
        scan = given["scan"]
        return {"done_on": given["done_on"], "scan": (scan.name, Blob.store(scan.chunks()))}
