"""A register brought in from a list: of which register, and why approved things change."""

from django.db import models
from django.urls import reverse

from .importing import Import


class ListImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Each keeper's own lists: what a row says may be known to this one alone."""
        return self.filter(by=user)

    def for_list(self):
        return self.select_related("by__person")


class ListImport(Import):
    """One list of a register; ``target`` is the record whose parts it holds, where it has one.

    A long list is written by the worker: ``seen`` is the digest of what its keeper was shown.
    """

    kind = models.SlugField(max_length=40)
    target = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=100, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)

    objects = ListImportQuerySet.as_manager()

    def get_absolute_url(self):
        return reverse("list_import", args=[self.pk])
