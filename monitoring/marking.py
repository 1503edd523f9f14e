"""Marks as they come from a browser: read, judged one by one, written in one go (000/2.2).

Each item carries a key made by the browser: the same item twice is saved once. It names the
revision of the cell that its author saw: a mark that changed meanwhile is told, not overwritten.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from monitoring.models import Indicator, LateMark, Mark, Participant, Recusal, Sheet
from monitoring.models.sheet import Gap

LONGEST = 1000
LARGEST_KEY = 2**63
OLDEST = timedelta(days=366)
WRITTEN = ["value", "gap", "note", "uid", "revision", "at"]


class Unreadable(ValueError):
    """What came is no mark at all."""


@dataclass(frozen=True)
class Item:
    """One mark on its way: which cell, what in it, what its author last saw there, when."""

    uid: uuid.UUID
    participant: int
    indicator: int
    value: Any
    gap: str
    note: str
    base: int
    at: datetime

    @classmethod
    def read(cls, data: Any) -> "Item":
        """An item of the queue; what is no item is refused as a whole."""
        try:
            participant, _colon, indicator = str(data["cell"]).partition(":")
            said = data["value"]
            item = cls(
                uid=uuid.UUID(str(data["uuid"])),
                participant=int(participant),
                indicator=int(indicator),
                value=said.get("value"),
                gap=str(said.get("gap") or ""),
                note=str(said.get("note") or "").strip(),
                base=int(data.get("base") or 0),
                at=given_at(str(data.get("at", ""))),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise Unreadable(str(error)) from error
        keys = (item.participant, item.indicator)
        if not 0 < min(keys) <= max(keys) < LARGEST_KEY or "\0" in item.gap + item.note:
            raise Unreadable("no such cell")
        return item


def given_at(said: str) -> datetime:
    """When it was given, as the device says; a clock that cannot be right is not believed."""
    now = timezone.now()
    at = parse_datetime(said)
    if at is None:
        return now
    at = at if timezone.is_aware(at) else timezone.make_aware(at)
    return at if now - OLDEST <= at <= now else now


class Batch:
    """The items of one post for one locked sheet."""

    def __init__(self, sheet: Sheet, items: list[Item]):
        self.sheet, self.items = sheet, items
        self.campaign = sheet.member.campaign
        people = {item.participant for item in items}
        columns = {item.indicator for item in items}
        rows = Participant.objects.filter(campaign=self.campaign, pk__in=people).order_by()
        self.participants = {row.pk: row for row in rows}
        asked = Indicator.objects.filter(
            criterion__criteria=self.campaign.criteria_id, pk__in=columns
        )
        self.indicators = set(asked.order_by().values_list("pk", flat=True))
        recused = Recusal.objects.filter(member=sheet.member_id, participant__in=people)
        self.recused = set(recused.order_by().values_list("participant", flat=True))
        marks = Mark.objects.filter(sheet=sheet, participant__in=people, indicator__in=columns)
        self.marks = {(mark.participant_id, mark.indicator_id): mark for mark in marks.order_by()}
        self.changed: dict[tuple[int, int], Mark] = {}

    def put(self) -> list[dict]:
        """What became of each item, in their order."""
        told = [self._judge(item) for item in self.items]
        Mark.objects.bulk_create(
            self.changed.values(),
            update_conflicts=True,
            unique_fields=["sheet", "participant", "indicator"],
            update_fields=WRITTEN,
        )
        return told

    @cached_property
    def late(self) -> dict[uuid.UUID, LateMark]:
        """What of it was kept aside before."""
        there = LateMark.objects.filter(uid__in=[item.uid for item in self.items]).order_by()
        return {mark.uid: mark for mark in there}

    @property
    def is_open(self) -> bool:
        """Whether marks are still taken."""
        sheet, campaign = self.sheet, self.campaign
        return (
            sheet.state == "open"
            and campaign.state == "scoring"
            and sheet.round == campaign.round
            and sheet.member.may_score
        )

    def _judge(self, item: Item) -> dict:
        cell = (item.participant, item.indicator)
        mark = self.marks.get(cell)
        if mark and mark.uid == item.uid:
            return self._tell(item, "saved", mark)
        if fault := self._fault(item):
            return self._tell(item, "refused", mark, fault)
        if not self.is_open:
            return self._keep_aside(item, mark)
        if (mark.revision if mark else 0) != item.base:
            return self._tell(
                item, "stale", mark, _("This cell was changed elsewhere; what stands there now.")
            )
        fresh = Mark(
            sheet=self.sheet,
            participant_id=item.participant,
            indicator_id=item.indicator,
            value=item.value,
            gap=item.gap,
            note=item.note,
            uid=item.uid,
            revision=item.base + 1,
            at=item.at,
        )
        self.marks[cell] = self.changed[cell] = fresh
        return self._tell(item, "saved", fresh)

    def _fault(self, item: Item) -> str:
        """Why this can be no mark, in a sentence."""
        rules = self.campaign.scoring
        participant = self.participants.get(item.participant)
        if participant is None or item.indicator not in self.indicators:
            return _("There is no such cell on this sheet.")
        if item.participant in self.recused:
            return _("You do not score %(name)s.") % {"name": participant}
        if participant.left_on:
            return _("%(name)s is not scored any more.") % {"name": participant}
        if item.gap and item.gap not in Gap.values:
            return _("There is no such reason for a gap.")
        if item.gap and item.value is not None:
            return _("Give a mark or a reason why there is none, not both.")
        if item.gap and item.gap != Gap.NOT_APPLICABLE and not item.note:
            return _("Say why there is no mark.")
        if len(item.note) > LONGEST:
            return _("A comment has at most %(most)s characters.") % {"most": LONGEST}
        whole = item.value is None or (
            isinstance(item.value, int) and not isinstance(item.value, bool)
        )
        if not whole or (
            item.value is not None and not rules.lowest <= item.value <= rules.highest
        ):
            return _("A mark is a whole number from %(lowest)s to %(highest)s.") % {
                "lowest": rules.lowest,
                "highest": rules.highest,
            }
        return ""

    def _keep_aside(self, item: Item, mark: Mark | None) -> dict:
        """It came when marks are not taken any more: kept and shown, never counted."""
        if item.uid not in self.late:
            self.late[item.uid] = LateMark.objects.create(
                sheet=self.sheet,
                participant_id=item.participant,
                indicator_id=item.indicator,
                value=item.value,
                gap=item.gap,
                note=item.note,
                uid=item.uid,
                given_at=item.at,
            )
        words = _("It came after the sheet was closed: kept aside, not counted.")
        return self._tell(item, "late", mark, words)

    @staticmethod
    def _tell(item: Item, status: str, mark: Mark | None, message: str = "") -> dict:
        return {
            "uuid": str(item.uid),
            "cell": f"{item.participant}:{item.indicator}",
            "status": status,
            "revision": mark.revision if mark else 0,
            "value": mark and {"value": mark.value, "gap": mark.gap, "note": mark.note},
            "message": message,
        }
