"""Rows of a form that are added and taken away: with a script at once, without it by the server."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST = 60


class RowSet(forms.BaseFormSet):
    """Rows of one kind: empty ones do not count, two alike are told, their order is kept."""

    title: Any = ""
    add_label: Any = ""
    hint: Any = ""

    def initial_form_count(self):
        """What was there before is a row like any other once it is sent."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Order of the row")
        form.fields["DELETE"].label = _("Take this row away")
        if index is not None and index < self.initial_form_count():
            form.fields["ORDER"].initial = index + 1

    def get_ordering_widget(self):
        return forms.NumberInput(attrs={"class": "row-place", "min": 1, "inputmode": "numeric"})

    def get_deletion_widget(self):
        return forms.CheckboxInput(attrs={"class": "row-away"})

    def clean(self):
        seen = {}
        for row in self.given():
            key = row.key()
            if key and key in seen:
                row.add_error(
                    next(iter(row.fields)), gettext("This stands in another row already.")
                )
            seen[key] = row

    def given(self) -> list[forms.Form]:
        """The rows that stay, by their places; those without a place come last."""
        rows = [
            row for row in self.forms if row.has_changed() and not self._should_delete_form(row)
        ]
        last = len(self.forms) + 1
        return sorted(rows, key=lambda row: getattr(row, "cleaned_data", {}).get("ORDER") or last)


def row_set(form, title, add_label, hint="", *, extra=1) -> type[RowSet]:
    """A kind of rows with its words, and how many empty ones stand ready."""
    made: Any = forms.formset_factory(
        form,
        formset=RowSet,
        extra=extra,
        can_order=True,
        can_delete=True,
        max_num=MOST,
        absolute_max=MOST + 5,
        validate_max=True,
    )
    made.title, made.add_label, made.hint = title, add_label, hint
    return made
