"""The card of an external document, its editions, its repeal; what was found in a channel."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.models import Blob
from common.uploads import SCAN_STARTS, SizedFileField
from common.views.step import StepForm
from documents.external import Edition, read_text
from documents.models import Channel, Document, DocumentType, Origin, Process
from documents.models.external import facts_of
from people.models import Position

from .steps import day_field

FACTS = ["issuer", "number", "date", "channel", "link", "found_on", "impact"]
SETS = ["processes", "read_by"]


class ControlCopyField(SizedFileField):
    """The control copy as it came: PDF, a scan, Word or plain text."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.txt,.md"})

    def check(self, name, start):
        word = name.endswith(".docx") and start.startswith(b"PK")
        plain = name.endswith((".txt", ".md")) and b"\0" not in start
        if not (start.startswith(SCAN_STARTS) or word or plain):
            raise forms.ValidationError(
                _("The control copy must be a PDF, JPEG, PNG, Word (.docx) or text file.")
            )


class ControlCopyForm(HouseForm, forms.Form):
    """An edition: since when it holds, its control copy, its text."""

    in_force_from = day_field(_("In force from"))
    file = ControlCopyField(
        label=_("Control copy"),
        help_text=_("PDF, scan, Word or text. The text of it is taken in where it can be read."),
    )
    text_file = SizedFileField(
        label=_("Text of it, if the control copy is a scan"),
        required=False,
        help_text=_("Word (.docx), plain text (.txt) or Markdown (.md)."),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md"}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    place = forms.CharField(
        label=_("Where the paper control copy is kept"),
        max_length=200,
        required=False,
        help_text=_("Leave empty if there is none on paper."),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self.html, self.source = "", ""
        for name in ("text_file", "file"):
            file = cleaned.get(name)
            if file and not self.html:
                self.html, self.source = read_text(file.name, file.read())
                file.seek(0)
                if name == "text_file" and not self.html:
                    self.add_error(name, _("No text could be read from this file."))
        # Stored before the deed: hashing a large file would hold it up.
        kept = [cleaned[key] for key in ("file", "text_file") if cleaned.get(key)]
        if not self.errors:
            self.kept_files = [(file.name, Blob.store(file.chunks())) for file in kept]
        return cleaned

    def edition(self, number: str, date, summary: str = "") -> Edition:
        """What the form says."""
        given = self.cleaned_data
        return Edition(
            number=number,
            date=date,
            in_force_from=given["in_force_from"],
            language=given["language"],
            summary=summary,
            files=self.kept_files,
            html=self.html,
            source=self.source,
            place=given["place"],
        )


class ExternalForm(HouseForm, forms.ModelForm):
    """The card: whose it is, how it was found, whom it concerns."""

    issuer = forms.CharField(label=_("Issuer"), max_length=200)
    number = forms.CharField(label=_("Number of the document"), max_length=60)
    date = day_field(_("Date of the document"))
    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.filter(is_watched=True)
    )
    link = forms.URLField(
        label=_("Address on the internet"), required=False, assume_scheme="https", max_length=500
    )
    found_on = day_field(_("Found on"), initial=localdate)
    impact = forms.CharField(
        label=_("What it means for the work"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which duties follow from it, and for whom."),
    )
    processes = forms.ModelMultipleChoiceField(
        label=_("Processes it touches"),
        queryset=Process.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    read_by = forms.ModelMultipleChoiceField(
        label=_("Positions that read it"),
        queryset=Position.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty if everybody reads it."),
    )

    class Meta:
        model = Document
        fields = ["type", "title", "code", "owner", "access", "aliases"]
        labels = {"code": _("Register No."), "owner": _("Who watches over it")}
        help_texts = {
            "code": _("Leave empty to take the next number of this type."),
            "aliases": _("Other names under which people look for it, one a line."),
        }

    field_order = [
        *("type", "title", "number", "date", "issuer", "in_force_from", "file", "text_file"),
        *("language", "channel", "link", "found_on", "code", "owner", "access", "place"),
        *("impact", "processes", "read_by", "aliases"),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = DocumentType.objects.filter(children=None, origin=Origin.EXTERNAL)
        self.fields["type"].queryset = types
        self.fields["processes"].queryset = Process.objects.running()
        self.fields["code"].required = self.fields["access"].required = False
        if not self.fields["processes"].queryset.exists():
            del self.fields["processes"]
        if self.instance.pk:
            self.fields["code"].disabled = True
        else:
            self.fields["access"].choices = [
                ("", _("As the type says")),
                *self.fields["access"].choices,
            ]
            self.initial["access"] = ""
        if facts := facts_of(self.instance) if self.instance.pk else None:
            self.initial |= {name: getattr(facts, name) for name in FACTS}
            self.initial |= {name: getattr(facts, name).all() for name in SETS}

    def clean_date(self):
        if (day := self.cleaned_data["date"]) > localdate():
            raise forms.ValidationError(_("The act cannot be dated in the future."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if kind := cleaned.get("type"):
            # A standard carries its own number; what has a pattern takes the next of ours.
            taken = kind.next_code() if kind.code_mask else cleaned.get("number", "")
            cleaned["code"] = cleaned.get("code") or taken
            cleaned["access"] = cleaned.get("access") or kind.access
        return cleaned

    def save_facts(self, document, *, by, reason: str) -> None:
        """The facts beside the card, in the same deed."""
        from documents.models import ExternalFacts  # noqa: PLC0415

        facts = facts_of(document) or ExternalFacts(document=document, found_by=by.person)
        for name in FACTS:
            value = self.cleaned_data[name]
            setattr(facts, name, value)
        facts._change_reason = reason
        facts.save()
        for name in SETS:
            if name in self.cleaned_data:
                getattr(facts, name).set(self.cleaned_data[name])


class ExternalAddForm(ControlCopyForm, ExternalForm):
    """The card and the first edition at once."""


class ExternalChangeForm(ControlCopyForm):
    """A change of a registered document: by which act, since when, what changed."""

    number = forms.CharField(label=_("Number of the amending act"), max_length=40)
    date = day_field(_("Date of the amending act"))
    is_new_issue = forms.BooleanField(
        label=_("It is a new edition, not a change"),
        required=False,
        help_text=_("A new edition of a standard, a law in a new wording."),
    )
    summary = forms.CharField(label=_("What changed"), widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["number", "date", "in_force_from", "summary", "is_new_issue", "file"]


class RegisterForm(StepForm):
    """An edition that waits to be registered."""

    number = forms.CharField(label=_("Number of the document"), max_length=40)
    date = day_field(_("Date of the document"))
    in_force_from = day_field(_("In force from"))


class RepealForm(StepForm):
    """By which act it is repealed, and since when."""

    number = forms.CharField(label=_("Number of the repealing act"), max_length=60)
    date = day_field(_("Date of the repealing act"))
    ended_on = day_field(_("In force to"), initial=localdate)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ChannelForm(HouseForm, forms.ModelForm):
    """A channel: where it is, how often and by whom it is looked at."""

    class Meta:
        model = Channel
        fields = ["name", "address", "every_days", "responsible", "is_watched"]


class CheckForm(HouseForm, forms.Form):
    """What was found in a channel, in words and as documents."""

    day = day_field(_("Day"), initial=localdate)
    found = forms.CharField(
        label=_("What was found"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave empty if there was nothing new."),
    )
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents found"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that stand in the register already."),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        documents = self.fields["documents"]
        documents.queryset = Document.objects.visible_to(reader).external()
        documents.label_from_instance = lambda d: f"{d.code} · {d.title}"
