"""The organisation as data: its profile, units, positions with their powers, bodies, parties."""

import base64
from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import terms
from common.models import Blob, Revised, Searched, TranslatedField, deed, record
from common.models.searched import SearchedQuerySet

from .standing import Standing, StandingQuerySet


class Organisation(Revised):
    """The one organisation of this installation, and what its profile switches (004/1)."""

    name = TranslatedField(_("full name"))
    short_name = TranslatedField(_("short name"))
    place = TranslatedField(_("place"))
    address = TranslatedField(_("address"), blank=True)
    registration = TranslatedField(_("registration"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site = models.URLField(_("site"), blank=True)
    emblem = models.ForeignKey(
        Blob,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("emblem"),
    )
    original_language = models.CharField(_("language of the originals"), max_length=2, default="ky")
    switches = models.JSONField(_("switches"), default=dict, blank=True)
    numbering = models.JSONField(_("numbering"), default=dict, blank=True)
    terms = models.JSONField(_("terms"), default=dict, blank=True)
    header = models.JSONField(_("head of papers"), default=dict, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)
    history = HistoricalRecords()

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("people:organisation")

    @classmethod
    def current(cls) -> "Organisation":
        """This installation's organisation, or an unnamed one before the profile is loaded."""
        ours = cls.objects.select_related("emblem").order_by("pk").first() or cls()
        terms.use(ours.terms)
        return ours

    @property
    def emblem_data(self) -> str:
        """The emblem as an address that holds the picture itself, for papers."""
        if self.emblem is None:
            return ""
        return "data:image/png;base64," + base64.b64encode(self.emblem.read()).decode()

    @property
    def digest_at(self) -> time:
        """At what hour the morning letters go."""
        return time.fromisoformat(self.switches.get("digest_at") or "08:00")

    @property
    def second_factor_powers(self) -> list[str]:
        """The powers whose holders sign in with a second factor."""
        return self.switches.get("second_factor_powers") or []

    @classmethod
    def require_second_factor(cls, powers, *, was, by) -> bool:
        """Want a second factor of who holds ``powers``; false when it is not as ``was`` says."""
        with deed(by=by):
            ours = cls.objects.select_for_update().get(pk=cls.current().pk)
            before, after = set(ours.second_factor_powers), set(powers)
            if before != set(was):
                return False
            if before != after:
                ours.switches = {**ours.switches, "second_factor_powers": sorted(after)}
                ours.save(update_fields=["switches"])
                changes = {"added": sorted(after - before), "dropped": sorted(before - after)}
                record(ours, "require_second_factor", by=by, **changes)
        return True


class UnitKind(models.Model):
    """What a unit is: a faculty, a chair, a department, a centre (003/5.1)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)


class UnitQuerySet(StandingQuerySet):
    def for_list(self):
        """What a row of the register shows; who heads it is fetched by the page."""
        positions = models.Count("positions", filter=models.Q(positions__closed_on=None))
        return (
            self.select_related("kind", "parent")
            .annotate(posts=positions)
            .order_by("order", "code")
        )


class Unit(Standing):
    """A division of the organisation (004/1, organisation structure)."""

    DEEDS = ("close_unit", "reopen_unit")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    kind = models.ForeignKey(
        UnitKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("kind of unit"),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("stands under"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("people:unit", args=[self.pk])

    def below(self) -> set[int]:
        """This unit and all under it."""
        tree, found = list(Unit.objects.values_list("pk", "parent")), {self.pk}
        while more := {pk for pk, parent in tree if parent in found} - found:
            found |= more
        return found

    def check_place(self):
        """Never under itself, nor under what is closed."""
        list(Unit.objects.select_for_update().order_by("pk").values_list("pk"))
        if self.parent_id is None:
            return
        above = Unit.objects.get(pk=self.parent_id)
        if self.pk and above.pk in self.below():
            words = gettext("A unit stands neither under itself nor under one below it.")
            raise ValidationError({"parent": words})
        if above.closed_on:
            words = gettext("“%(unit)s” is closed: choose another, or open it again first.")
            raise ValidationError({"parent": words % {"unit": above}})

    def check_empty(self, on):
        """Its positions and the units under it are closed or moved first."""
        left = [*self.positions.in_use(), *self.children.in_use()]
        if left:
            words = gettext("Close or move first what stands in it: %(what)s.")
            names = ", ".join(map(str, left[:5])) + (", …" if len(left) > 5 else "")  # noqa: PLR2004
            raise ValidationError(words % {"what": names})


class Power(models.Model):
    """A right that positions carry: rules ask for powers, never for positions (A-03)."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("description"), blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return str(self.name)


class PositionQuerySet(StandingQuerySet):
    def for_list(self):
        """What a row of the register shows; who holds it is fetched by the page."""
        return self.select_related("unit").annotate(carries=models.Count("powers"))


class Position(Standing):
    """A post in a unit, and the powers it carries (004/2, matrix of powers and duties)."""

    DEEDS = ("close_position", "reopen_position")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="positions", verbose_name=_("unit")
    )
    is_head = models.BooleanField(_("heads the unit"), default=False)
    powers = models.ManyToManyField(Power, blank=True, related_name="positions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords(m2m_fields=[powers])

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("people:position", args=[self.pk])

    def check_place(self):
        """In a unit in use, which one position heads at most."""
        unit = Unit.objects.select_for_update().get(pk=self.unit_id)
        if unit.closed_on:
            words = gettext("“%(unit)s” is closed: choose another, or open it again first.")
            raise ValidationError({"unit": words % {"unit": unit}})
        heads = unit.positions.in_use().filter(is_head=True).exclude(pk=self.pk)
        if self.is_head and (other := heads.first()):
            words = gettext("“%(position)s” heads this unit already.")
            raise ValidationError({"is_head": words % {"position": other}})

    def check_empty(self, on):
        """Nobody holds it on that day or later."""
        holds = models.Q(until=None) | models.Q(until__gte=on)
        if post := self.appointments.filter(holds).select_related("person").first():
            words = gettext("%(name)s holds this position: end the appointment first.")
            raise ValidationError(words % {"name": post.person.short_name})


class Body(models.Model):
    """A collegial body whose decisions enter as protocols: general meeting, council, commission."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    stamp_name = TranslatedField(_("name on stamps"), blank=True)
    chair = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chairs",
        verbose_name=_("chair"),
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "bodies"

    def __str__(self):
        return str(self.name)


class Party(Searched):
    """An organisation outside: client, supplier, institution, issuer of external documents."""

    SEARCHED = ["name", "tax_number"]
    SORTED = "name"

    name = TranslatedField(_("name"))
    tax_number = models.CharField(_("tax number"), max_length=14, blank=True)
    country = models.CharField(_("country"), max_length=2, default="KG")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = SearchedQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as"]
        verbose_name_plural = "parties"

    def __str__(self):
        return str(self.name)
