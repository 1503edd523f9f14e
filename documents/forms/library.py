"""Forms of the clause library and of what stands behind a clause."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from documents.content import blocks
from documents.models import Document, RequiredDocument, Standard, StandardClause

PLACES = 400


class StandardForm(HouseForm, forms.ModelForm):
    """An edition; of one that came with the library, only what is ours to say."""

    class Meta:
        model = Standard
        fields = [
            *("code", "designation", "title", "edition", "kind", "valid_from"),
            *("is_followed", "document", "valid_until", "replaced_by"),
        ]

    PUBLISHED = ("code", "designation", "title", "edition", "kind", "valid_from")

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        within_reach = Document.objects.visible_to(reader)
        self.fields["document"].queryset = within_reach
        self.fields["document"].label_from_instance = lambda d: f"{d.code} · {d.title}"
        held = self.instance.document_id
        if held and not within_reach.filter(pk=held).exists():
            del self.fields["document"]  # it stays, and this writer does not learn which it is
        others = Standard.objects.exclude(pk=self.instance.pk)
        self.fields["replaced_by"].queryset = others
        if self.instance.as_of:
            for name in self.PUBLISHED:
                del self.fields[name]
        elif self.instance.pk:
            self.fields["code"].disabled = True


class ClauseForm(HouseForm, forms.ModelForm):
    """A clause of an edition that was entered by hand."""

    class Meta:
        model = StandardClause
        fields = ["number", "title", "parent", "is_requirement"]

    def __init__(self, *args, standard, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.standard = standard
        rows = standard.clauses.exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = rows
        self.fields["parent"].label_from_instance = lambda c: c.headline

    def clean_parent(self):
        above = parent = self.cleaned_data["parent"]
        while above is not None and self.instance.pk:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A clause cannot stand under itself."))
            above = above.parent
        return parent

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("number")
        same = self.instance.standard.clauses.exclude(pk=self.instance.pk)
        if number and same.filter(number=number).exists():
            self.add_error("number", _("This number is there already."))
        return cleaned


class NotAppliedForm(HouseForm, forms.Form):
    """Why a clause does not concern the organisation."""

    reason = forms.CharField(
        label=_("Why it does not apply"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("An inspector reads it beside the clause."),
    )


class LinkForm(HouseForm, forms.Form):
    """A clause found by its number or words, and the place in the text that fulfils it."""

    clause = forms.ModelChoiceField(
        label=_("Clause"),
        queryset=StandardClause.objects.none(),
        error_messages={"required": _("Choose a clause from what was found.")},
    )
    place = forms.ChoiceField(
        label=_("Place in the text in force"),
        required=False,
        help_text=_("Leave it at the whole document where no single place fulfils the clause."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, clauses, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clause"].queryset = clauses
        self.fields["clause"].label_from_instance = lambda c: f"{c} · {c.title}"
        self.places = places(text.html)[:PLACES] if text else []
        if self.places:
            self.fields["place"].choices = [("", _("The whole document")), *self.places]
        else:
            del self.fields["place"]


def places(html: str) -> list[tuple[str, str]]:
    """The headings and numbered clauses of a text: block id and words."""
    return [(item.id, f"{item.number} {item.text}".strip()) for item in blocks.outline(html)]


class RequiredForm(HouseForm, forms.ModelForm):
    """One line of the list of required documents."""

    class Meta:
        model = RequiredDocument
        fields = [
            *("number", "title", "level", "type", "document_code", "per", "clause", "order"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = self.fields["type"].queryset.filter(children=None)
        followed = StandardClause.objects.filter(standard__is_followed=True)
        chosen = StandardClause.objects.filter(pk=self.instance.clause_id)
        self.fields["clause"].queryset = (followed | chosen).select_related("standard")
        self.fields["clause"].label_from_instance = lambda c: f"{c} · {c.title}"
        if not self.fields["level"].queryset.exists():
            del self.fields["level"]
