"""What is asked of a person, an appointment, a leaver."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.corrections import ReasonForm
from common.forms import DateInput, HouseForm
from people.models import Appointment, Person

from .colleague import ColleagueField


class PersonForm(HouseForm, ReasonForm):
    """A person as the passport and the card of the staff office have them.

    Whoever signed something has a name that papers carry: its correction asks why.
    """

    settled_fields = ("surname", "given", "patronymic")

    class Meta:
        model = Person
        fields = [
            *("surname", "given", "patronymic", "short", "email", "phone", "pin"),
            *("language", "is_external", "party"),
        ]
        labels = {"party": _("Where from")}
        help_texts = {
            "email": _("Without it, invitations are printed and no letters come."),
            "pin": _("14 digits."),
            "is_external": _("An expert or a listener of another organisation."),
        }


class AppointmentForm(HouseForm, forms.ModelForm):
    """A position from a day, perhaps to a day, by an order."""

    class Meta:
        model = Appointment
        fields = ["position", "since", "until", "order_number", "order_date"]
        help_texts = {"until": _("The last day in the position. Empty while it goes on.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = self.fields["position"]
        posts.queryset = posts.queryset.select_related("unit")
        posts.label_from_instance = lambda post: f"{post.name} · {post.unit.name}"
        if self.instance.pk:
            posts.disabled = True  # another position is another appointment


class HandoverForm(forms.Form):
    """The last day, and who takes over."""

    last_day = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        initial=localdate,
        help_text=_(
            "Today or earlier: the account is blocked at once. "
            "Later: by itself, at 18:00 of the last day."
        ),
    )
    to = ColleagueField(label=_("Who takes over"), queryset=Person.objects.none())
    order_number = forms.CharField(label=_("Order No."), max_length=40, required=False)
    order_date = forms.DateField(label=_("Order date"), widget=DateInput, required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        others = Person.objects.able_to_act().exclude(pk=person.pk)
        self.fields["to"].queryset = others.order_by("sorted_as")
