"""Forms of units and positions, of the powers of a position, and of closing one."""

from django import forms
from django.db.models import Max
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from people import codes
from people.models import Position, Power, Unit


class PlaceForm(HouseForm, forms.ModelForm):
    """The code of a new one is made from its name where none is given, and never changes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        self.fields["order"].help_text = _("Its place in lists; the last where this is empty.")
        if self.instance.pk:
            del self.fields["code"]
            return
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "In Latin letters, for lists in Excel; made from the name where this is empty. "
            "It does not change afterwards."
        )
        self.fields["order"].initial = None
        self.initial.pop("order", None)

    def clean_order(self):
        order = self.cleaned_data["order"]
        if order is not None:
            return order
        last = self._meta.model.objects.aggregate(last=Max("order"))["last"]
        return self.instance.order if self.instance.pk else min((last or 0) + 1, 32767)

    def clean_code(self):
        return self.cleaned_data["code"].lower()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk and not cleaned.get("code") and "code" not in self.errors:
            name = cleaned.get("name") or {}
            cleaned["code"] = codes.propose(self._meta.model, name)
        return cleaned


class UnitForm(PlaceForm):
    """A unit: its name, what it is, under which it stands."""

    class Meta:
        model = Unit
        fields = ["name", "kind", "parent", "order", "code"]
        help_texts = {"parent": _("Empty for what stands at the top.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.fields["kind"].queryset.exists():
            del self.fields["kind"]
        if self.instance.pk:
            above = self.fields["parent"]
            above.queryset = above.queryset.exclude(pk__in=self.instance.below())
            above.error_messages["invalid_choice"] = _(
                "A unit stands neither under itself nor under one below it."
            )


class PositionForm(PlaceForm):
    """A position: its name, its unit, whether it heads that; its powers have their own page."""

    class Meta:
        model = Position
        fields = ["name", "unit", "is_head", "order", "code"]


class PowersField(forms.ModelMultipleChoiceField):
    """Each power with what it lets do."""

    def label_from_instance(self, obj):
        told = f" – {obj.description}" if obj.description else ""
        return format_html("{}<span class='quiet'>{}</span>", obj.name, told)


class PowersForm(HouseForm, forms.ModelForm):
    """What a position lets its holders do here (A-03)."""

    powers = PowersField(
        label=_("Powers"),
        queryset=Power.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none ticked, its holders read and take note as everybody does."),
    )

    class Meta:
        model = Position
        fields = ["powers"]

    def moved(self) -> tuple[set[str], set[str]]:
        """The codes of the powers that come and of those that go."""
        before = {power.code for power in self.initial["powers"]}
        after = {power.code for power in self.cleaned_data["powers"]}
        return after - before, before - after


class ReasonForm(HouseForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=100, help_text=_("For example, by which order.")
    )


class CloseForm(ReasonForm):
    on = forms.DateField(label=_("From which day"), initial=localdate, widget=DateInput)
    field_order = ["on", "reason"]
