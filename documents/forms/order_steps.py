"""What the steps of an order and of its points ask for."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.models import Blob
from common.uploads import EvidenceField, ScanField
from common.views.step import StepForm
from documents.models import OrderKind
from people.models import Person

from .acquaintance import ReadingsField
from .steps import ApproveForm, day_field


class SignOrderForm(ApproveForm):
    """The number and the day of the order itself, and one's own hand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order_number"].label = _("Number")
        self.fields["order_number"].help_text = _(
            "Leave empty to take the next number of its register; type one that was given on paper."
        )
        self.fields["order_date"].label = _("Date")


class EnterOrderForm(StepForm):
    """What the order signed on paper says: its number, its day, who signed it, its scan."""

    order_number = forms.CharField(label=_("Number"), max_length=40)
    order_date = day_field(_("Date"))
    approver_name = forms.CharField(
        label=_("Signed by"),
        max_length=200,
        help_text=_("Initials and surname, as the paper has them."),
    )
    approver_position = forms.CharField(label=_("Position"), max_length=200)
    scan = ScanField(label=_("Scan of the signed paper"))
    confirmed = forms.BooleanField(label=_("I have compared the text with the signed paper."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        director = Person.objects.holding("documents.approve", own=True).order_by("pk").first()
        if director:
            held = director.appointment()
            self.initial |= {
                "approver_name": director.signature_name,
                "approver_position": str(held.position.name) if held else "",
            }

    def arguments(self):
        given = self.cleaned_data
        language = self.instance.language
        return {
            "approver": (given["approver_name"], {language: given["approver_position"]}),
            "scan": (given["scan"].name, Blob.store(given["scan"].chunks())),
            "order_number": given["order_number"],
            "order_date": given["order_date"],
        }


class ReportForm(StepForm):
    """What was done, in words, and perhaps a file that shows it."""

    result = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 4}))
    file = EvidenceField(label=_("File"), required=False)

    def arguments(self):
        file = self.cleaned_data["file"]
        return {
            "result": self.cleaned_data["result"],
            "file": (file.name, Blob.store(file.chunks())) if file else None,
        }


class GiveBackForm(StepForm):
    remark = forms.CharField(
        label=_("What is still to be done"), widget=forms.Textarea(attrs={"rows": 3})
    )


class OrderOnPaperForm(HouseForm, forms.Form):
    """Whose signatures stand on the acquaintance sheet, the day they signed, its scan."""

    readings = ReadingsField(label=_("Who signed the sheet"), queryset=None)
    on = day_field(_("Date on the sheet"), initial=localdate)
    scan = ScanField(label=_("Scan of the sheet"), required=False)

    def __init__(self, *args, readings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readings"].queryset = readings


class ExtractForm(HouseForm, forms.Form):
    """Which points the extract holds, and in which language."""

    points = forms.TypedMultipleChoiceField(
        label=_("Points"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args, points, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = points
        self.fields["language"].choices = languages


class OrderKindForm(HouseForm, forms.ModelForm):
    """A kind of order: its register, its route, who sees it, the words it prints (domain 2.8)."""

    class Meta:
        model = OrderKind
        fields = [
            *("code", "name", "form", "counter", "mask", "case_index", "route"),
            *("executors_sign", "is_restricted", "heading", "preamble", "verb"),
            *("repeal_words", "control_words", "own_control_words", "appendix_words"),
        ]
        help_texts = {
            "repeal_words": _("Places: {of_date}, {date}, {number}, {title}."),
            "control_words": _("Places: {name}, {position}."),
            "appendix_words": _("Places: {n}, {of_date}, {date}, {number}."),
        }
