"""What is asked about an inspection: who comes, what is shown, until when, what goes along."""

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common import guests, package
from common.corrections import ReasonForm
from common.dates import date_and_time
from common.forms import DateTimeInput, HouseForm
from common.views.step import StepForm
from documents.models import Inspection, NomenclatureItem
from documents.models.inspection import end_of_working_day

#: What a new inspection does not show until it is ticked: papers that others wrote to us.
NOT_AT_FIRST = {"letters", "held"}
NAME_LENGTH = 80


class InspectionForm(HouseForm, ReasonForm):
    """Who inspects by which paper, and what is shown; the director opens what is restricted."""

    seldom = ("types", "cases", "trail_since", "trail_until")

    parts = forms.MultipleChoiceField(
        label=_("What is shown"),
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        help_text=_("What others wrote to us, letters and their papers, is shown only if ticked."),
    )

    class Meta:
        model = Inspection
        fields = [
            *("who", "inspectors", "basis", "since", "until", "parts", "types", "cases"),
            *("trail_since", "trail_until", "shows_top"),
        ]
        widgets = {
            "types": forms.CheckboxSelectMultiple,
            "cases": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "trail_since": _("For the extract in the package. Empty: from its first row."),
            "trail_until": _("Empty: to its last row."),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(code, part.label) for code, part in guests.parts().items()]
        if not self.instance.pk:
            self.initial["parts"] = [code for code in guests.parts() if code not in NOT_AT_FIRST]
        self.fields["types"].queryset = self.fields["types"].queryset.order_by("pk")
        cases = self._cases()
        self.fields["cases"].queryset = cases
        self.fields["cases"].label_from_instance = _case
        if not cases.exists():
            del self.fields["cases"]
        if not reader.has_perm("documents.show_top_inspection"):
            self.fields["shows_top"].disabled = True

    def _cases(self):
        """The cases of this year and the last, the newest first; and what was chosen before."""
        offered = Q(
            nomenclature__state__in=["approved", "closed"],
            nomenclature__year__gte=localdate().year - 1,
        )
        if self.instance.pk:
            offered |= Q(pk__in=list(self.instance.cases.values_list("pk", flat=True)))
        rows = NomenclatureItem.objects.filter(offered).select_related("nomenclature")
        return rows.order_by("-nomenclature__year", "sorted_as", "pk")

    def clean(self):
        super().clean()
        days = (("since", "until"), ("trail_since", "trail_until"))
        for first, last in days:
            begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
            if begins and ends and ends < begins:
                self.add_error(last, _("The last day cannot be before the first."))
        return self.cleaned_data


class NewInspectionForm(InspectionForm):
    """The same, and what else is to be done with it at once."""

    field_order = [
        *("who", "inspectors", "basis", "since", "until"),
        *("gives_access", "makes_package"),
    ]

    gives_access = forms.BooleanField(
        label=_("Give the inspector named first an account at once"),
        required=False,
        initial=True,
    )
    makes_package = forms.BooleanField(
        label=_("Make the package at once"),
        required=False,
        initial=True,
        help_text=_("Of all that is shown: a zip that opens without Sapat."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("It only reads, and ends by itself on %(when)s. The next page shows its link.")
        self.fields["gives_access"].help_text = words % {
            "when": date_and_time(end_of_working_day())
        }

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if not given.get("gives_access"):
            return given
        if given.get("since") and given["since"] > localdate():
            words = _("The inspection begins later: give the account when the inspector is here.")
            self.add_error("gives_access", words)
        if "inspectors" in given:
            names = Inspection(inspectors=given["inspectors"]).names()
            if not names or not names[0][1]:
                words = _("For an account, name an inspector here: surname and given name.")
                self.add_error("inspectors", words)
            elif any(len(part) > NAME_LENGTH for part in names[0]):
                words = _("A name here is too long: one inspector a line, position after a comma.")
                self.add_error("inspectors", words)
        return given


def _case(item: NomenclatureItem) -> str:
    return f"{item.nomenclature.year} · {item}"


class UntilForm(HouseForm, forms.Form):
    """Until when an account reads: to the end of the working day, unless said otherwise."""

    until = forms.DateTimeField(
        label=_("Until"),
        widget=DateTimeInput,
        initial=end_of_working_day,
        help_text=_("The account ends by itself at this minute. The longest is fourteen days."),
    )


class AccessForm(UntilForm):
    """An inspector by name, as the first of those who have no account yet is written down."""

    surname = forms.CharField(label=_("Surname"), max_length=NAME_LENGTH)
    given = forms.CharField(label=_("Given name"), max_length=NAME_LENGTH)
    field_order = ["surname", "given", "until"]

    def clean(self):
        for name in ("surname", "given"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = " ".join(self.cleaned_data[name].split())
        return self.cleaned_data


class ProlongForm(UntilForm):
    """Until when, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class NewLinkForm(forms.Form):
    """Nothing is asked."""


class EndForm(forms.Form):
    """Why an account ends before its time."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class CloseForm(HouseForm, StepForm):
    """What the inspection found, where it is known already."""

    outcome = forms.CharField(
        label=_("What was found"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Its act, or a few words."),
    )


class PackageForm(forms.Form):
    """What goes into the package, of what is shown."""

    parts = forms.MultipleChoiceField(
        label=_("What goes in"), widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args, inspection, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = package.kinds_for(inspection.parts)
        self.fields["parts"].choices = [(kind.code, kind.label) for kind in kinds]
        self.initial["parts"] = [kind.code for kind in kinds]
