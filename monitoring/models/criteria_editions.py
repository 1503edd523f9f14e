"""How criteria come from those before them: a new year, a new edition (000/3.3)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from common.models import create_many, deed, record

from .campaign_steps import State
from .criteria_proposal import begin_with

if TYPE_CHECKING:
    from .criteria import CriteriaSet

FREE = (State.PREPARATION, State.CRITERIA, State.FORMED, State.CANCELLED)  # nothing rests on them


class CriteriaEditions:
    """Begun from the criteria before; changed, once approved, only by a new edition."""

    @classmethod
    def begin(cls: Any, *, kind, year, author) -> "CriteriaSet":
        """The criteria of a year begin as a copy of those before them, the first ones of a kind
        with what its profile proposes; inside a deed.

        Every line keeps its key: by that it is compared from year to year.
        """
        before = cls.objects.filter(kind=kind, year__lt=year, state="approved")
        earlier = before.order_by("-year", "-edition").first()
        made = cls.objects.create(
            kind=kind,
            year=year,
            edition=cls.next_edition(kind, year),
            author=author,
            copied_from=earlier,
        )
        if earlier:
            made.copy_from(earlier)
        elif kind.criteria_proposal:
            begin_with(made, kind.criteria_proposal)
        return made

    @classmethod
    def next_edition(cls: Any, kind, year) -> int:
        """The number after all editions of a year; that of a dropped draft is not given again."""
        rows = cls.objects.filter(kind=kind, year=year)
        return (rows.aggregate(last=Max("edition"))["last"] or 0) + 1

    def copy_from(self: Any, other: "CriteriaSet") -> None:
        """Take every criterion, indicator and word of another set, each under its key."""
        from .criteria import Criterion, Indicator, PointWords  # noqa: PLC0415 -- they rest on us

        criteria, indicators, points = [], [], []
        for row in other.whole_tree():
            mine = Criterion(
                criteria=self,
                key=row.key,
                direction_id=row.direction_id,
                title=row.title,
                order=row.order,
            )
            criteria.append(mine)
            for one in row.indicators.all():
                copy = Indicator(criterion=mine, key=one.key, title=one.title)
                copy.material, copy.weight, copy.order = one.material, one.weight, one.order
                indicators.append(copy)
                points += [(copy, said) for said in one.points.all()]
        points += [(None, said) for said in other.points.filter(indicator=None)]
        create_many(Criterion, criteria, "copy")
        create_many(Indicator, indicators, "copy")
        rows = [
            PointWords(criteria=self, indicator=one, point=said.point, words=said.words)
            for one, said in points
        ]
        create_many(PointWords, rows, "copy")

    def whole_tree(self: Any):
        """Its criteria with their indicators and the words of these, in the order of the sheet."""
        rows = self.criteria.select_related("direction")
        return rows.prefetch_related("indicators__points")

    def of_last_year(self: Any) -> "CriteriaSet | None":
        """The criteria of an earlier year that these come from."""
        found = self.copied_from
        while found is not None and found.year == self.year:
            found = found.copied_from
        return found

    # Editions ---------------------------------------------------------------------------------

    @property
    def is_newest(self: Any) -> bool:
        """Whether no later edition of its year was begun, or it was dropped."""
        later = type(self).objects.filter(kind=self.kind_id, year=self.year).in_use()
        return not later.filter(edition__gt=self.edition).exists()

    def rests_on_it(self: Any):
        """The campaigns that work by these criteria already: material is brought, marks given."""
        return self.campaigns.exclude(state__in=FREE)

    def why_no_new_edition(self: Any) -> str:
        """Why no new edition can be begun from it, in a sentence; else nothing."""
        if self.state != "approved":
            return _("They are not approved yet: change them as they are.")
        if not self.is_newest:
            return _("A newer edition of these criteria was begun already.")
        if campaign := self.rests_on_it().first():
            words = _("“%(campaign)s” works by these criteria already: they are not changed now.")
            return words % {"campaign": campaign}
        return ""

    def new_edition(self: Any, *, by) -> "CriteriaSet":
        """A draft with everything these say, to be changed and approved in their place."""
        with deed(by=by):
            held = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if not by.has_perm("monitoring.renew_criteriaset", held):
                raise PermissionDenied
            if words := held.why_no_new_edition():
                raise ValidationError(words)
            made = type(self).objects.create(
                kind=held.kind,
                year=held.year,
                edition=self.next_edition(held.kind_id, held.year),
                author=by.person,
                copied_from=held,
            )
            made.copy_from(held)
            record(made, "new_edition", by=by, before=held.pk)
        return made

    def drop(self: Any, *, by, reason):
        """The draft is not needed, and why; what is approved stays, campaigns that waited for the
        draft go back to that.
        """
        with self.step("drop", by=by) as move:
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            move.reason = self.dropped_because = reason.strip()
            before = self.copied_from
            same_year = before is not None and before.year == self.year
            for campaign in self.campaigns.exclude(state=State.CANCELLED):
                campaign.criteria = before if same_year else None
                campaign._change_reason = "drop_criteria"
                campaign.revision += 1
                campaign.save()
                record(campaign, "drop_criteria", by=by, edition=self.edition)

    def check_may_go(self: Any) -> None:
        """An edition comes too late once a campaign works by the one before."""
        super().check_may_go()  # type: ignore[misc]
        self._check_in_time()

    def _check_in_time(self: Any) -> None:
        before = self.copied_from
        if before is None or before.year != self.year:
            return
        if campaign := before.rests_on_it().first():
            words = _("“%(campaign)s” works by the edition before already.")
            raise ValidationError(words % {"campaign": campaign})

    def approve(self: Any, *, by, **given):
        """Campaigns that wait for these criteria take them with the same deed (000/3.2); those
        that have the edition before and do not work by it yet take this one.
        """
        with deed(by=by):
            self._check_in_time()
            super().approve(by=by, **given)  # type: ignore[misc]
            before = self.copied_from
            if before is not None and before.year == self.year:
                for campaign in before.campaigns.exclude(state=State.CANCELLED):
                    campaign.criteria, campaign._change_reason = self, "take_edition"
                    campaign.revision += 1
                    campaign.save()
                    record(campaign, "take_edition", by=by, edition=self.edition)
            for campaign in self.campaigns.filter(state=State.PREPARATION):
                campaign.adopt_criteria(by=by)
