"""Forms of templates and of the glossary, and the choice of a template for a first version."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from documents.forms.widgets import EditorWidget
from documents.models import DocumentTemplate, DocumentType, TemplateText, Term


class TermForm(HouseForm, forms.ModelForm):
    """A word of the glossary (004/2)."""

    class Meta:
        model = Term
        fields = ["word", "definition", "synonyms", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["definition"].widget = TranslatedInput(settings.LANGUAGES, multiline=True)


class TemplateForm(HouseForm, forms.ModelForm):
    """What a template is called, and for which documents it is offered."""

    class Meta:
        model = DocumentTemplate
        fields = ["type", "name", "is_active", "order"]
        help_texts = {"order": _("Where several are offered, the lower stands first.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = DocumentType.objects.filter(children=None)


class TemplateTextForm(forms.ModelForm):
    """The text of a template, in the editor."""

    class Meta:
        model = TemplateText
        fields = ["html"]
        widgets = {"html": EditorWidget}
        help_texts = {
            "html": _(
                "Filled in when a document begins: {{code}} – its code, {{title}} – its title, "
                "{{organisation}} – the name of the organisation, {{year}} – the year."
            )
        }


def offer_templates(form: forms.Form, document) -> None:
    """Let a first version begin from a template, where there is one for its type."""
    offered = DocumentTemplate.objects.offered_for(document)
    if not offered:
        return
    form.fields["template"] = forms.ModelChoiceField(
        label=_("Begin from a template"),
        queryset=offered,
        required=False,
        initial=offered[0],
        empty_label=_("Without a template"),
    )
