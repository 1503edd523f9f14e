"""Every component in every state, for whoever builds the next page."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from common.views import Page


class Gallery(Page, TemplateView):
    """The gallery of components, for staff."""

    template_name = "gallery.html"
    permission = "common.view_gallery"
    title = _("Gallery of components")
