"""Registers from lists: the empty list, the page that takes it, and the fate of every row."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.importing import CHANGE, NEW
from common.intake import get
from common.intake.filled import filled_rows
from common.intake.writing import AT_ONCE, carry_out, importer_of, plan_for
from common.list_forms import ReasonForm, RegisterForm
from common.models import Blob, ListImport, deed, record
from common.sheet_template import write_template
from common.tasks import bring_in_lists, soon

from .importing import PreviewPage, TemplatePage, UploadPage


class ByImporter:
    """A page that is closed as its importer says, and leads back to the register."""

    def not_now(self, *, may):
        return "" if may else self.importer.not_now()

    def back_url(self):
        return self.importer.list_url()


class OfRegister(ByImporter):
    """A page about one kind of list, asked for by the keepers of that register."""

    @cached_property
    def importer(self):
        return get(self.kwargs["kind"])(self.request.user, self.kwargs.get("target"))

    @property
    def permission(self) -> str:
        return self.importer.permission

    def permission_object(self):
        return self.importer.permission_object()

    def address(self, name: str) -> str:
        """A page of the same register, of the same whole where it has one."""
        return reverse(name, kwargs=self.kwargs)


class ListTemplate(OfRegister, TemplatePage):
    """The empty list of a register, with what is chosen from."""

    @property
    def file_name(self):
        return self.importer.file_name

    def workbook(self):
        found = self.importer
        rows: list[list] = []
        if "filled" in self.request.GET:
            rows = list(filled_rows(found))
            user = self.request.user
            with deed(by=user):
                told = {"register": self.request.path, "form": "xlsx", "rows": len(rows)}
                record(None, "export", by=user, **told)
        return write_template(str(found.title), found.fields, found.lists(), rows)


class ListUpload(OfRegister, UploadPage):
    """Takes the filled-in list of a register."""

    model = ListImport
    form_class = RegisterForm
    template_name = "pages/list_upload.html"

    def get_title(self):
        return str(self.importer.title)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"columns": self.importer.fields}

    def keep(self, form):
        # What this keeper looked at before and did not bring in is let go.
        waiting = self.brought_before().filter(state=ListImport.State.PREVIEW)
        waiting.delete()
        blob = Blob.store([form.data_read])
        made = ListImport.objects.create(
            name=form.cleaned_data["file"].name[:255],
            blob=blob,
            by=self.request.user,
            kind=self.importer.kind,
            target=self.importer.target,
        )
        record(made, "upload_list", by=self.request.user, sha256=blob.sha256)
        return made

    def brought_before(self):
        found = super().brought_before()
        return found.filter(kind=self.importer.kind, target=self.importer.target)

    def get_template_url(self):
        of = "" if self.importer.target is None else "_of"
        return self.address(f"list_template{of}")

    def get_list_url(self):
        return self.importer.list_url()

    def get_context_data(self, **kwargs):
        self.request.menu_path = self.importer.list_url()
        return super().get_context_data(lead=self.importer.lead, **kwargs)


class ListPreview(ByImporter, PreviewPage):
    """Every row's fate; “Import” writes all of it or nothing."""

    model = ListImport
    template_name = "pages/list_preview.html"

    @cached_property
    def importer(self):
        found = ListImport.objects.visible_to(self.request.user)
        found = found.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return importer_of(found, self.request.user)

    @property
    def permission(self) -> str:
        return self.importer.permission

    def permission_object(self):
        self.object = self.get_object()
        return self.importer.permission_object()

    @property
    def sheet_fields(self):
        return self.importer.fields

    @property
    def name_label(self):
        return self.importer.noun

    def get_title(self):
        return str(self.importer.title)

    def make_plan(self):
        return plan_for(self.object)

    def get_form(self, data=None):
        """Why, where something approved changes."""
        return ReasonForm(data) if self.plan and self.plan.asks_reason else None

    def carry_out(self, seen, given):
        reason = given.get("reason", "")
        plan = carry_out(self.object, by=self.request.user, seen=seen, reason=reason)
        if plan is None:
            words = _("This list was brought in before; nothing was done twice.")
            messages.info(self.request, words)
            return
        count = plan.counts[NEW] + plan.counts[CHANGE]
        if count > AT_ONCE:
            soon(bring_in_lists)
            return
        words = ngettext("%(count)s row was brought in.", "%(count)s rows were brought in.", count)
        messages.success(self.request, words % {"count": count})

    def get_context_data(self, **kwargs):
        self.request.menu_path = self.importer.list_url()
        found = {"kind": self.object.kind}
        name = "list_upload"
        if self.object.target is not None:
            found["target"], name = self.object.target, "list_upload_of"
        context = {
            "back_url": reverse(name, kwargs=found),
            "list_url": self.importer.list_url(),
            "list_label": self.importer.list_label(),
            "told": [one["text"] for one in self.object.findings],
        }
        return super().get_context_data(**context | kwargs)
