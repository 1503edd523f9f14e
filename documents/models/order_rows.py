"""Which orders a reader knows of, and what a row of their register shows (004/5.5.1)."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.models.searched import SearchedQuerySet

from .signable import SignableQuerySet

#: Who sees every order: whoever keeps them or the people, and directors.
KEEPERS = {"nomenclature.keep", "people.manage", "documents.approve", "documents.top"}


class Control(models.TextChoices):
    """What the last point says of the control."""

    SELF = "self", _("Whoever signs keeps it")
    PERSON = "person", _("It is given to somebody")
    NONE = "none", _("No point on control")


class OrderQuerySet(SearchedQuerySet, SignableQuerySet):
    def visible_to(self, user):
        """Signed ones are known to all who work here; of the restricted kinds only to those they
        name. Drafts are of their authors and of those asked; whoever keeps orders sees all. A guest
        sees what is signed.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            shows_all = "documents.top" in user.powers
            return self.signed() if shows_all else self.signed().filter(kind__is_restricted=False)
        if user.powers & KEEPERS:
            return self
        own = Q(author=user.person_id) | Q(executor=user.person_id) | Q(pk__in=self.asked_ids(user))
        signed = Q(state__in=["approved", "fulfilled", "repealed"])
        return self.filter(own | (signed & (Q(kind__is_restricted=False) | naming(user.person_id))))

    def naming(self, person: int, *, is_named: bool = True):
        """Those that name a person, or those that do not."""
        return self.filter(naming(person)) if is_named else self.exclude(naming(person))

    def signed(self):
        """Those with a number."""
        return self.filter(state__in=["approved", "fulfilled", "repealed"])

    def for_everyone(self):
        """Those that every employee is to know and that no later order took back."""
        return self.filter(everyone=True, state__in=["approved", "fulfilled"])

    def for_list(self):
        """All that a row of the register shows: how far it is, and what of it is late."""
        points = apps.get_model("documents", "OrderPoint").objects
        readings = apps.get_model("documents", "OrderReading").objects
        own = {"order": OuterRef("pk")}
        return (
            self.select_related("kind", "executor", "author", "case")
            .annotate(
                to_do=_count(points.filter(**own).to_carry_out()),
                done=_count(points.filter(**own, state="done")),
                asked=_count(readings.filter(**own)),
                read=_count(readings.filter(**own).exclude(read_at=None)),
                is_late=Exists(points.filter(**own).late()) | Exists(readings.filter(**own).late()),
            )
            .order_by(F("order_date").desc(nulls_first=True), "-made_at", "-pk")
        )

    def of_year(self, year: int):
        """Those dated in a year."""
        return self.filter(order_date__year=year)


def naming(person: int | None) -> Q:
    """Orders that name a person: to be acquainted, to carry out, to control."""
    readings = apps.get_model("documents", "OrderReading").objects.filter(person=person)
    points = apps.get_model("documents", "OrderPoint").objects.filter(responsible=person)
    return (
        Q(pk__in=readings.values("order"))
        | Q(pk__in=points.values("order"))
        | Q(controlled_by=person)
    )


def _count(rows):
    """How many rows hang on one order, beside others in the same query."""
    counted = rows.order_by().values("order").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
