"""Bringing in staff from a spreadsheet."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.edit import FormView

from common.dates import date_and_time
from common.importing import NEW, NotImportable, PlanChanged
from common.models import Blob, deed, record
from common.sheet_template import write_template
from common.views import Page
from common.views.importing import PreviewPage, TemplatePage
from people.forms.staff import StaffListForm
from people.models import Position, StaffImport
from people.staff_fields import FIELDS
from people.staff_writing import carry_out, plan_for

SHOWN = 10


class StaffTemplate(TemplatePage):
    """The empty list of staff, with the positions to choose from."""

    permission = "people.import_staff"
    file_name = "sapat-staff.xlsx"

    def workbook(self):
        positions = [
            (p.code, *(p.name.get(code, "") for code in ("ky", "ru", "en")))
            for p in Position.objects.all()
        ]
        return write_template(_("Staff"), FIELDS, {_("Positions"): positions})


class StaffUpload(Page, FormView):
    """Takes the filled-in list; nothing is written yet."""

    permission = "people.import_staff"
    template_name = "people/staff_upload.html"
    form_class = StaffListForm
    title = gettext_lazy("Import of staff")

    def form_valid(self, form):
        user = self.request.user
        blob = Blob.store([form.data_read])
        with deed(by=user):
            # What this person looked at before and did not bring in is let go with its numbers.
            StaffImport.objects.filter(by=user, state=StaffImport.State.PREVIEW).delete()
            made = StaffImport.objects.create(
                name=form.cleaned_data["file"].name[:255], blob=blob, by=user
            )
            record(made, "upload_list", by=user, sha256=blob.sha256)
        return HttpResponseRedirect(made.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        done = StaffImport.objects.visible_to(self.request.user).for_list()
        past = [
            {
                "title": found.name,
                "sub": f"{found.by.person.short_name} · {date_and_time(found.created_at)}",
                "url": found.get_absolute_url(),
                "due": found.get_state_display(),
                "tone": "green" if found.state == StaffImport.State.DONE else "grey",
            }
            for found in done[:SHOWN]
        ]
        return super().get_context_data(
            past=past, template_url=reverse("people:staff_template"), **kwargs
        )


class StaffPreview(PreviewPage):
    """Every row's fate; “Import” writes all of it or nothing."""

    model = StaffImport
    permission = "people.import_staff"
    title = gettext_lazy("Import of staff")

    def make_plan(self):
        if self.object.state != StaffImport.State.PREVIEW or self.object.blob is None:
            return None
        if not hasattr(self, "_plan"):
            self._plan = plan_for(self.object)
        return self._plan

    def post(self, request, *args, **kwargs):
        try:
            plan = carry_out(self.object, by=request.user, seen=request.POST.get("seen", ""))
        except PlanChanged:
            return self.again(409, changed=True)
        except NotImportable:
            return self.again(422)
        if plan is None:
            messages.info(request, _("This list was brought in before; nothing was done twice."))
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.done(
            ngettext(
                "%(count)s person was brought in.",
                "%(count)s people were brought in.",
                plan.counts[NEW],
            )
            % {"count": plan.counts[NEW]}
        )

    def get_context_data(self, **kwargs):
        context = {
            "back_url": reverse("people:staff_upload"),
            "list_url": reverse("people:people"),
            "list_label": _("People"),
        }
        return super().get_context_data(**context | kwargs)
