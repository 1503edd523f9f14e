"""Bringing in staff from a spreadsheet."""

from dataclasses import replace

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.importing import NEW
from common.sheet_template import write_template
from common.views.importing import PreviewPage, TemplatePage, UploadPage
from people.forms.staff import StaffConfirmForm, StaffListForm
from people.models import Position, StaffImport
from people.staff import addresses
from people.staff_fields import FIELDS
from people.staff_writing import carry_out, plan_for


class StaffTemplate(TemplatePage):
    """The empty list of staff, with the positions to choose from."""

    permission = "people.import_staff"
    file_name = "sapat-staff.xlsx"

    def workbook(self):
        # The row that shows how names a position that this organisation has.
        posts = Position.objects.in_use()
        post = posts.filter(powers=None).first() or posts.first()
        fields = [
            replace(field, example=post.code) if post and field.key == "position" else field
            for field in FIELDS
        ]
        return write_template(_("Staff"), fields, {_("Positions"): posts})


class StaffUpload(UploadPage):
    """Takes the filled-in list of staff."""

    permission = "people.import_staff"
    template_name = "people/staff_upload.html"
    form_class = StaffListForm
    model = StaffImport
    template_route = "people:staff_template"
    list_route = "people:people"
    title = gettext_lazy("Import of staff")

    def keep(self, form):
        # What this person looked at before and did not bring in is let go with its numbers.
        mine = StaffImport.objects.filter(by=self.request.user)
        mine.filter(state=StaffImport.State.PREVIEW).delete()
        return super().keep(form)


class StaffPreview(PreviewPage):
    """Every row's fate; “Import” writes all of it or nothing."""

    model = StaffImport
    permission = "people.import_staff"
    template_name = "people/staff_preview.html"
    title = gettext_lazy("Import of staff")
    sheet_fields = FIELDS

    def make_plan(self):
        return plan_for(self.object)

    def get_form(self, data=None):
        """The tick box of the letters, where there is somebody to write to."""
        return StaffConfirmForm(data) if self.plan and any(addresses(self.plan)) else None

    def carry_out(self, seen, given):
        by_letter = given.get("by_letter", False)
        plan = carry_out(self.object, by=self.request.user, seen=seen, by_letter=by_letter)
        if plan is None:
            words = _("This list was brought in before; nothing was done twice.")
            messages.info(self.request, words)
            return
        count = plan.counts[NEW]
        words = ngettext(
            "%(count)s person was brought in.", "%(count)s people were brought in.", count
        )
        opened = addresses(plan)
        sent = sum(map(bool, opened)) if by_letter else 0
        messages.success(self.request, f"{words % {'count': count}} {told(opened, sent)}".strip())

    def get_context_data(self, **kwargs):
        opened = addresses(self.plan) if self.plan else []
        context = {
            "accounts": len(opened),
            "with_address": sum(map(bool, opened)),
            "without_address": sum(not address for address in opened),
            "back_url": reverse("people:staff_upload"),
            "list_url": reverse("people:people"),
            "list_label": _("People"),
        }
        return super().get_context_data(**context | kwargs)


def told(opened: list[str], sent: int) -> str:
    """How many accounts were made, and how many of their owners know it by now."""
    if not opened:
        return ""
    words = _(
        "Accounts made: %(count)s. Invitations sent by letter: %(sent)s; still to be given: "
        "%(left)s."
    )
    return words % {"count": len(opened), "sent": sent, "left": len(opened) - sent}
