"""What every page asks first: may this reader be here at all."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied


class Page:
    """A page with a permission: out of reach is 404 (``visible_to``), not allowed is 403."""

    permission = ""
    title = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.permission:
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission")
        if not request.user.has_perm(self.permission, self.permission_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def permission_object(self):
        """What the permission is asked about; nothing, unless the page is of one object."""
        return

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
