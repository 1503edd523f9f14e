"""What each step of a letter asks for (RI-05); the cleaned data are the deed's arguments."""

from django import forms
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.uploads import EvidenceField, ScanField
from common.views.step import StepForm
from documents.models import Assignment, Correspondence, MailTerm
from people.forms.colleague import ColleagueField, ColleaguesField
from people.models import Person

from .mail import kept
from .steps import ApproveForm, day_field


def words_field(label, **kwargs) -> forms.CharField:
    """A few lines of words."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class ResolveForm(HouseForm, StepForm):
    """A resolution in three taps: a usual phrase is chosen, tick who carries it out, press."""

    executors = ColleaguesField(
        label=_("Who carries it out"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Name at least one executor.")},
    )
    phrase = forms.ChoiceField(label=_("Resolution"), widget=forms.RadioSelect, required=False)
    text = words_field(_("In own words"), required=False, max_length=1000)
    due = day_field(_("Due"), required=False)
    controller = ColleagueField(
        label=_("Controlled by"), queryset=Person.objects.none(), required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        letter, me = self.instance, self.request.user.person_id
        times = Count("assignments", filter=Q(assignments__resolution__by=me))
        people = Person.objects.able_to_act()
        executors = people.exclude(pk=me).annotate(times=times)
        self.fields["executors"].queryset = executors.order_by("-times", "sorted_as")
        self.fields["controller"].queryset = people
        phrases = MailTerm.objects.filter(group=MailTerm.Group.PHRASE)
        choices = [(one.code, str(one)) for one in phrases]
        if choices:
            self.fields["phrase"].choices = choices
            self.initial["phrase"] = choices[0][0]
        else:
            del self.fields["phrase"]
            self.fields["text"].required = True
        self.initial |= {
            "due": letter.due,
            "controller": letter.registered_by_id,
            "seen": letter.resolutions.count(),
        }

    def arguments(self):
        given = dict(self.cleaned_data)
        phrase = dict(getattr(self.fields.get("phrase"), "choices", [])).get(
            given.pop("phrase", "")
        )
        given["text"] = given["text"].strip() or str(phrase or "")
        return given

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("text") and not cleaned.get("phrase"):
            self.add_error("text", gettext("Write the resolution, or choose a phrase."))
        return cleaned


class SignLetterForm(ApproveForm):
    """One's own hand under a letter, which gets its number."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order_number"].label = _("Number")
        self.fields["order_date"].label = _("Date")


class OutcomeForm(StepForm):
    """What became of the letter, in a line."""

    outcome = forms.CharField(label=_("Outcome"), max_length=300, required=False)


class SignedOnPaperForm(HouseForm, StepForm):
    """What the signed letter says: who signed, when, its number, its scan."""

    signer = ColleagueField(label=_("Signed by"), queryset=Person.objects.none())
    signed_on = day_field(_("Signed on"), initial=localdate)
    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        required=False,
        help_text=_("Leave empty to take the next number."),
    )
    scan = ScanField(label=_("Scan of the signed letter"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = Person.objects.able_to_act()
        head = Person.objects.holding("documents.approve", own=True).first()
        self.initial["signer"] = head and head.pk

    def arguments(self):
        return self.cleaned_data | {"scan": kept(self.cleaned_data["scan"])}


class DispatchForm(HouseForm, StepForm):
    """When, how, with which proof the letter left the house."""

    sent_on = day_field(_("Sent on"), initial=localdate)
    way = forms.ModelChoiceField(
        label=_("Way of sending"), queryset=MailTerm.objects.filter(group=MailTerm.Group.WAY)
    )
    note = forms.CharField(
        label=_("Mark of sending"),
        max_length=200,
        required=False,
        help_text=_("Number of the receipt, or who received it."),
    )
    receipt = ScanField(label=_("Scan of the receipt"), required=False)
    settles = forms.ModelMultipleChoiceField(
        label=_("This letter carries out"),
        queryset=Assignment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is left to do of the letter that it answers. An interim answer: none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Assignment.objects.answered_by(self.instance).select_related("resolution")
        left = [one for one in rows if one.can("reply", self.request.user)]
        if not left:
            del self.fields["settles"]
            return
        self.fields["settles"].queryset = rows.filter(pk__in=[one.pk for one in left])
        self.fields["settles"].label_from_instance = _who_and_what
        self.initial["settles"] = [
            one.pk for one in left if one.executor_id == self.instance.author_id
        ]

    def arguments(self):
        return self.cleaned_data | {"receipt": kept(self.cleaned_data["receipt"])}


def _who_and_what(one: Assignment) -> str:
    return f"{one.executor.short_name}: {one.resolution.text}"


class ReportForm(HouseForm, StepForm):
    """What was done: in words, with a file, or by a letter that answers."""

    text = words_field(_("What was done"), max_length=2000)
    answer = forms.ModelChoiceField(
        label=_("Answered by the letter"), queryset=Correspondence.objects.none(), required=False
    )
    file = EvidenceField(label=_("File"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answers = Correspondence.objects.visible_to(self.request.user)
        answers = answers.filter(answers=self.instance.letter, direction="outgoing")
        answers = answers.exclude(state="dropped")
        self.fields["answer"].queryset = answers
        if not answers:
            del self.fields["answer"]

    def arguments(self):
        return self.cleaned_data | {"file": kept(self.cleaned_data["file"])}


class RemarkForm(StepForm):
    """Why."""

    remark = words_field(_("Remarks"), max_length=1000)
