"""The organisation's own page, and its emblem for whoever looks."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views import View

from common.models.file import FileAltered
from common.views import EditPage
from people.forms.organisation import OrganisationForm
from people.models import Organisation


class OrganisationEdit(EditPage):
    """Name, address, contacts and emblem, as papers and pages show them."""

    model = Organisation
    form_class = OrganisationForm
    permission = "people.change_organisation"
    title = gettext_lazy("Organisation")
    deed_name = "settings"

    def get_object(self, queryset=None):
        rows = Organisation.objects.order_by("pk")
        if self.request.method == "POST" and getattr(self, "locking", False):
            rows = rows.select_for_update(of=("self",))
        if (organisation := rows.first()) is None:
            raise Http404
        return organisation

    def get_success_url(self):
        return reverse("people:organisation")

    def get_cancel_url(self):
        return reverse("home")

    def save(self, form):
        form.keep_picture()
        return super().save(form)


@method_decorator(login_not_required, name="dispatch")
class Emblem(View):
    """The emblem that stands on every page, also before signing in."""

    def get(self, request, sha256):
        blob = Organisation.current().emblem
        if blob is None or blob.sha256 != sha256:
            raise Http404
        try:
            response = HttpResponse(blob.read(), content_type="image/png")
        except (OSError, FileAltered) as error:
            raise Http404 from error
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
