"""What the register of documents says besides: reviews, terms, levels, and any past day.

All of it comes with the rows of the register, so it costs no further questions (004/4.2.3).
"""

import django_filters
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, timedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import numeric
from common.forms import DateInput
from common.views import Column, Fact
from documents.codes import follows, off_pattern
from documents.models import (
    Document,
    DocumentLevel,
    DocumentReview,
    Reading,
    with_paper_copies,
)
from documents.models.version import DocumentVersion
from documents.sweeps import AHEAD, days_ahead
from people.models import Unit

REVIEWS = [
    ("late", gettext_lazy("Late")),
    ("open", gettext_lazy("Under review")),
    ("soon", gettext_lazy("Due soon")),
    ("never", gettext_lazy("Without a term")),
]
TERMS = [("over", gettext_lazy("Term is over")), ("soon", gettext_lazy("Term ends soon"))]
MINE = [
    ("answer", gettext_lazy("I answer for them")),
    ("read", gettext_lazy("I am to read them")),
]
CODES = [("off", gettext_lazy("Not by the pattern of its type"))]


def asked_day(request):
    """The past day that the register is asked about, if it is a day."""
    try:
        return parse_date(request.GET.get("on", "")) or None
    except ValueError:
        return None


class ControlFilter(django_filters.FilterSet):
    """By review, term, level, unit, day in force, and what is mine."""

    review = django_filters.ChoiceFilter(
        label=gettext_lazy("Review"), choices=REVIEWS, method="by_review"
    )
    on = django_filters.DateFilter(
        label=gettext_lazy("In force on"), widget=DateInput, method="by_day"
    )
    mine = django_filters.ChoiceFilter(label=gettext_lazy("Mine"), choices=MINE, method="by_mine")
    level = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Level"), queryset=DocumentLevel.objects.all(), field_name="type__level"
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=Unit.objects.all(), method="by_unit"
    )
    term = django_filters.ChoiceFilter(
        label=gettext_lazy("Valid until"), choices=TERMS, method="by_term"
    )
    codes = django_filters.ChoiceFilter(label=gettext_lazy("Code"), choices=CODES, method="by_code")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not DocumentLevel.objects.exists():
            del self.filters["level"]

    def by_review(self, rows, name, value):
        today = localdate()
        if value == "open":
            return rows.filter(review_open=True)
        if value == "never":
            return rows.filter(next_review=None)
        if value == "late":
            return rows.filter(next_review__lt=today)
        soon = today + timedelta(days=days_ahead("review_ahead_days"))
        return rows.filter(next_review__range=(today, soon))

    def by_day(self, rows, name, value):
        return rows.in_force_on(value)

    def by_mine(self, rows, name, value):
        user = self.request.user
        if value == "answer":
            return rows.filter(owner__in=user.positions)
        unread = Reading.objects.filter(
            person=user.person_id, read_at=None, waived_at=None, version__state="in_force"
        )
        return rows.filter(pk__in=unread.values("version__document"))

    def by_unit(self, rows, name, value):
        return rows.filter(Q(unit=value) | Q(owner__unit=value) | Q(position__unit=value))

    def by_term(self, rows, name, value):
        today = localdate()
        held = DocumentVersion.objects.in_force()
        if value == "over":
            held = held.filter(valid_until__lt=today)
        else:
            soon = today + timedelta(days=days_ahead("expiry_ahead_days"))
            held = held.filter(valid_until__range=(today, soon))
        return rows.filter(pk__in=held.values("document"))

    def by_code(self, rows, name, value):
        return rows.filter(off_pattern())


def _is_late(document) -> bool:
    return document.next_review is not None and document.next_review < localdate()


def _due(document) -> str:
    return numeric(document.next_review) if document.next_review else ""


def review_words(document) -> str:
    """The state of review in a word and its day."""
    if _is_late(document):
        return _("Late: %(date)s") % {"date": _due(document)}
    return _("Under review") if document.review_open else _due(document)


def _standing(document) -> str:
    """The state of review without its day, late and begun both told."""
    told = [_("Late")] if _is_late(document) else []
    return "; ".join([*told, _("Under review")] if document.review_open else told)


def review_tone(document) -> str:
    """Red where the day is past, blue while it runs, amber where the day is near."""
    due, today = document.next_review, localdate()
    if due is not None and due < today:
        return "red"
    if document.review_open:
        return "blue"
    near = due is not None and due <= today + timedelta(days=AHEAD)
    return "amber" if near else "grey"


def unit_of(document):
    """The unit a document is about, or the one that answers for it."""
    found = [document.unit, document.position and document.position.unit]
    found.append(document.owner and document.owner.unit)
    return next((unit for unit in found if unit), "")


REVIEW = Column(
    "review",
    gettext_lazy("Next review"),
    review_words,
    sort="next_review",
    kind="state",
    tone=review_tone,
)
#: In a spreadsheet, which sorts and counts, a day is a day and words stand beside it.
REVIEW_APART = [
    Column("review", gettext_lazy("Next review"), _due, kind="date"),
    Column("review_state", gettext_lazy("Review"), _standing),
]


def _reviewed(document) -> str:
    return numeric(localdate(document.reviewed_at)) if document.reviewed_at else ""


def _verdict(document) -> str:
    verdicts = dict(DocumentReview.Verdict.choices)
    return str(verdicts.get(document.last_verdict, "")) if document.reviewed_at else ""


#: What a list that leaves the house holds besides what stands on the screen, a sheet of
#: paper only what the printed list needs and what the reader's filters ask about.
OUT = [
    Column("type", gettext_lazy("Type"), lambda d: d.type),
    Column("level", gettext_lazy("Level"), lambda d: d.type.level or ""),
    # Not called as in the list to be filled in: there it is the unit that a document is about.
    Column("unit", gettext_lazy("Unit it belongs to"), unit_of),
    Column("access", gettext_lazy("Who reads"), lambda d: d.get_access_display()),
    Column("reviewed", gettext_lazy("Last review"), _reviewed, kind="date"),
    Column("verdict", gettext_lazy("Verdict"), _verdict),
    Column(
        "valid_until",
        gettext_lazy("Valid until"),
        lambda d: numeric(d.valid_until) if d.valid_until else "",
        kind="date",
    ),
    Column(
        "by_pattern",
        gettext_lazy("Code by its pattern"),
        lambda d: _("yes") if follows(d) else _("no"),
    ),
]
COPIES = Column(
    "copies",
    gettext_lazy("Paper copies: held / returned"),
    lambda d: f"{d.copies_out} / {d.copies_back}",
)


ON_PAPER = {"type", "valid_until"}
ASKED_BY = {"level": "level", "unit": "unit", "access": "access", "by_pattern": "codes"}


def columns_out(request, form: str) -> list[Column]:
    """The further columns for this reader; how copies are spread only for who keeps them."""
    asked = {key for key, name in ASKED_BY.items() if request.GET.get(name)}
    more = [c for c in OUT if form != "pdf" or c.key in ON_PAPER | asked]
    return [*more, COPIES] if request.user.has_perm("documents.view_copies") else more


def of_day(request):
    """The rows of the register for this reader, with the versions of the day that is asked."""
    rows = Document.objects.visible_to(request.user).for_list(asked_day(request))
    out = request.GET.get("as") and request.user.has_perm("documents.view_copies")
    return with_paper_copies(rows) if out else rows


# On the page of a document --------------------------------------------------------------------


def control_facts(document, current) -> list[Fact]:
    """Terms of a document: how often it is reviewed, when next, until when it is valid."""
    months = document.review_months
    if months is None:
        months = document.type.review_months
    words = ngettext("every %(n)s month", "every %(n)s months", months or 0) % {"n": months}
    until = current and current.valid_until
    return [
        Fact(_("About the unit"), document.unit),
        Fact(_("About the position"), document.position),
        Fact(_("Reviewed"), words if months else ""),
        Fact(_("Next review"), document.next_review and numeric(document.next_review)),
        Fact(_("Valid until"), until and numeric(until)),
        Fact(
            _("Code"),
            ""
            if follows(document)
            else _("not by the pattern of its type: %(mask)s") % {"mask": document.type.code_mask},
        ),
    ]


def standing_marks(document, current) -> list[dict]:
    """What is due of what is in force: a late review, a term that ends or is over."""
    marks = []
    today = localdate()
    due = document.next_review
    if due and due < today:
        words = _("The review of this document was due on %(date)s.")
        marks.append({"tone": "red", "text": words % {"date": numeric(due)}})
    if until := current and current.valid_until:
        date = {"date": numeric(until)}
        if until < today:
            marks.append({"tone": "red", "text": _("Its term was over on %(date)s.") % date})
        elif until <= today + timedelta(days=days_ahead("expiry_ahead_days")):
            marks.append({"tone": "amber", "text": _("Its term ends on %(date)s.") % date})
    return marks
