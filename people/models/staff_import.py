"""Staff brought in from a list (004/2: who holds which position, from when, by which order)."""

from django.db import models
from django.urls import reverse

from common.models import Import


class StaffImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep people."""
        return self if user.has_perm("people.import_staff") else self.none()

    def for_list(self):
        return self.select_related("by__person")


class StaffImport(Import):
    """A list of staff; its file is let go once it is carried out, for it holds personal numbers."""

    objects = StaffImportQuerySet.as_manager()

    def get_absolute_url(self):
        return reverse("people:staff_import", args=[self.pk])
