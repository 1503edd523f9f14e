"""Work plans in numbers: whom they are shown, which are in force (PK-04)."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from common.models import SearchEntry
from common.search.query import parse
from documents.models.heads import led_by, units_under
from documents.models.signable import SignableQuerySet

SEES_ALL = {"planning.manage", "planning.oversee", "documents.approve", "documents.top"}


class WorkPlanQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Staff see the plans in force and past, of people only their own; heads those of theirs;
        whoever keeps the year, or is asked, all of it. A guest sees those of people only where
        the director says so.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            rows = self.filter(state__in=["approved", "archived"])
            return rows if "documents.top" in user.powers else rows.filter(person=None)
        if user.powers & SEES_ALL:
            return self
        own = Q(author=user.person_id) | Q(person=user.person_id) | Q(pk__in=self.asked_ids(user))
        led = Q(unit__in=units_under(user)) | Q(person__in=led_by(user).values("pk"))
        told = Q(state__in=["approved", "archived"], person=None)
        return self.filter(own | led | told)

    def for_list(self):
        """All that a row of the register shows."""
        rows = self.annotate(line_count=models.Count("lines", distinct=True))
        rows = rows.select_related("kind__branch", "unit", "person", "body", "author")
        return rows.order_by("-since", "kind__order", "pk")

    def search(self, words: str):
        """By number, name and what it is about."""
        found = SearchEntry.objects.filter(kind="workplan").matching(parse(words)).order_by()
        return self.filter(pk__in=found.values("object_id"))

    def in_force(self, on=None):
        """Approved ones whose period holds a day (today)."""
        day = on or localdate()
        return self.filter(state="approved", since__lte=day, until__gte=day)
