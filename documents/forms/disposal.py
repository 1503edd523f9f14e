"""Holds, acts of disposal, the fund of information."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.forms import HouseForm
from common.models import Blob
from common.uploads import ScanField
from common.views.step import StepForm
from documents.codes import find_by_code
from documents.models import Document, FundItem, NomenclatureItem, Process, Record, RecordState
from people.forms.colleague import ColleaguesField
from people.models import Person

from .cases import CaseField
from .steps import day_field

MOST = 500  # records offered at once


class HoldForm(HouseForm, forms.Form):
    """What is held: picked by hand, whole cases, everything of a person or a process."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=200)
    basis = forms.CharField(
        label=_("Basis"), max_length=300, help_text=_("A claim, a letter of a court, an order.")
    )
    since = day_field(_("From"), initial=localdate)
    until = day_field(
        _("Planned until"),
        required=False,
        help_text=_("It holds until it is released, also after this day."),
    )
    cases = forms.ModelMultipleChoiceField(
        label=_("Whole cases"),
        queryset=NomenclatureItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person = forms.ModelChoiceField(
        label=_("Everything of a person"), queryset=Person.objects.none(), required=False
    )
    process = forms.ModelChoiceField(
        label=_("Everything of a process"), queryset=Process.objects.none(), required=False
    )
    records = forms.ModelMultipleChoiceField(
        label=_("Records picked by hand"),
        queryset=Record.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick those that are meant."),
    )

    def __init__(self, *args, reader, words="", **kwargs):
        super().__init__(*args, **kwargs)
        rows = Record.objects.visible_to(reader).exclude(
            state__in=[RecordState.DESTROYED, RecordState.DROPPED]
        )
        self.fields["person"].queryset = Person.objects.filter(
            pk__in=Record.objects.visible_to(reader).order_by().values("author")
        )
        self.fields["process"].queryset = Process.objects.all()
        cases = NomenclatureItem.objects.filter(pk__in=rows.order_by().values("case"))
        self.fields["cases"].queryset = cases.select_related("nomenclature")
        self.fields["cases"].label_from_instance = CaseField.label_from_instance.__get__(
            self.fields["cases"]
        )
        found = rows.search(words).values_list("pk", flat=True)[:MOST] if words else ()
        offered = rows.filter(pk__in=list(found))
        if chosen := self.data.getlist("records") if self.is_bound else []:
            offered = rows.filter(pk__in=[key for key in chosen if key.isdecimal()])
        if words or chosen:
            self.fields["records"].queryset = offered
        else:
            del self.fields["records"]


class DisposalForm(HouseForm, forms.Form):
    """Which records whose term is over, before whom, how."""

    date = day_field(_("Date of the act"), initial=localdate)
    ground = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("The list of documents with terms of keeping, by which the terms are over."),
    )
    manner = forms.CharField(
        label=_("Manner of destruction"),
        max_length=200,
        help_text=_("For example: shredded, burnt."),
    )
    commission = ColleaguesField(
        label=_("Commission"),
        queryset=Person.objects.none(),
        help_text=_("At least two people; each agrees with their own hand."),
    )
    records = forms.ModelMultipleChoiceField(
        label=_("Records whose term is over"),
        queryset=Record.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is under a hold, or stands in another act, is not offered."),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = Person.objects.able_to_act()
        rows = Record.objects.visible_to(reader).filter(state=RecordState.EXPIRED, act=None)
        free = rows.with_hold().filter(is_held=False).select_related("case__nomenclature")
        free = free.order_by("until", "pk")
        self.fields["records"].queryset = free
        self.fields["records"].label_from_instance = lambda kept: f"{kept} · {kept.term}"


class CarryOutForm(StepForm):
    """The day, and of papers the scan of the act as it was signed by hand."""

    done_on = day_field(_("Destroyed on"), initial=localdate)
    manner = forms.CharField(label=_("Manner of destruction"), max_length=200)
    scan = ScanField(
        label=_("Scan of the signed act"),
        required=False,
        help_text=_("There are papers among the records: the act as it was signed by hand."),
        error_messages={
            "required": _("There are papers among them: attach the scan of the signed act.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["manner"] = self.instance.manner
        scan = self.fields["scan"]
        scan.required = any(kept.is_on_paper for kept in self.instance.records.all())
        if not scan.required:
            scan.help_text = ""

    def arguments(self):
        given = self.cleaned_data
        scan = given["scan"]
        kept = (scan.name, Blob.store(scan.chunks())) if scan else None
        return given | {"scan": kept}


class FundForm(HouseForm, forms.ModelForm):
    """One report of the catalogue."""

    form_code = forms.CharField(
        label=_("Form, or the act that asks for it"),
        required=False,
        max_length=60,
        help_text=_("The code of the document; without one, say it in words."),
    )

    class Meta:
        model = FundItem
        fields = [
            *("section", "code", "name", "source", "period", "due_days", "form_words"),
            *("keeper", "submitter", "access", "case_index", "since", "closed_on"),
        ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["form_code"] = self.instance.form and self.instance.form.code
        if self.instance.pk:
            del self.fields["code"]

    def clean_form_code(self):
        code = self.cleaned_data["form_code"]
        self.instance.form = (
            find_by_code(Document.objects.visible_to(self.user), code) if code else None
        )
        if code and self.instance.form is None:
            raise forms.ValidationError(_("There is no document with this code."))
        return code
