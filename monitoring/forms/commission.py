"""Forms around the commission: who sits in it, who leaves, who steps aside, what is declared."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from monitoring.kind_words import words_of
from monitoring.models import Campaign, Member, ScheduleLine
from people.forms.account import BY_LETTER, Way
from people.forms.hand import AskingForm, OwnHand
from people.models import Person


class PersonField(forms.ModelChoiceField):
    """One who works here, or a known person of another organisation."""

    def label_from_instance(self, person) -> str:
        if person.is_external:
            return gettext("%(name)s (from outside)") % {"name": person.full_name}
        return person.full_name


def people_for(campaign: Campaign):
    """Who may be named: who works here, and outsiders; not those who sit already."""
    here = Person.objects.employees().values("pk")
    known = Person.objects.filter(Q(pk__in=here) | Q(is_external=True, erased_at=None))
    return known.exclude(pk__in=campaign.members.active().values("person"))


ORGANISATION = _("Organisation")
OF_OUTSIDER = _("Of an outsider, as the order writes it.")


class MemberForm(HouseForm, forms.Form):
    """A member."""

    person = PersonField(label=_("Who"), queryset=Person.objects.none())
    organisation = forms.CharField(
        label=ORGANISATION, max_length=300, required=False, help_text=OF_OUTSIDER
    )
    is_chair = forms.BooleanField(label=_("Chairs the commission"), required=False)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_for(campaign)
        if campaign.members.active().filter(is_chair=True).exists():
            del self.fields["is_chair"]


class OutsiderForm(HouseForm, forms.ModelForm):
    """An outsider who is not known here yet: name, organisation, e-mail."""

    organisation = forms.CharField(label=ORGANISATION, max_length=300)

    class Meta:
        model = Person
        fields = ["surname", "given", "patronymic", "email", "phone", "language"]
        help_texts = {"email": _("Without it the invitation is printed and no letters come.")}

    field_order = ["surname", "given", "patronymic", "organisation", "email"]

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["surname"].required = True


class RemoveForm(HouseForm, forms.Form):
    """Why a member leaves."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


COUNT, NOT_COUNT = "count", "out"


class ReplaceForm(HouseForm, forms.Form):
    """Who comes in the place, why, and what becomes of what was scored."""

    person = PersonField(label=_("Who comes in their place"), queryset=Person.objects.none())
    organisation = forms.CharField(
        label=ORGANISATION, max_length=300, required=False, help_text=OF_OUTSIDER
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)
    keeps_marks = forms.ChoiceField(
        label=_("Marks that they gave"),
        choices=[(COUNT, _("They count")), (NOT_COUNT, _("They do not count"))],
        widget=forms.RadioSelect,
        help_text=_("The order says the same; marks of a sheet that is not signed never count."),
    )

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        rows = people_for(member.campaign)
        if member.is_external:
            rows = rows.exclude(pk__in=Person.objects.employees().values("pk"))
        else:
            rows = rows.filter(is_external=False)
        self.fields["person"].queryset = rows
        if not member.is_external:
            del self.fields["organisation"]
        if not member.sheets.exists():
            del self.fields["keeps_marks"]

    def arguments(self) -> dict:
        """As the deed takes them."""
        return self.cleaned_data | {"keeps_marks": self.cleaned_data.get("keeps_marks") == COUNT}


class RecuseForm(HouseForm, forms.Form):
    """Whom a member does not score, and why."""

    participant = forms.ModelChoiceField(label=_("Whom they do not score"), queryset=None)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Kinship, work together, a dispute: in a sentence."),
    )

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        rows = member.campaign.participants.scored()
        self.fields["participant"].queryset = rows.exclude(recusals__member=member)


class LiftForm(HouseForm, forms.Form):
    """Why there is no conflict of interest."""

    reason = forms.CharField(label=_("Reason"), max_length=100)


class LinkForm(Way, forms.Form):
    """How the link of an outsider goes out."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_ways(person)

    @property
    def by_letter(self) -> bool:
        """Whether it goes by letter."""
        return self.cleaned_data["way"] == BY_LETTER


class DeclareForm(OwnHand, AskingForm):
    """The language that is on the screen, and one's own hand."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)


class StageForm(HouseForm, forms.ModelForm):
    """One stage of the work schedule."""

    class Meta:
        model = ScheduleLine
        fields = ["stage", "since", "until", "place", "responsible"]

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [*campaign.members.active().values_list("person", flat=True), campaign.secretary_id]
        held = self.instance.responsible_id
        field = self.fields["responsible"]
        field.queryset = Person.objects.filter(pk__in=[*filter(None, keys), held])
        field.label_from_instance = lambda person: person.full_name

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day cannot be before the first."))
        return cleaned


class OutForm(HouseForm, forms.Form):
    """Why a participant takes no place."""

    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        words = words_of(kind)
        self.fields["reason"].label = words["out_because"]
        self.fields["reason"].help_text = words["empty_means"]


class LeftForm(HouseForm, forms.Form):
    """When and why a participant left."""

    on = forms.DateField(label=_("Last day"), widget=DateInput, initial=localdate)
    reason = forms.CharField(label=_("Reason"), max_length=500)
