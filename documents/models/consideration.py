"""What a policy takes into account, each line with its evidence (002/5; 003/6.3; 004/5.3)."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField, TranslatedText

from .document import Document


class Line(NamedTuple):
    """One line that the type of a document asks for: to be taken into account, or a provision."""

    kind: str
    item: str
    name: TranslatedText


class Considered(models.Model):
    """A version whose type may ask what was taken into account when it was written."""

    document: Any
    considerations: Any

    class Meta:
        abstract = True

    def asked_lines(self) -> list[Line]:
        """The lines that the type asks for, in its order."""
        kind = self.document.type
        lists = (
            (Consideration.Kind.CONSIDERED, kind.considerations),
            (Consideration.Kind.PROVISION, kind.provisions),
        )
        return [
            Line(code, line["code"], TranslatedText(line["name"]))
            for code, lines in lists
            for line in lines
        ]

    def considered(self) -> dict:
        """What a signature covers of it: nothing where nothing was written, as before there was
        anything to write.
        """
        lines = self.considerations.select_related("document").order_by("kind", "item")
        return {"considerations": [line.signed() for line in lines]} if lines else {}

    def unconsidered(self) -> list[str]:
        """Which lines are not filled in for this very year, as sentences."""
        written = {(line.kind, line.item): line for line in self.considerations.all()}
        empty, suggested = [], []
        for asked in self.asked_lines():
            line = written.get((asked.kind, asked.item))
            if line is None:
                empty.append(str(asked.name))
            elif line.is_suggested:
                suggested.append(str(asked.name))
        sentences = []
        if empty:
            sentences.append(
                _("Not written yet what was taken into account: %(lines)s.")
                % {"lines": "; ".join(empty)}
            )
        if suggested:
            sentences.append(
                _("Taken over from the version before and not confirmed yet: %(lines)s.")
                % {"lines": "; ".join(suggested)}
            )
        return sentences

    def check_may_go(self):
        """A policy goes to its approval only with every line filled in."""
        if sentences := self.unconsidered():
            raise ValidationError(sentences)
        super().check_may_go()  # type: ignore[misc]  # it stands before a signable

    def suggest_considerations(self, before: "Considered | None") -> None:
        """Begin with what the version before took into account: to be confirmed or changed."""
        asked = {(line.kind, line.item) for line in self.asked_lines()}
        for line in before.considerations.all() if before else []:
            if (line.kind, line.item) in asked:
                line.pk, line.version, line.file = None, self, None
                line.is_suggested, line._state.adding = True, True
                line.save()


class Consideration(models.Model):
    """One thing that the director took into account, and what shows that it was (002/5).

    Five of them for a policy: the long-term goal, future measures for success, satisfaction,
    requirements and expectations, resources. The words of the line are kept as they were then.
    """

    PART_OF = "version"

    class Kind(models.TextChoices):
        CONSIDERED = "considered", _("What was taken into account")
        PROVISION = "provision", _("Provisions")

    version = models.ForeignKey(
        "documents.DocumentVersion",
        on_delete=models.PROTECT,
        related_name="considerations",
        verbose_name=_("version"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONSIDERED)
    item = models.SlugField(_("consideration"), max_length=60)
    name = TranslatedField(_("what"))
    evidence = models.TextField(_("evidence"))
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
    )
    file = models.UUIDField(_("file"), null=True, blank=True)
    is_suggested = models.BooleanField(_("from the version before"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "item"], name="consideration_once_a_version"
            )
        ]

    def __str__(self):
        return f"{self.version}: {self.name}"

    def signed(self) -> dict:
        """What a signature covers of this line."""
        return {
            "kind": self.kind,
            "item": self.item,
            "name": dict(self.name),
            "evidence": self.evidence,
            "document": self.document.code if self.document else "",
            "file": str(self.file or ""),
        }
