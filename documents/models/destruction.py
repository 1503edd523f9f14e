"""Acts of destruction: by which commission which paper copies were destroyed (003/5.4.3)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Step, deed, record
from common.numbering import next_number
from common.printing import whole
from people.models import Organisation, Person

from .type import Access

ENDED = ["made", "returned"]  # copies in the keeper's hands
LEAST = 2  # a commission is more than one person


class DestructionActQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keepers of copies and the director; no act that names what they may not know of."""
        if not user.is_employee:
            return self.none()
        if not user.powers & {"nomenclature.keep", "documents.manage", "documents.approve"}:
            return self.none()
        if "documents.top" in user.powers:
            return self
        restricted = self.filter(copies__version__document__access=Access.TOP)
        return self.exclude(pk__in=restricted.values("pk"))

    def for_list(self):
        """All that a row of the register shows."""
        rows = self.select_related("author").annotate(count=models.Count("copies"))
        return rows.order_by("-date", "-pk")  # counting drops the order of the model

    def draw_up(self, copies, commission, *, by, date, manner):
        """An act over copies in the keeper's hands; it is printed, signed, then carried out."""
        from .paper_copy import PaperCopy  # noqa: PLC0415 -- copies know acts

        with deed(by=by):
            if len(set(commission)) < LEAST:
                raise ValidationError({"commission": _("Name at least two people.")})
            if date > localdate():
                raise ValidationError({"date": _("The day cannot lie in the future.")})
            keys = [copy.pk for copy in copies]
            held = list(
                PaperCopy.objects.select_for_update(of=("self",))
                .filter(pk__in=keys)
                .select_related("version__document", "act")
            )
            for copy in held:
                check_fit(copy)
            act: Any = self.model(date=date, manner=manner, author=by.person)
            act.number = next_number("destruction_act", act_mask(), date)
            act.save()
            act.commission.set(commission)
            for copy in held:
                copy.act, copy._change_reason = act, "draw_up_act"
                copy.save()
            record(act, "draw_up_act", by=by, copies=sorted(keys))
        return act


def check_fit(copy) -> None:
    """Refuse a copy that no act may take: the original, one in other hands, one in an act."""
    values = {"copy": copy}
    if copy.kind == "original":
        raise ValidationError({"copies": _("%(copy)s: the original is kept.") % values})
    if copy.state not in ENDED:
        raise ValidationError({"copies": _("%(copy)s is not in the keeper's hands.") % values})
    if copy.act_id:
        raise ValidationError({"copies": _("%(copy)s stands in an act already.") % values})


def act_mask() -> str:
    """How this organisation numbers its acts of destruction."""
    return Organisation.current().numbering.get("destruction_act", {}).get("pattern", "{n}")


class DestructionAct(Lifecycle, Revised):
    """Which copies were destroyed, when, how and before whom; signed by hand, its scan attached."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Drawn up, not signed yet")
        DONE = "done", _("Carried out")
        CANCELLED = "cancelled", _("Cancelled")

    STEPS = {
        "carry_out": Step(
            label=_("Enter as carried out"),
            done=_("entered the act as carried out"),
            source={State.DRAFT},
            target=State.DONE,
            permission="documents.carry_out_destructionact",
        ),
        "cancel": Step(
            label=_("Cancel the act"),
            done=_("cancelled the act"),
            source={State.DRAFT},
            target=State.CANCELLED,
            permission="documents.cancel_destructionact",
            danger=True,
        ),
    }

    number = models.CharField(_("number"), max_length=40, editable=False)
    date = models.DateField(_("date"), default=localdate)
    manner = models.CharField(
        _("manner of destruction"),
        max_length=200,
        help_text=_("For example: shredded, burnt."),
    )
    commission = models.ManyToManyField(Person, related_name="+", verbose_name=_("commission"))
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn up by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    done_on = models.DateField(_("destroyed on"), null=True, blank=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[commission])

    objects = DestructionActQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self):
        words = _("Act of destruction No. %(number)s of %(date)s") % {
            "number": self.number,
            "date": f"{self.date:%d.%m.%Y}",
        }
        return whole(words)

    def get_absolute_url(self):
        return reverse("documents:act", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    def carry_out(self, *, by, done_on, scan):
        """The act is signed by the commission, and the copies are destroyed."""
        with deed(by=by):
            with self.step("carry_out", by=by) as move:
                if not self.date <= done_on <= localdate():
                    raise ValidationError(
                        {"done_on": _("They are destroyed between the date of the act and today.")}
                    )
                name, blob = scan
                Attachment.objects.create(
                    owner=self, blob=blob, name=name, kind="scan", added_by=by
                )
                self.done_on = done_on
                move.details |= {"done_on": done_on.isoformat(), "sha256": blob.sha256}
            for copy in self.copies.order_by("pk"):
                copy.destroy(by=by, act=self)

    def cancel(self, *, by):
        """It is not carried out: its copies are free again; its number stays used."""
        with self.step("cancel", by=by) as move:
            move.details["copies"] = []
            for copy in self.copies.order_by("pk"):
                move.details["copies"].append(copy.pk)
                copy.act, copy._change_reason = None, "cancel"
                copy.save()
