"""Signing several papers at once: which of them, the shared dates, and the password once."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models.journal import digest
from documents.forms.steps import SignForm, day_field
from people.models import lacks_statement


class BatchForm(SignForm):
    """The ticks stand beside the papers on the page; the fields here are asked once for all."""

    order_date = day_field(
        _("Order date"),
        initial=localdate,
        help_text=_("Each paper that you approve takes the next number of the register of orders."),
    )
    in_force_from = day_field(_("In force from"), initial=localdate)
    field_order = ["order_date", "in_force_from", "password"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        items = self.instance.items
        self.fields["password"].help_text = _("The password once: it signs every ticked paper.")
        if not any(item.step == "approve" for item in items):
            del self.fields["order_date"]
        if not any(item.comes_into_force for item in items):
            del self.fields["in_force_from"]
        elif later := [item.paper for item in items if item.comes_into_force and _is_later(item)]:
            self.fields["in_force_from"].help_text = _(
                "What it replaces is still valid, so approve it on a page of its own: %(papers)s."
            ) % {"papers": ", ".join(map(str, later))}
        self.keys = list(dict.fromkeys(self.data.getlist("papers"))) if self.is_bound else []
        self.ticked = [item for item in items if item.key in self.keys]

    def purpose(self):
        """A passkey answers for exactly the texts that are displayed."""
        return f"sign:{digest([item.hash for item in self.instance.items])}"

    def seen_of(self, item) -> str:
        """The hash of what was displayed."""
        return self.data.get(f"seen-{item.key}", "")

    def clean_order_date(self):
        date = self.cleaned_data["order_date"]
        if date > localdate():
            raise forms.ValidationError(_("The order cannot be dated in the future."))
        return date

    def clean_in_force_from(self):
        date = self.cleaned_data["in_force_from"]
        if date < localdate():
            raise forms.ValidationError(_("A document cannot come into force in the past."))
        return date

    def clean(self):
        cleaned = super().clean()
        if not self.keys:
            self.add_error(None, _("Tick at least one paper."))
        for item in self.ticked:
            if not item.is_opened and self.seen_of(item) == item.hash:
                self.add_error(
                    None,
                    _("Open “%(paper)s” before you sign it.") % {"paper": item.paper.headline},
                )
        if self.ticked and lacks_statement(self.request.user.person):
            self.add_error(
                None, _("Before you sign here, state that your electronic signature is your own.")
            )
        return cleaned

    def dates(self) -> dict:
        """What the approvals among them share."""
        return {k: self.cleaned_data.get(k) for k in ("order_date", "in_force_from")}


def _is_later(item) -> bool:
    return item.paper.proposed_day() > localdate()
