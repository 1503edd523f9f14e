"""The editor of a text: a text area that the script turns into an editor (004/4.2.3)."""

from django import forms

from common.forms import dress


class EditorWidget(forms.Textarea):
    """HTML of a text in blocks with stable ids; without script it stays a plain text area.

    The page loads ``build/editor.js``. ``attrs={"lang": "ky"}`` names the language of the text,
    for voices and for the browser's spelling check.
    """

    template_name = "forms/editor.html"

    def __init__(self, attrs=None):
        super().__init__({"rows": "24", "spellcheck": "true", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        attrs = context["widget"]["attrs"]
        attrs["data-editor"] = True
        dress(attrs, "form-control")
        return context
