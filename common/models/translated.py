"""Data that people read in three languages: names of units, positions, types, titles."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.forms import TranslatedInput

CODES = [code for code, _name in settings.LANGUAGES]


class TranslatedText(dict):
    """One text in up to three languages; as a string it is the reader's, or the next there is."""

    def in_language(self, language: str | None) -> str:
        """The text in ``language``, falling back in the order Kyrgyz, Russian, English."""
        return next((self[c] for c in (language, *CODES) if c and self.get(c)), "")

    def __str__(self) -> str:
        return self.in_language(get_language())

    def __bool__(self) -> bool:
        return any(self.values())


def same_words(text: dict, other: dict) -> bool:
    """Whether two texts say the same in every language; a browser ends lines in its own way."""

    def plain(words: dict, language: str) -> list[str]:
        return (words.get(language) or "").strip().splitlines()

    return all(plain(text, code) == plain(other, code) for code in CODES)


class TranslatedFormField(forms.MultiValueField):
    """Three lines, one a language; the first, Kyrgyz, is the one that may be required."""

    def __init__(self, *, max_length=None, required=True, **kwargs):
        self.widget = TranslatedInput(settings.LANGUAGES, required=required)
        fields = [
            forms.CharField(max_length=max_length, required=required and code == CODES[0])
            for code in CODES
        ]
        super().__init__(fields, required=required, require_all_fields=False, **kwargs)

    def compress(self, values):
        return TranslatedText(
            {code: value for code, value in zip(CODES, values or [], strict=False) if value}
        )


class TranslatedField(models.JSONField):
    """A text kept as ``{"ky": …, "ru": …, "en": …}`` and read as `TranslatedText`."""

    def __init__(self, *args, max_length=300, **kwargs):
        kwargs.setdefault("default", TranslatedText)
        self.text_length = max_length
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["max_length"] = self.text_length
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return TranslatedText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value):
        return TranslatedText(super().to_python(value) or {})

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if unknown := set(value) - set(CODES):
            raise ValidationError(_("Unknown language: %(codes)s"), params={"codes": unknown})

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            **{
                "form_class": TranslatedFormField,
                "max_length": self.text_length,
                # The default is a class to call, and Django would send such a field twice.
                "show_hidden_initial": False,
                **kwargs,
            },
        )
