"""Rewards by the results, and the order that gives them (000/2.3)."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from common.models import TranslatedText, deed, record
from documents.models import Order
from documents.models.order_filling import begin_order, fill
from monitoring.scoring_rules import PRIZES

LANGUAGES = ("ky", "ru", "en")
OVER = ("dropped", "repealed")  # an order that gives nothing, or no more


class CampaignAwards:
    """What follows for whom by the results of a campaign."""

    award_order: Any

    def awards_are_open(self: Any) -> bool:
        """Whether rewards may be entered and changed: results are there, no order gave them yet."""
        order = self.award_order
        return self.has_results and (order is None or order.state in ("draft", *OVER))

    def check_awards_open(self: Any) -> None:
        """Refuse to change what an order names that is on its way or signed."""
        if not self.has_results:
            raise ValidationError(_("Rewards are entered when the results are computed."))
        if not self.awards_are_open():
            raise ValidationError(_("The order on rewards is on its way or signed already."))

    def why_rewarded(self: Any) -> str:
        """Why the result may not be replaced now: an order gives rewards by it (000/2.3).

        Clause 2.3 gives rewards “by the results”. An order that stood after its result counts no
        more would be false, and nothing here changes or repeals a signed order by itself: its
        signer repeals it by a new order first (documents: a point that repeals), or takes it back
        while it is on its way, or drops the draft. Then the result may be counted anew, the
        rewards are looked at again, and a new order gives them.
        """
        order = self.award_order
        if order is None or order.state in OVER:
            return ""
        told = {"order": order}
        if order.state in ("approved", "fulfilled"):
            return _("%(order)s gives rewards by this result: repeal it by a new order first.") % (
                told
            )
        if order.state == "draft":
            return _("%(order)s is a draft of rewards by this result: drop it first.") % told
        return _("%(order)s, on rewards by this result, is on its way: take it back first.") % told

    def refuse_rewarded(self: Any) -> None:
        """Refuse to count anew what an order on rewards rests on."""
        if words := self.why_rewarded():
            raise ValidationError(words)

    def awards_given(self: Any) -> bool:
        """Whether the signed order gave the rewards: letters may be printed."""
        order = self.award_order
        return order is not None and order.state in ("approved", "fulfilled")

    def to_award(self: Any) -> list:
        """Who is proposed: winners and who has a nomination, without a reward yet."""
        result = self.results.current().first()
        if result is None:
            return []
        rows = result.rows.filter(place__lte=PRIZES).select_related("participant")
        rows = rows.exclude(participant__awards__isnull=False)
        found = {row.participant_id: (row.participant, row.place) for row in rows}
        named = self.participants.filter(nominations__isnull=False, awards__isnull=True)
        for one in named.distinct():
            found.setdefault(one.pk, (one, None))
        return list(found.values())

    def draft_award_order(self: Any, *, by) -> Order:
        """The order on rewards as a draft with a point for each; written again, it names what is
        entered now. It goes along the ordinary route of orders.
        """
        with deed(by=by):
            held = type(self)._base_manager.select_for_update(of=("self",))
            self.refresh_from_db(from_queryset=held)
            kind = self.kind.award_kind
            if not by.has_perm("monitoring.change_awards", self):
                raise PermissionDenied
            if kind is None:
                raise ValidationError(_("No kind of order gives rewards of this assessment."))
            if kind.is_restricted and not by.has_perm("documents.add_restricted_order"):
                raise PermissionDenied
            self.check_awards_open()
            awards = list(self.awards.select_related("participant__person"))
            if not awards:
                raise ValidationError(_("Enter the rewards first."))
            order = self.award_order
            if order is None or order.state in OVER:
                order = begin_order(
                    kind,
                    by.person,
                    title=self.award_title(),
                    basis=self.award_basis(),
                )
            fill(order, [{"text": point_words(one)} for one in awards], [])
            order.named.set({one.participant.person for one in awards} - {None})
            self.award_order, self._change_reason = order, "award_order"
            self.save()
            record(order, "create", by=by, campaign=self.pk)
            record(self, "award_order", by=by, order=order.pk, count=len(awards))
        return order

    def award_title(self: Any) -> TranslatedText:
        """“On rewarding employees by the results of …”."""
        told = {code: self.title.get(code) or str(self.title) for code in LANGUAGES}
        return TranslatedText(
            ky=f"«{told['ky']}» жыйынтыгы боюнча кызматкерлерди сыйлоо жөнүндө",
            ru=f"О поощрении сотрудников по итогам: {told['ru']}",
            en=f"On rewarding employees by the results of: {told['en']}",
        )

    def award_basis(self: Any) -> TranslatedText:
        """The protocol of the commission on which it rests."""
        protocol = self.protocol
        if protocol is None:
            return TranslatedText()
        told = {"number": protocol.number, "day": f"{protocol.day:%d.%m.%Y}"}
        return TranslatedText(
            ky="эксперттик комиссиянын {day} № {number} протоколу".format(**told),
            ru="протокол экспертной комиссии № {number} от {day}".format(**told),
            en="protocol of the expert commission No. {number} of {day}".format(**told),
        )


def point_words(award) -> TranslatedText:
    """The point of the order that gives one reward, in all languages."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            one = award.participant
            post = one.detail.in_language(code) if one.detail else ""
            name = one.name.in_language(code)
            words = _("%(who)s: %(what)s. Ground: %(ground)s.") % {
                "who": f"{name} ({post})" if post else name,
                "what": award.what,
                "ground": award.ground.rstrip(". "),
            }
            said[code] = words
    return TranslatedText(**said)
