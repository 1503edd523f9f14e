"""What every page asks first: may this reader be here at all, and is it the time for it."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.shortcuts import render


class Page:
    """A page with a permission: out of reach is 404 (``visible_to``), not allowed is 403, and what
    the state of things forbids, not the right, is 409 with the true sentence.
    """

    permission = ""
    title = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.permission:
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission")
        may = request.user.has_perm(self.permission, self.permission_object())
        if words := self.not_now(may=may):
            return self.closed_page(words)
        if not may:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def permission_object(self):
        """What the permission is asked about; nothing, unless the page is of one object."""
        return

    def not_now(self, *, may: bool) -> str:
        """Why the page is closed today to a reader who has the right to it; else nothing."""
        return ""

    def back_url(self) -> str:
        """Where a closed page leads."""
        return "../"

    def closed_page(self, words: str):
        context = {"title": self.get_title(), "words": words, "back_url": self.back_url()}
        return render(self.request, "pages/closed.html", context, status=409)

    def get_title(self) -> str:
        return str(self.title)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"title": self.get_title(), **kwargs})


class ObjectPage(Page):
    """A page of one object, found only among what its reader may see."""

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def permission_object(self):
        self.object = self.get_object()
        return self.object

    def back_url(self):
        return self.object.get_absolute_url()
