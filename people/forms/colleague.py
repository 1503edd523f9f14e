"""Choosing colleagues: by their full names, and whoever never signed in is told as such."""

from django import forms
from django.utils.translation import gettext as _


class _ByName:
    def label_from_instance(self, person) -> str:
        """The name; the account must be among what the query brings (``able_to_act``)."""
        if person.user.state == person.user.State.INVITED:
            return _("%(name)s (has not signed in yet)") % {"name": person.full_name}
        return person.full_name


class ColleagueField(_ByName, forms.ModelChoiceField):
    """One colleague."""


class ColleaguesField(_ByName, forms.ModelMultipleChoiceField):
    """Several colleagues, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple
