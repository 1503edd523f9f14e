"""What an order must be before it may be sent or entered, each refusal with a sentence."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Person

from .orders import APPROVALS
from .route import StepKind


def check_words(order) -> None:
    """Title and points stand in the original language; an appendix is not empty."""
    if not order.title.get(order.language):
        names = dict(settings.LANGUAGES)
        raise ValidationError(
            _("The title is missing in the original language (%(language)s).")
            % {"language": names[order.language]}
        )
    for one in order.appendices.select_related("file"):
        if not one.text and one.file is None:
            raise ValidationError(
                _("Appendix %(n)s is empty: write its text or attach its file.") % {"n": one.place}
            )


def check_points(order) -> None:
    """There is something to be done, in days to come; what is repealed still holds."""
    points = list(order.points.select_related("repeals"))
    if not points:
        raise ValidationError(_("There is no point yet: say what is to be done."))
    for point in points:
        place = {"n": point.place}
        if point.repeals is None and not point.text.get(order.language):
            raise ValidationError(_("Point %(n)s is not written in the original language.") % place)
        if point.repeals and point.repeals.state not in ("approved", "fulfilled"):
            raise ValidationError(
                _("Point %(n)s repeals an order that does not hold: %(order)s.")
                % {**place, "order": point.repeals}
            )


def check_days(order) -> None:
    """A day that is over is asked of nobody; only a paper signed before may name one."""
    for point in order.points.filter(due__lt=localdate()):
        raise ValidationError(
            _("The day of point %(n)s is over already: give a later one.") % {"n": point.place}
        )


def check_named(order) -> None:
    """Everybody it names works here today: whoever left can neither carry out nor control."""
    named = Person.objects.filter(pk__in=everyone_named(order))
    left = named.exclude(pk__in=Person.objects.employees().values("pk"))
    names = [person.short_name for person in left]
    if names:
        words = ngettext(
            "%(names)s does not work here any more: name somebody else.",
            "%(names)s do not work here any more: name somebody else.",
            len(names),
        )
        raise ValidationError(words % {"names": ", ".join(names)})


def everyone_named(order) -> set[int]:
    """The keys of those it gives something to do or to know."""
    found = set(order.executors.values_list("pk", flat=True))
    found |= set(order.named.values_list("pk", flat=True))
    found |= set(order.points.values_list("responsible", flat=True))
    if order.control == "person":
        found.add(order.controller_id)
    return found - {None}


def check_number(order, number: str, day) -> None:
    """A number given on paper stands in its register once."""
    rows = type(order).objects.filter(register=order.kind.register_of(day), order_number=number)
    if rows.exclude(pk=order.pk).exists():
        raise ValidationError(
            {
                "order_number": _("No. %(number)s is given already in this register.")
                % {"number": number}
            }
        )
    if order.kind.counter == APPROVALS and approved_by(number, day).exclude(date=day).exists():
        raise ValidationError(
            {
                "order_number": _("A document was approved by order No. %(number)s of another day.")
                % {"number": number}
            }
        )


def approved_by(number: str, day):
    """The approvals of documents that name an order of this number in the year of a day."""
    lines = apps.get_model("documents", "SheetLine").objects.exclude(number="")
    return lines.filter(kind=StepKind.APPROVE, number=number, date__year=day.year).exclude(
        sheet__content_type__model="order"
    )
