"""Registering and writing letters (RI-05): one form for each direction."""

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.corrections import ReasonForm
from common.forms import HouseForm, TranslatedInput
from common.models import Blob
from common.uploads import EvidenceField, ScanField
from documents.models import Correspondence, Direction, MailTerm, Nomenclature, NomenclatureItem
from people.forms.colleague import ColleaguesField
from people.models import Appointment, Organisation, Party, Person, Position

from .steps import day_field

OTHER_WAY = {Direction.INCOMING: Direction.OUTGOING, Direction.OUTGOING: Direction.INCOMING}


def held_positions():
    """Positions that somebody holds today: a letter needs a reader."""
    held = Appointment.objects.on().filter(position=OuterRef("pk"))
    return Position.objects.in_use().filter(Exists(held))


def kept(file) -> tuple | None:
    """The name and the bytes of what was handed in."""
    return (file.name, Blob.store(file.chunks())) if file else None


class MailForm(HouseForm, ReasonForm):
    """What every letter says of itself; a subclass names its direction and its fields. Of one that
    is registered the reason of the change is asked.
    """

    direction = Direction.INCOMING
    reason_help = _("The letter is registered: say why it changes.")
    answers_number = forms.CharField(
        label=_("Answers the letter No."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    readers = ColleaguesField(
        label=_("Who else reads it"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Where only those named read it."),
    )

    class Meta:
        model = Correspondence
        fields = ["subject"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        fields = self.fields
        for name, group in (("kind", MailTerm.Group.KIND), ("way", MailTerm.Group.WAY)):
            if name in fields:
                fields[name].queryset = MailTerm.objects.filter(group=group)
                needed = name == "kind" and fields[name].queryset.exists()
                fields[name].required = fields[name].widget.is_required = needed
        if "case" in fields:
            year = Nomenclature.objects.filter(state__in=["approved", "closed"]).first()
            fields["case"].queryset = NomenclatureItem.objects.filter(nomenclature=year)
        if "addressee" in fields:
            fields["addressee"].queryset = held_positions()
            fields["addressee"].required = fields["addressee"].widget.is_required = True
        if "person" in fields:
            fields["person"].queryset = Person.objects.filter(is_external=True)
            fields["party"].queryset = Party.objects.all()
        fields["readers"].queryset = Person.objects.able_to_act()
        if self.instance.answers:
            self.initial.setdefault("answers_number", self.instance.answers.number)

    def clean_answers_number(self):
        """The letter by its number, among those that the reader may know of."""
        self.answered = None
        if number := self.cleaned_data["answers_number"].strip():
            rows = Correspondence.objects.visible_to(self.user).filter(number__iexact=number)
            other = OTHER_WAY.get(self.direction)
            rows = rows.filter(direction=other) if other else rows
            self.answered = rows.order_by("-registered_on").first()
            if self.answered is None:
                raise forms.ValidationError(
                    gettext("There is no letter with the number %(number)s.") % {"number": number}
                )
        return number

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "party" in self.fields and not any(
            cleaned.get(name) for name in ("party", "person", "words")
        ):
            self.add_error("party", gettext("Say from whom it came or to whom it goes."))
        return cleaned

    def save(self, commit=True):
        self.instance.answers = self.answered
        return super().save(commit)


class Registering(forms.Form):
    """Number and day of a paper that was registered by hand, and a second look at a double."""

    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=40,
        help_text=_("Leave empty to take the next number."),
    )
    registered_on = day_field(_("Registered on"), initial=localdate)
    scan = ScanField(label=_("Scan of the letter"), required=False)
    file = EvidenceField(label=_("Attachment"), required=False)
    anyway = forms.BooleanField(
        label=_("It is another letter: register it all the same"),
        required=False,
        widget=forms.HiddenInput,
    )

    def offer_anyway(self, letter) -> str:
        """The warning with a link to the first one; the box that says it is another is shown."""
        self.fields["anyway"].widget = forms.CheckboxInput()
        return format_html(
            '{} <a href="{}">{}</a>',
            gettext("This letter is registered already:"),
            letter.get_absolute_url(),
            letter,
        )

    def handed_in(self) -> list[tuple[tuple, str]]:
        """The files handed in, each with what it is."""
        told = [
            (self.cleaned_data.get("scan"), "scan"),
            (self.cleaned_data.get("file"), "attachment"),
        ]
        return [(kept(file), kind) for file, kind in told if file]


class IncomingEditForm(MailForm):
    """What is known of a letter that came."""

    class Meta:
        model = Correspondence
        fields = [
            *("party", "person", "words", "their_number", "their_date", "kind", "subject"),
            *("summary", "addressee", "due", "way", "carrier", "sheet_count", "annex", "language"),
            *("case", "access", "readers"),
        ]
        help_texts = {
            "words": _("Who there wrote it, or who is in no list."),
            "due": _("Leave empty: the term of its kind in working days."),
        }

    field_order = [
        *("party", "person", "words", "their_number", "their_date", "kind", "subject", "addressee"),
        *("scan", "file", "sheet_count", "annex", "summary", "due", "way", "carrier", "language"),
        *("answers_number", "case", "access", "readers", "number", "registered_on", "anyway"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("addressee", self.usual_addressee)
            self.initial.setdefault("language", Organisation.current().original_language)

    @cached_property
    def usual_addressee(self):
        """Who signs for the organisation, mostly."""
        return held_positions().filter(powers__code="documents.approve").first()


class IncomingForm(Registering, IncomingEditForm):
    """A letter that came: registered at once."""

    class Meta(IncomingEditForm.Meta):
        pass


class InternalEditForm(MailForm):
    """A letter within the house: a memo, a report, an application of an employee."""

    direction = Direction.INTERNAL

    class Meta:
        model = Correspondence
        fields = [
            *("kind", "subject", "summary", "addressee", "due", "annex", "sheet_count", "language"),
            *("case", "access", "readers"),
        ]
        labels = {"summary": _("Text")}

    field_order = [
        *(
            "addressee",
            "kind",
            "subject",
            "summary",
            "file",
            "annex",
            "sheet_count",
            "due",
            "language",
        ),
        *("answers_number", "case", "access", "readers", "number", "registered_on", "anyway"),
    ]


class InternalForm(Registering, InternalEditForm):
    """The same: registered at once."""

    class Meta(InternalEditForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["scan"]


class OutgoingForm(MailForm):
    """A letter that goes out: a draft, in one language or in several."""

    direction = Direction.OUTGOING

    class Meta:
        model = Correspondence
        fields = [
            *(
                "party",
                "person",
                "words",
                "kind",
                "subject",
                "language",
                "text",
                "annex",
                "sheet_count",
            ),
            *("case", "access", "readers"),
        ]
        help_texts = {"words": _("To whom there: position and name, as the letter says it.")}

    field_order = [
        *("party", "person", "words", "answers_number", "kind", "subject", "language", "text"),
        *("annex", "sheet_count", "case", "access", "readers"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = TranslatedInput(
            settings.LANGUAGES, required=False, multiline=True
        )
        self.fields["text"].required = False


class MailFileForm(HouseForm, forms.Form):
    """A file of a letter: whoever may open the letter may open the file."""

    file = EvidenceField(label=_("File"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("attachment", _("Attachment")), ("scan", _("Scan of the letter"))],
    )
