"""A filter of yes or no, in the language of who reads it."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _


class YesNo(forms.NullBooleanSelect):
    """Yes, no, or all: nothing is asked."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("", "—"), ("true", _("Yes")), ("false", _("No"))]

    def format_value(self, value):
        return {"true": "true", "false": "false"}.get(str(value).lower(), "")


class YesNoFilter(django_filters.BooleanFilter):
    """A filter that the reader leaves alone, or sets to yes or no."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=YesNo(), **kwargs)
