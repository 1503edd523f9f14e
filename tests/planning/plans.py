"""Plain things for tests of work plans: kinds, a plan with lines, one in force, an amendment."""

from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from common.models.journal import deed
from documents.models import Route, RouteStep
from people.models import Position, Unit
from planning.models import (
    AmendmentRow,
    EstimateRow,
    PlanAmendment,
    PlanKind,
    PlanLine,
    WorkPlan,
)
from planning.models.plan_data import data_of


def route(code="plan") -> Route:
    """The quality manager agrees, the director approves."""
    made, is_new = Route.objects.get_or_create(code=code, defaults={"name": {"en": code}})
    if is_new:
        for order, (kind, who) in enumerate(
            (("agree", "quality_manager"), ("approve", "director")), start=1
        ):
            position = Position.objects.get(code=who)
            RouteStep.objects.create(route=made, order=order, kind=kind, position=position)
    return made


def kind(code="year_plan", **values) -> PlanKind:
    """A kind of plan: of the whole organisation for a year, unless said otherwise."""
    given = {
        "name": {"ky": f"План {code}", "ru": f"Рабочий план {code}", "en": f"Plan {code}"},
        "scope": "organisation",
        "term": "year",
        "route": route(),
        "stamp": {"approved": {"ky": "БЕКИТЕМИН", "ru": "УТВЕРЖДАЮ", "en": "I APPROVE"}},
    }
    return PlanKind.objects.get_or_create(code=code, defaults=given | values)[0]


def plan(author, **values) -> WorkPlan:
    """A draft of this year, without lines."""
    year = localdate().year
    given = {
        "kind": values.pop("kind", None) or kind(),
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
        "author": author.person,
    }
    with deed(by=author):
        return WorkPlan.objects.create(**given | values)


def line(of: WorkPlan, number="1", **values) -> PlanLine:
    """A line that the specialist answers for, by the last day of the plan."""
    given = {
        "measure": {"ky": f"Иш-чара {number}", "ru": f"Мера {number}", "en": f"Measure {number}"},
        "section": {"ky": "Сапат", "ru": "Качество", "en": "Quality"},
        "due": of.until,
    }
    if not values.keys() & {"person", "position", "unit"}:
        given["position"] = Position.objects.get(code="specialist")
    with deed():
        return PlanLine.objects.create(plan=of, number=number, **given | values)


def cost(of: WorkPlan, price="100.00", quantity="1", **values) -> EstimateRow:
    """A row of the estimate."""
    with deed():
        return EstimateRow.objects.create(
            plan=of,
            article={"ky": "Кагаз", "ru": "Бумага"},
            measure="пачка",
            price=Decimal(price),
            quantity=Decimal(quantity),
            **values,
        )


def approve(paper, agency):
    """Agreed by the quality manager, approved and signed by the director."""
    if paper.state == "draft":
        paper.send(by=agency.manager)
    if paper.state == "agreeing":
        paper.agree(by=agency.manager, seen=paper.sheet.manifest_hash)
    paper.approve(by=agency.director, seen=paper.sheet.manifest_hash)
    return paper


def in_force(agency, lines=3, **values) -> WorkPlan:
    """An approved plan of this year with some lines."""
    made = plan(agency.manager, **values)
    for n in range(1, lines + 1):
        line(made, str(n))
    return approve(made, agency)


def amendment(of: WorkPlan, author, **values) -> PlanAmendment:
    """A draft amendment that comes from the monitoring."""
    given = {
        "source": "monitoring",
        "source_words": "3-сунуш",
        "source_on": localdate(),
        "reason": "Мониторингдин жыйынтыгы",
    }
    with deed(by=author):
        return PlanAmendment.objects.create(plan=of, author=author.person, **given | values)


def row(of: PlanAmendment, kind: str, about: PlanLine | None = None, *, why="", **after):
    """A change that an amendment asks for; ``after`` is what of the line differs."""
    before = data_of(about) if about else {}
    base = before or data_of(
        PlanLine(plan=of.plan, number="9", measure={"ky": "Жаңы"}, due=of.plan.until)
    )
    said = {} if kind == "cancel" else base | after
    with deed():
        return AmendmentRow.objects.create(
            amendment=of, kind=kind, line=about, before=before, after=said, reason=why
        )


def head_of(user, code="office") -> Unit:
    """The unit, headed by this user from now on."""
    position = user.person.appointment().position
    position.is_head = True
    position.save()
    return Unit.objects.get(code=code)
