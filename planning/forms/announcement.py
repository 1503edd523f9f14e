"""What an announcement says, of what, to whom; its files; the look before it is sent."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from common.uploads import SizedFileField
from common.views.step import StepForm
from documents.codes import find_by_code
from documents.models import Document
from people.models import Organisation
from planning import announcement_news as told
from planning.models import Announcement
from planning.models.announcement_about import AnnouncementAbout

SEPARATOR = re.compile(r"[,;\n]+")
LANGUAGES = dict(settings.LANGUAGES)


class AnnouncementForm(HouseForm, forms.ModelForm):
    """What is new is ticked, not retyped; the words may be in one language (004/5.5.3)."""

    about = forms.MultipleChoiceField(
        label=_("What it is about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What changed since the last announcement. Each is named with a link."),
    )
    codes = forms.CharField(
        label=_("Codes of further documents"),
        required=False,
        max_length=300,
        help_text=_("Several are separated by commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = Announcement
        fields = ["kind", "language", "title", "text", "effective_on", "everyone", "units"]
        labels = {"language": _("Original language")}
        help_texts = {
            "language": _("Readers of a language that is left empty get this one."),
            "everyone": _("Take the tick off to choose units."),
        }
        widgets = {"units": forms.CheckboxSelectMultiple}

    field_order = ["kind", "about", "codes", "language", "title", "text", "effective_on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["text"].widget = TranslatedInput(
            settings.LANGUAGES, required=False, multiline=True
        )
        for name in ("title", "text"):
            self.fields[name].required = True  # in one language at least
        kept = []
        if self.instance.pk:
            kept = told.lines(self.instance.about.within_reach_of(user))
            self.initial["about"] = [line.key for line in kept]
        else:
            self.initial.setdefault("language", Organisation.current().original_language)
            kept = self.initial.pop("kept", [])
        keys = {line.key for line in kept}
        found = [*kept, *(line for line in told.news(user) if line.key not in keys)]
        self.fields["about"].choices = [
            (name, [(line.key, str(line)) for line in lines]) for name, lines in told.grouped(found)
        ]
        if not found:
            del self.fields["about"]

    def clean_title(self):
        """A title is one line: it is the subject of the letter."""
        title = self.cleaned_data["title"]
        return type(title)({code: " ".join(words.split()) for code, words in title.items()})

    def clean_codes(self):
        """The documents of the codes, as they were typed; of the restricted none is known here."""
        found, wrong = [], []
        documents = Document.objects.visible_to(self.user).exclude(access="top")
        for typed in filter(None, map(str.strip, SEPARATOR.split(self.cleaned_data["codes"]))):
            if document := find_by_code(documents, typed):
                found.append(document)
            else:
                wrong.append(typed)
        if wrong:
            raise forms.ValidationError(
                gettext("There is no document with this code that all may read: %(codes)s.")
                % {"codes": ", ".join(wrong)}
            )
        self.named = found
        return self.cleaned_data["codes"]

    def clean(self):
        cleaned = super().clean()
        language = cleaned.get("language")
        name = gettext(LANGUAGES.get(language, ""))
        for field in ("title", "text"):
            if language and field in cleaned and not cleaned[field].get(language):
                words = gettext("This is the original language: write it here (%(language)s).")
                self.add_error(field, words % {"language": name})
        if cleaned.get("everyone") and cleaned.get("units"):
            self.add_error(
                "units", gettext("It goes to all employees: take that tick off, or choose no unit.")
            )
        elif not cleaned.get("everyone") and "units" in cleaned and not cleaned["units"]:
            self.add_error("units", gettext("Choose at least one unit, or all employees."))
        return cleaned

    def save(self, commit=True):
        announcement = super().save(commit)
        named = [told.Line(one, AnnouncementAbout.Event.NAMED).key for one in self.named]
        told.keep(announcement, [*self.cleaned_data.get("about", []), *named])
        return announcement


class AnnouncementFileForm(HouseForm, forms.Form):
    """A file that goes with the announcement: everybody it is sent to may open it."""

    file = SizedFileField(label=_("File"))


class AnnounceForm(StepForm):
    """Nothing is asked; it carries which text the sender has looked through."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision
