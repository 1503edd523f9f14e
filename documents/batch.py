"""Signing several papers with one password: each was opened, each is a deed of its own (7.3.6)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from common.models import StepNotAllowed
from common.models.journal import digest
from documents import openings
from documents.models import ApprovalSheet, DocumentVersion
from documents.models.signable import Signable
from documents.rules import signed_it
from documents.signables import WAY, Paper, models, papers
from documents.stamps import standing_sheet
from people.models import Substitution

HANDS = ("approve", "agree", "sign")  # the deeds that are a signature


@dataclass(frozen=True)
class Item:
    """One paper that waits for the hand of the reader: what is asked, and whether it was opened."""

    paper: Signable
    step: str
    is_opened: bool
    acting: tuple[str, ...] = ()  # for whom it would be signed, where not in one's own name

    @property
    def key(self) -> str:
        return key_of(self.paper)

    @property
    def hash(self) -> str:
        """The hash of the frozen text as it is shown."""
        sheet = self.paper.sheet
        return sheet.manifest_hash if sheet else ""

    @property
    def label(self) -> str:
        return str(self.paper.STEPS[self.step].label)

    @property
    def summary(self) -> str:
        """What changed, in the words of its author."""
        return getattr(self.paper, "summary", "")

    @property
    def comes_into_force(self) -> bool:
        return self.step == "approve" and isinstance(self.paper, DocumentVersion)


class Batch:
    """All papers that wait for one user's own agreement or approval now."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def items(self) -> list[Item]:
        waiting = [
            (paper, step)
            for kind in _kinds_on_their_way()
            for paper in _on_their_way(kind, self.user)
            if (step := _asked_step(paper, self.user))
        ]
        opened = openings.have_opened(self.user, [paper for paper, _step in waiting])
        acting = self._acting(waiting)
        return [
            Item(paper, step, paper.sheet.manifest_hash in opened, tuple(acting[paper]))
            for paper, step in waiting
        ]

    def _acting(self, waiting) -> dict:
        """For whom and by which order each paper would be signed; one query for all."""
        acted = {
            paper: [line.acted_by(self.user) for line in paper.lines_for(self.user, step)]
            for paper, step in waiting
        }
        orders = {row.substitution for rows in acted.values() for row in rows if row}
        found = Substitution.objects.select_related("absent").in_bulk(orders)
        return {
            paper: [_in_place_of(found[row.substitution]) for row in rows if row]
            for paper, rows in acted.items()
        }

    # A form that signs asks its instance for what is signed: here, for all that is listed.

    @property
    def sheet(self) -> "Batch":
        return self

    @property
    def manifest_hash(self) -> str:
        return digest(sorted(item.hash for item in self.items))

    def gone(self, keys) -> list:
        """Papers of these keys that the user may see, but that do not wait for them any more."""
        waiting = {item.key for item in self.items}
        return [paper for key in keys if key not in waiting and (paper := self._seen(key))]

    def has_signed(self, key: str) -> bool:
        """Whether the user's own hand is under the paper already, as it now stands."""
        paper = self._seen(key)
        return paper is not None and bool(standing_sheet(paper)) and signed_it(self.user, paper)

    def _seen(self, key: str):
        name, _dash, number = key.partition("-")
        model = next((one for one in models() if one._meta.model_name == name), None)
        if model is None or not number.isdecimal():
            return None
        rows: Any = model._default_manager
        return rows.visible_to(self.user).filter(pk=number[:18]).first()


def sign(item: Item, *, by, seen: str, means: str = "", order_date=None, in_force_from=None) -> str:
    """Sign one of them; the sentence that says why not, where it could not be done."""
    arguments = {"seen": seen, "means": means}
    if item.step == "approve":
        arguments |= {"order_number": "", "order_date": order_date}
    if item.comes_into_force:
        arguments["in_force_from"] = in_force_from
    try:
        getattr(item.paper, item.step)(by=by, **arguments)
    except ValidationError as error:
        return " ".join(error.messages)
    except (StepNotAllowed, PermissionDenied):
        return no_longer()
    return ""


def _asked_step(paper, user) -> str:
    """By which deed the user's hand is asked for now, if by any."""
    return next((step for step in HANDS if step in paper.STEPS and paper.can(step, user)), "")


def _in_place_of(substitution: Substitution) -> str:
    return _("You sign for %(name)s, order No. %(number)s.") % {
        "name": substitution.absent.short_name,
        "number": substitution.order_number,
    }


def key_of(paper) -> str:
    """How a paper is named among those ticked."""
    return f"{paper._meta.model_name}-{paper.pk}"


def no_longer() -> str:
    """What is said of a paper that was signed, taken back or returned meanwhile."""
    return _("it does not wait for you any more.")


def _kinds_on_their_way() -> list[Paper]:
    """The kinds of which anything waits for anybody."""
    running = ApprovalSheet.objects.filter(outcome=ApprovalSheet.Outcome.RUNNING).order_by()
    keys = set(running.values_list("content_type", flat=True).distinct())
    kinds = ContentType.objects.get_for_models(*models())
    return [paper for paper in papers() if kinds[paper.model].pk in keys]


def _on_their_way(paper: Paper, user) -> list:
    """Papers of one kind that are asked of the user, each with its sheet: a few queries in all."""
    rows: Any = paper.model._default_manager
    asked = list(paper.rows(rows.filter(pk__in=rows.asked_ids(user), **WAY)))
    kind = ContentType.objects.get_for_model(paper.model)
    sheets = ApprovalSheet.objects.filter(
        content_type=kind,
        object_id__in=[one.pk for one in asked],
        outcome=ApprovalSheet.Outcome.RUNNING,
    ).prefetch_related("lines__position", "lines__body", "lines__person", "lines__signature")
    running = {sheet.object_id: sheet for sheet in sheets}
    for one in asked:
        one.__dict__["sheet"] = running.get(one.pk)
    return asked
