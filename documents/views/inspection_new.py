"""A new inspection, and in one go the account and the package of those who came (004/7.5.5)."""

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from common import package
from common.views import CreatePage
from documents.forms.inspections import NewInspectionForm
from documents.models import InspectionAccess
from documents.models.inspection import end_of_working_day

from .inspection_access import link_page
from .inspections import Kept


class InspectionCreate(Kept, CreatePage):
    """Each of the three is a deed of its own in the journal; all of them stand, or none."""

    form_class = NewInspectionForm
    permission = "documents.add_inspection"
    title = gettext_lazy("New inspection")
    access: InspectionAccess | None = None
    asked = None

    def get_cancel_url(self):
        return reverse("documents:inspections")

    def save(self, form):
        form.instance.made_by = self.request.user.person
        return form.save()

    def recorded(self, form):
        by, inspection = self.request.user, self.object
        if form.cleaned_data["gives_access"]:
            surname, given = inspection.names()[0]
            self.access = InspectionAccess.give(
                inspection, by=by, surname=surname, given=given, until=end_of_working_day()
            )
        if form.cleaned_data["makes_package"]:
            from documents.inspection_tasks import ask_soon  # noqa: PLC0415 -- tasks know the pages

            parts = [kind.code for kind in package.kinds_for(inspection.parts)]
            self.asked = inspection.ask_package(by=by, parts=parts, language=get_language() or "ky")
            ask_soon()

    def get_success_url(self):
        """Without an account there is no link to show: the package, or the inspection itself."""
        return (self.asked or self.object).get_absolute_url()

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.access is None or response.status_code != 302:  # noqa: PLR2004 -- it was refused
            return response
        return link_page(self.request, self.access, self.asked)
