"""The package of an inspection: asked for, waited for, taken along; the page of the inspector."""

from django.http import Http404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView, View

from common.views import Page
from common.views.act import ObjectActPage
from common.views.files import serve
from common.views.page import ObjectPage
from documents.forms.inspections import PackageForm
from documents.models import Inspection, InspectionPackage

from .inspections import PACKAGE_TONES, parts_shown


class AskPackage(ObjectActPage):
    """Have the worker make the zip; the page that follows shows how far it is."""

    model = Inspection
    permission = "documents.keep_inspection"
    form_class = PackageForm
    title = gettext_lazy("Make a package")
    submit_label = title
    sentence = gettext_lazy(
        "The worker puts together what this inspection shows: papers with their seals, lists, the "
        "journal, and a page that opens without Sapat and says how to verify it."
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"inspection": self.object}

    def not_now(self, *, may):
        is_over = may and self.object.state == Inspection.State.CLOSED
        return _("The inspection is closed.") if is_over else ""

    def act(self, form):
        asked = self.object.ask_package(
            by=self.request.user, language=get_language() or "ky", **form.cleaned_data
        )
        from documents.inspection_tasks import ask_soon  # noqa: PLC0415 -- tasks know the pages

        ask_soon()
        return asked

    def done_sentence(self):
        return _("The package is asked for.")


class PackagePage(ObjectPage, DetailView):
    """How far it is; then what is in it, its hash, and the button that takes it along."""

    model = InspectionPackage
    permission = "documents.view_inspectionpackage"
    template_name = "documents/package.html"
    slug_field = slug_url_kwarg = "uid"

    def get_queryset(self):
        return super().get_queryset().select_related("inspection", "asked_by__person")

    def get_title(self):
        return self.object.name

    def get_context_data(self, **kwargs):
        state = self.object.state
        badge = {"label": self.object.get_state_display(), "tone": PACKAGE_TONES[state]}
        return super().get_context_data(state=badge, **kwargs)


class PackageFile(ObjectPage, DetailView, View):
    """The zip itself; who took it along stands in the journal."""

    model = InspectionPackage
    permission = "documents.view_inspectionpackage"
    slug_field = slug_url_kwarg = "uid"

    def get(self, request, *args, **kwargs):
        if self.object.blob is None:
            raise Http404
        response = serve(self.object, inline=False)
        self.object.fetched(by=request.user)
        return response


class MyInspection(Page, TemplateView):
    """Where an inspector begins: what is shown, until when, what may be taken along."""

    template_name = "documents/my_inspection.html"
    permission = "documents.view_own_inspection"

    def get_title(self):
        return _("Your inspection")

    def get_context_data(self, **kwargs):
        user = self.request.user
        inspection = Inspection.objects.visible_to(user).first()
        packages = InspectionPackage.objects.visible_to(user).filter(state="ready")
        return super().get_context_data(
            inspection=inspection,
            parts=parts_shown(inspection) if inspection else [],
            until=user.reads_until,
            packages=packages,
            **kwargs,
        )
