"""Finding, making and collecting paper copies: what is done with several at once (003/5.4.3)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.caller import SYSTEM
from common.models import Sequence, Todo, deed, record
from common.numbering import write_number
from common.working_days import after_working_days
from people.models import Organisation, Person

from .document import Document
from .version import DocumentVersion

COLLECT, GIVE_BACK = "documents.collect_copies", "documents.return_copy"
KEEPING = {"nomenclature.keep", "documents.manage"}
AWAY = ["issued", "recalled"]
RETURN_DAYS = 5  # working days to bring a recalled copy back
COPIED = ["approved", "in_force"]


class CopyKind(models.TextChoices):
    ORIGINAL = "original", pgettext_lazy("paper copy", "Original")
    CONTROL = "control", _("Control copy")
    WORKING = "working", _("Working copy")


class PaperCopyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keepers and the director see all they may know of; everyone else their own."""
        if not user.is_employee:
            return self.none()
        found = self.filter(version__in=DocumentVersion.objects.visible_to(user))
        if user.powers & {*KEEPING, "documents.approve"}:
            return found
        return found.filter(holder=user.person_id)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("version__document__type", "holder", "act")

    def away(self):
        """Copies in somebody's hands."""
        return self.filter(state__in=AWAY)

    def overdue(self):
        """Recalled, and not brought back in time."""
        return self.filter(state="recalled", due__lt=localdate())

    def search(self, words: str):
        """By code, title and holder."""
        documents = Document.objects.search(words)
        people = Person.objects.search(words)
        return self.filter(
            Q(version__document__in=documents)
            | Q(holder__in=people)
            | Q(holder_words__icontains=words)
        )

    def make(self, version, *, by, kind, language, count=1, place=""):
        """Make so many copies of a version, each with a number of its own (001, header)."""
        with deed(by=by):
            DocumentVersion.objects.select_for_update().get(pk=version.pk)
            if version.state not in COPIED:
                raise ValidationError(
                    _("Copies are made only of what is approved and has not ended.")
                )
            return [
                self._make_one(version, by=by, kind=kind, language=language, place=place)
                for _copy in range(count)
            ]

    def _make_one(self, version, *, by, kind, language, place):
        copy: Any = self.model(
            version=version, kind=kind, language=language, place=place, made_on=localdate()
        )
        copy.number = 1 if kind == CopyKind.ORIGINAL else next_copy_number(version)
        copy.shown_number = write_number(copy_mask(), copy.number, copy.made_on)
        copy.validate_constraints()
        copy.save()
        record(copy, "make_copy", by=by, kind=kind, number=copy.number, language=language)
        return copy

    def distribute(self, version, people, *, by, language, issued_on, place=""):
        """A numbered working copy for each of several people, none for who holds one."""
        with deed(by=by):
            holding = self.filter(version=version, language=language).away()
            have = set(holding.values_list("holder", flat=True))
            copies = []
            for person in people:
                if person.pk in have:
                    continue
                (copy,) = self.make(
                    version, by=by, kind=CopyKind.WORKING, language=language, place=place
                )
                copy.issue(by=by, holder=person, issued_on=issued_on)
                copies.append(copy)
        return copies

    def recall_all(self, version):
        """The version has ended: every copy in somebody's hands is to come back."""
        issued: Any = self.filter(version=version, state="issued").order_by("number")
        due = after_working_days(localdate(), RETURN_DAYS)
        for copy in issued:
            copy.recall(by=SYSTEM, due=due)


def copy_mask() -> str:
    """How this organisation writes the numbers of paper copies."""
    return Organisation.current().numbering.get("paper_copy", {}).get("pattern", "{n:02}")


def next_copy_number(version) -> int:
    """The next number of a version's copies; the first is the original's."""
    key = f"paper_copy.{version.pk}"
    Sequence.reach(key, "", 1)
    return Sequence.take(key)


def keepers_of(version) -> "models.QuerySet[Person]":
    """Who collects the copies of a version; of the restricted, only who may know of it."""
    found = Person.objects.holding("nomenclature.keep", own=True)
    if not found.exists():
        found = Person.objects.holding("documents.manage", own=True)
    if version.is_restricted:
        top = Person.objects.holding("documents.top", own=True)
        both = found.filter(pk__in=top.values("pk"))
        return both if both.exists() else top
    return found


def put_collecting_in_step(version) -> None:
    """The keeper is asked to collect until every recalled copy is back, destroyed or lost."""
    recalled = version.copies.filter(state="recalled")
    if due := recalled.order_by("due").values_list("due", flat=True).first():
        Todo.objects.ask(keepers_of(version), COLLECT, version, due=due)
    else:
        Todo.objects.about(version).filter(kind=COLLECT).done()


def with_paper_copies(documents):
    """Documents with how many copies are in people's hands and how many came back (4.2.3-b)."""
    from .paper_copy import PaperCopy  # noqa: PLC0415 -- copies are found by these rows

    rows = PaperCopy.objects.filter(version__document=OuterRef("pk")).order_by()
    grouped = rows.values("version__document")
    return documents.annotate(
        copies_out=_counted(grouped, Q(state__in=AWAY)),
        copies_back=_counted(grouped, Q(state__in=["returned", "destroyed"])),
    )


def _counted(grouped, condition):
    found = grouped.annotate(found=Count("pk", filter=condition)).values("found")
    return Coalesce(Subquery(found, output_field=models.IntegerField()), 0)
