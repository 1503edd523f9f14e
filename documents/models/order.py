"""Orders, directives and assignments: agreed, signed under a number of their own register, made
known to those they name, carried out and controlled (RI-05; 004/5.5.1, 5.5.3; domain 2.8).
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Searched, TranslatedField, deed
from people.models import Person

from .nomenclature import NomenclatureItem
from .order_checks import check_days, check_named, check_number, check_points, check_words
from .order_distribution import distribute, withdraw
from .order_entering import keep_paper, signer_named
from .order_kind import OrderKind
from .order_rows import Control, OrderQuerySet
from .order_steps import order_steps
from .paper import EnteredOnPaper
from .routing import put_in_step

SIGNED = ("approved", "fulfilled", "repealed")


class Order(Searched, EnteredOnPaper):
    """One order: what is to be done by whom and when, and who is to know of it.

    Its number is given by the register of its kind on signing. It is changed and ended only by a
    new order that repeals it.
    """

    SEARCHED = ["title", "order_number"]
    SORTED = "order_number"
    is_approved_by_order = False
    is_own_act = True

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREEING = "agreeing", _("Being agreed")
        APPROVING = "approving", _("Awaiting signature")
        APPROVED = "approved", _("Signed")
        FULFILLED = "fulfilled", _("Carried out")
        REPEALED = "repealed", _("Repealed")
        DROPPED = "dropped", _("Dropped")

    STEPS = order_steps()

    kind = models.ForeignKey(
        OrderKind, on_delete=models.PROTECT, related_name="orders", verbose_name=_("kind")
    )
    title = TranslatedField(
        _("title"), blank=True, help_text=_("“On …”, without a full stop at the end.")
    )
    language = models.CharField(
        _("original language"), max_length=2, choices=settings.LANGUAGES, default="ky"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    register = models.CharField(_("register"), max_length=60, blank=True, editable=False)
    place = TranslatedField(_("place"), max_length=120, blank=True)
    preamble = TranslatedField(_("preamble"), max_length=3000, blank=True)
    basis = TranslatedField(_("basis"), max_length=1000, blank=True)
    control = models.CharField(
        _("control of its execution"), max_length=10, choices=Control, default=Control.SELF
    )
    controller = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who controls"),
    )
    controlled_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("controlled by"),
    )
    executors = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("executors")
    )
    everyone = models.BooleanField(_("all employees acquaint themselves"), default=False)
    named = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("also to be acquainted")
    )
    executor = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    executor_phone = models.CharField(_("phone"), max_length=40, blank=True)
    case = models.ForeignKey(
        NomenclatureItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("filed in the case"),
    )
    made_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(
        m2m_fields=[executors, named], excluded_fields=["folded", "sorted_as"]
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-order_date", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "order_number"],
                condition=~Q(register=""),
                name="order_number_once_a_register",
                violation_error_message=_("This number is given already in this register."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SIGNED)
                | (~Q(order_number="") & Q(order_date__isnull=False) & ~Q(register="")),
                name="order_signed_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(control="person") | Q(controller__isnull=False),
                name="order_controlled_by_a_person_names_them",
                violation_error_message=_("Say who controls it."),
            ),
        ]

    def __str__(self):
        if self.order_number:
            return _("No. %(number)s of %(date)s") % {
                "number": self.order_number,
                "date": f"{self.order_date:%d.%m.%Y}" if self.order_date else "",
            }
        return self.shown_title or str(self.kind)

    @property
    def headline(self) -> str:
        """Number and title, as a line of a list says it."""
        return f"{self} · {self.shown_title}" if self.order_number else str(self)

    def get_absolute_url(self):
        return reverse("documents:order", args=[self.pk])

    # Words ------------------------------------------------------------------------------------

    def in_language(self, words, language: str | None) -> str:
        """A text in a language, or in the one it was written in, or in any."""
        return words.get(language) or words.get(self.language) or str(words)

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, or in the original's."""
        return self.in_language(self.title, get_language())

    @property
    def is_restricted(self) -> bool:
        """Whether only those named know of it (004/5.5.1)."""
        return self.kind.is_restricted

    @property
    def is_signed(self) -> bool:
        """Whether it has a number: it is changed by a new order only."""
        return self.state in SIGNED

    def languages(self) -> list[str]:
        """The languages it is printed in: the original first, then whole translations."""
        texts = [self.title, *(point.text for point in self.points.all() if point.text)]
        texts += [words for words in (self.preamble, self.basis) if words.get(self.language)]
        codes = [code for code, _name in settings.LANGUAGES if code != self.language]
        return [self.language, *(c for c in codes if all(text.get(c) for text in texts))]

    # What is signed ---------------------------------------------------------------------------

    def manifest(self):
        """What a signature covers: every word, everyone it names, the hashes of its files."""
        return {
            "kind": self.kind.code,
            "title": dict(self.title),
            "language": self.language,
            "place": dict(self.place),
            "preamble": dict(self.preamble),
            "basis": dict(self.basis),
            "points": [point.manifest() for point in self.points.for_manifest()],
            "control": [self.control, self.controller and str(self.controller.uid)],
            "executors": _uids(self.executors),
            "everyone": self.everyone,
            "named": _uids(self.named),
            "prepared_by": [self.executor and str(self.executor.uid), self.executor_phone],
            "appendices": [one.manifest() for one in self.appendices.all()],
            "files": [
                {"name": file.name, "sha256": file.blob.sha256}
                for file in Attachment.objects.of(self).filter(kind="attachment")
            ],
        }

    def get_route(self):
        return self.kind.route

    def must_name(self, route) -> bool:
        """Whoever prepares an order may name who agrees, and need not."""
        return False

    def check_ready(self):
        if self.kind.closed_on:
            raise ValidationError(_("This kind of order is not used any more: choose another."))
        check_words(self)
        check_points(self)
        check_named(self)

    def check_may_go(self):
        check_days(self)

    def give_number(self, number, date):
        """Its own register gives the number, or goes on after the one given on paper."""
        number = number.strip()
        if number:
            check_number(self, number, date)
        self.register = self.kind.register_of(date)
        return self.kind.take_number(number, date)

    # Deeds ------------------------------------------------------------------------------------

    def approve(self, *, by, seen, order_number="", order_date=None, means=""):
        """Sign it: it gets its number and goes out to those it names (004/5.5.1)."""
        with deed(by=by):
            super().approve(
                by=by, seen=seen, order_number=order_number, order_date=order_date, means=means
            )
            distribute(self, by=by, signer=by.person)

    def enter(self, *, by, approver, scan, order_number, order_date):
        """Enter what was signed on paper, with its true number, date and scan.

        ``approver`` are the name and the position as the paper writes them.
        """
        with deed(by=by):
            with self.step("enter", by=by) as move:
                keep_paper(self, move, by, approver, scan, order_number, order_date)
                put_in_step(self)
            distribute(self, by=by, signer=signer_named(approver[0]))

    def take_force(self) -> None:
        """An order holds from its date; who is to know of it is told by the same deed."""

    def fulfil(self, *, by):
        """Everything in it is done, and whoever controls it says so."""
        with self.step("fulfil", by=by):
            if self.points.unfinished().exists():
                raise ValidationError(_("Not every point is done and confirmed yet."))

    def repeal(self, *, by, new=None):
        """A new order takes it back: nobody works by it any more, whoever knew it is told."""
        with self.step("repeal", by=by) as move:
            withdraw(self, by=by)
            move.details["new"] = new and new.pk

    def drop(self, *, by):
        """The draft is not needed; it never had a number."""
        with self.step("drop", by=by):
            put_in_step(self)

    # Who --------------------------------------------------------------------------------------

    def controlling(self) -> "models.QuerySet[Person]":
        """Who looks at what is reported as done: the controller, else whoever keeps orders."""
        found = Person.objects.who_read().filter(pk=self.controlled_by_id)
        keepers = Person.objects.holding("nomenclature.keep", own=True)
        return found if found.exists() else keepers

    @cached_property
    def repealed_by(self) -> "Order | None":
        """The order that took this one back."""
        rows = Order.objects.filter(points__repeals=self, state__in=SIGNED)
        return rows.order_by("-order_date", "-pk").first()


def _uids(people) -> list[str]:
    return sorted(str(uid) for uid in people.values_list("uid", flat=True))
