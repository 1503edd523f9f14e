"""Acts that put records up for destruction: commission, director's approval, the deed (DP-02)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Step, deed
from common.models import record as journal
from common.numbering import next_number
from common.printing import whole
from people.models import Organisation, Person

from .destruction import LEAST
from .hold import held_words, refuse_held
from .record import Record
from .record_steps import RecordState
from .route import Route
from .routing import route_steps
from .signable import Signable, SignableQuerySet

UNDER_WAY = ["draft", "agreeing", "approving", "approved"]


class DisposalActQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Keepers of the archive, the director, and whoever is asked to sign it. A guest sees the
        approved ones, where all of their records are shown to it.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            hidden = Record.objects.exclude(pk__in=Record.objects.visible_to(user).values("pk"))
            acts = self.filter(state__in=["approved", "done"])
            return acts.exclude(pk__in=hidden.exclude(act=None).values("act"))
        if user.powers & {"nomenclature.keep", "documents.manage", "documents.approve"}:
            return self
        return self.filter(pk__in=self.asked_ids(user))

    def for_list(self):
        """All that a row of the register shows, the newest first."""
        rows = self.select_related("author").annotate(count=models.Count("records"))
        return rows.order_by("-date", "-pk")

    def draw_up(self, records, commission, *, by, date, ground, manner):
        """An act over records whose term is over; none that is held or stands in another act."""
        with deed(by=by):
            if date > localdate():
                raise ValidationError({"date": _("The day cannot lie in the future.")})
            act: Any = self.model(date=date, ground=ground, manner=manner, author=by.person)
            act.number = next_number("disposal_act", act_mask(), date)
            act.save()
            act.commission.set(commission)
            act.check_commission()
            rows = Record.objects.filter(pk__in=[one.pk for one in records])
            held = list(rows.select_for_update(of=("self",)).select_related("case"))
            if not held:
                raise ValidationError({"records": _("Choose the records.")})
            for kept in held:
                check_fit(kept)
            refuse_held(rows)
            for kept in held:
                kept.act, kept._change_reason = act, "draw_up_disposal"
                kept.save()
            journal(act, "draw_up_disposal", by=by, records=sorted(kept.pk for kept in held))
        return act


def check_fit(kept: Record) -> None:
    """Refuse a record that no act may take: its term runs, or it stands in an act."""
    if kept.state != RecordState.EXPIRED:
        raise ValidationError(
            {"records": _("%(record)s: its term is not over.") % {"record": kept}}
        )
    if kept.act_id:
        words = _("%(record)s stands in an act already.")
        raise ValidationError({"records": words % {"record": kept}})


def act_mask() -> str:
    """How this organisation numbers its acts of disposal."""
    return Organisation.current().numbering.get("disposal_act", {}).get("pattern", "{n}")


class DisposalAct(Signable):
    """Which records are put up for destruction: agreed by the commission, approved by the director.

    Only then are they destroyed, all of them or none: one hold stops the whole act.
    """

    is_approved_by_order = False

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREEING = "agreeing", _("Being agreed")
        APPROVING = "approving", _("Awaiting approval")
        APPROVED = "approved", _("Approved")
        DONE = "done", pgettext_lazy("act of disposal", "Carried out")
        CANCELLED = "cancelled", _("Cancelled")

    STEPS = route_steps("disposalact") | {
        "carry_out": Step(
            label=_("Destroy the records"),
            done=_("destroyed the records by the act"),
            source={State.APPROVED},
            target=State.DONE,
            permission="documents.carry_out_disposalact",
            danger=True,
        ),
        "cancel": Step(
            label=_("Cancel the act"),
            done=_("cancelled the act"),
            source={State.DRAFT, State.APPROVED},
            target=State.CANCELLED,
            permission="documents.cancel_disposalact",
            danger=True,
        ),
    }

    number = models.CharField(_("number"), max_length=40, editable=False)
    date = models.DateField(_("date"), default=localdate)
    ground = models.CharField(
        _("ground"),
        max_length=300,
        help_text=_("The list of documents with terms of keeping, by which the terms are over."),
    )
    manner = models.CharField(
        _("manner of destruction"),
        max_length=200,
        help_text=_("For example: shredded, burnt."),
    )
    commission = models.ManyToManyField(Person, related_name="+", verbose_name=_("commission"))
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    done_on = models.DateField(_("destroyed on"), null=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[commission])

    objects = DisposalActQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self):
        words = _("Act of disposal No. %(number)s of %(date)s") % {
            "number": self.number,
            "date": f"{self.date:%d.%m.%Y}",
        }
        return whole(words)

    def get_absolute_url(self):
        return reverse("records:disposal", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    # What is signed -----------------------------------------------------------------------------

    def lines(self) -> "models.QuerySet[Record]":
        """Its records, by their cases."""
        rows = self.records.select_related("case__nomenclature")
        return rows.order_by("case__nomenclature__year", "case__sorted_as", "number", "pk")

    def manifest(self):
        """Every record with its digest and term: what is signed is what is destroyed."""
        return {
            "kind": "disposal_act",
            "number": self.number,
            "date": self.date.isoformat(),
            "ground": self.ground,
            "manner": self.manner,
            "commission": sorted(str(one.uid) for one in self.commission.all()),
            "records": [
                {
                    "identifier": kept.identifier,
                    "title": kept.title,
                    "year": kept.case.nomenclature.year,
                    "article": kept.article,
                    "until": kept.until and kept.until.isoformat(),
                    "digest": kept.content_hash,
                }
                for kept in self.lines()
            ],
        }

    def held_words(self) -> list[str]:
        """Which of its records are held, and by what; of an act that has ended, none."""
        return held_words(self.records.all()) if self.state in UNDER_WAY else []

    def get_route(self):
        return Route.objects.filter(code="disposal_act").first()

    def must_name(self, route):
        return False

    def make_lines(self, sheet, route, agreeing):
        """The commission agrees, whoever the route leaves it to; the rest is the route's."""
        return super().make_lines(sheet, route, list(self.commission.all()))

    def give_number(self, number, date):
        """It is approved under its own number."""
        return self.number

    def check_commission(self) -> None:
        """A commission is at least two people."""
        if self.commission.count() < LEAST:
            raise ValidationError({"commission": _("Name at least two people.")})

    def check_ready(self):
        self.check_commission()
        if not self.records.exists():
            raise ValidationError(_("There are no records in this act."))
        refuse_held(self.records.all())

    # Deeds --------------------------------------------------------------------------------------

    def approve(self, *, by, seen, **given):
        """The director approves; a hold set since then stops it."""
        with deed(by=by):
            refuse_held(self.records.all())
            super().approve(by=by, seen=seen, **given)

    def leave_out(self, kept: Record, *, by) -> None:
        """Of a draft: this record is not destroyed by it."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state != self.State.DRAFT:
                raise ValidationError(_("Only a draft is changed."))
            kept.act, kept._change_reason = None, "leave_out"
            kept.save()
            self.revision += 1
            self._change_reason = "leave_out"
            self.save()
            journal(self, "leave_out", by=by, record=kept.pk)

    def carry_out(self, *, by, done_on, manner="", scan=None):
        """The records are destroyed: all of them, or none where one is held (26).

        Of paper the scan of the act as it was signed by hand is asked for.
        """
        with deed(by=by), self.step("carry_out", by=by) as move:
            rows = Record.objects.filter(act=self.pk)
            list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
            if not max(self.date, self.order_date or self.date) <= done_on <= localdate():
                words = _("They are destroyed between the approval of the act and today.")
                raise ValidationError({"done_on": words})
            if scan is None and any(kept.is_on_paper for kept in rows):
                words = _("There are papers among them: attach the scan of the signed act.")
                raise ValidationError({"scan": words})
            if scan is not None:
                name, blob = scan
                Attachment.objects.create(
                    owner=self, blob=blob, name=name, kind="scan", added_by=by
                )
                move.details["sha256"] = blob.sha256
            self.done_on = done_on
            for kept in self.lines():
                kept.destroy(by=by, act=self)
            move.details |= {"done_on": done_on.isoformat(), "how": manner or self.manner}

    def cancel(self, *, by):
        """It is not carried out: its records are free again; its number stays used."""
        with self.step("cancel", by=by) as move:
            move.details["records"] = []
            for kept in self.records.order_by("pk"):
                move.details["records"].append(kept.pk)
                kept.act, kept._change_reason = None, "cancel"
                kept.save()
