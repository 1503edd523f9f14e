"""The form of a substitution or delegation, as its order says it."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from people.models import Appointment, Person, Power, Substitution

from .colleague import ColleagueField


class PostField(forms.ModelChoiceField):
    """Somebody in a position of theirs: who is absent, and in which of their posts."""

    def label_from_instance(self, obj):
        return f"{obj.person.full_name} – {obj.position}"


class SubstitutionForm(HouseForm, forms.ModelForm):
    post = PostField(label=_("For whom"), queryset=Appointment.objects.none())
    powers = forms.ModelMultipleChoiceField(
        label=_("Only these powers"),
        queryset=Power.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none ticked, every power of the position is given."),
    )
    field_order = [
        *("kind", "post", "acting", "since", "until", "order_number", "order_date"),
        *("signs", "powers"),
    ]

    class Meta:
        model = Substitution
        fields = ["kind", "acting", "since", "until", "order_number", "order_date", "signs"]
        field_classes = {"acting": ColleagueField}
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "until": _("Empty: until it is ended."),
            "signs": _("Is asked for the signatures of the position; both names are printed."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Appointment.objects.on().filter(person__is_external=False)
        self.fields["post"].queryset = posts.select_related("person", "position").order_by(
            "person__sorted_as", "position__order"
        )
        self.fields["acting"].queryset = Person.objects.able_to_act()
        self.fields["order_date"].initial = localdate
        self.fields["since"].widget = DateInput()
        self.fields["kind"].choices = Substitution.Kind.choices

    def clean(self):
        cleaned = super().clean()
        if post := cleaned.get("post"):
            self.instance.absent, self.instance.position = post.person, post.position
            if cleaned.get("acting") == post.person:
                self.add_error("acting", _("Nobody acts for themselves."))
        return cleaned
