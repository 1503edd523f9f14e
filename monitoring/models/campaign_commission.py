"""The commission of a campaign: composed as its kind says, formed by a signed order (000/2.2)."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import Todo, deed, record

from .campaign_deeds import _models


class CampaignCommission:
    """Who scores: named, confirmed, replaced in the middle."""

    def check_commission(self: Any) -> None:
        """Refuse a commission that is not composed as the kind says: 3 + 1 (000/2.2)."""
        members = list(self.members.active())
        wrong = []
        inside = sum(not member.is_external for member in members)
        for count, wanted, words in (
            (
                inside,
                self.kind.inside,
                _("The commission has %(count)s employees; it needs exactly %(wanted)s."),
            ),
            (
                len(members) - inside,
                self.kind.outside,
                _("The commission has %(count)s external experts; it needs exactly %(wanted)s."),
            ),
        ):
            if wanted is not None and count != wanted:
                wrong.append(words % {"count": count, "wanted": wanted})
        if not members:
            wrong.append(_("Nobody is named to score."))
        elif not any(member.is_chair for member in members):
            wrong.append(_("Say who chairs the commission."))
        if wrong:
            raise ValidationError(wrong)

    def check_order(self: Any) -> None:
        """Refuse a commission that no signed order formed as it is (000/2.2)."""
        if self.kind.order_kind_id is None:
            return
        if self.order is None or not self.order.is_signed:
            raise ValidationError(_("The order that forms the commission is not signed yet."))
        if sorted(self.order_names) != self.member_names():
            raise ValidationError(
                _("The order names other members than the commission has: a new order is needed.")
            )

    def member_names(self: Any) -> list[str]:
        """Who serves, as the order is compared with it."""
        return sorted(
            str(uid) for uid in self.members.active().values_list("person__uid", flat=True)
        )

    def form_commission(self: Any, *, by):
        """The signed order formed the commission, and its work schedule stands (000/2.2, 4.1)."""
        with self.step("form_commission", by=by) as move:
            self.check_commission()
            self.check_order()
            if not self.schedule.exists():
                raise ValidationError(_("Enter the work schedule of the commission first."))
            move.details["members"] = self.members.active().count()

    def add_member(self: Any, *, by, person, is_chair=False, organisation="", replaces=None):
        """Name a member; in the middle of the scoring only in place of one who left."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not by.has_perm("monitoring.change_commission", self):
                raise PermissionDenied
            post = person.appointment()
            inside = post is not None and not person.is_external
            member = _models().Member(
                campaign=self,
                person=person,
                is_chair=is_chair,
                is_external=not inside,
                position_name=post.position.name if inside else {},
                organisation=organisation or (str(person.party) if person.party else ""),
                since=localdate(),
                replaces=replaces,
            )
            member.full_clean(exclude=["position_name"])
            member.save()
            record(member, "create", by=by)
            if not self.is_being_prepared or self.state == self.State.COLLECTING:
                self.recuse_found([member])
            if self.state == self.State.SCORING:
                self.open_sheet(member)
        return member

    def remove_member(self: Any, member, *, by, reason, keeps_marks=True):
        """A member leaves: before the scoring simply so, in its middle with what becomes of what
        they scored (000/2.2; scoring.md, 6: leaving marks out needs an order).
        """
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not by.has_perm("monitoring.change_commission", self):
                raise PermissionDenied
            member.refresh_from_db()
            if member.left_on:
                raise ValidationError(_("This member has left already."))
            member.left_on, member.left_reason = max(localdate(), member.since), reason
            member.keeps_marks = keeps_marks
            member.save()
            for sheet in member.sheets.all():
                Todo.objects.about(sheet).done()
            self.forget_spread(sheet__member=member)
            record(member, "remove_member", by=by, keeps=keeps_marks)
