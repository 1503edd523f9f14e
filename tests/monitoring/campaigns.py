"""A small scored assessment for tests: criteria, commission, participants, all invented."""

import uuid
from datetime import date

from django.utils import timezone

from documents.models import Route, RouteStep
from monitoring.marking import Item
from monitoring.models import (
    AssessmentKind,
    Campaign,
    CriteriaSet,
    Criterion,
    Direction,
    Indicator,
    ScheduleLine,
)
from monitoring.scoring_rules import ScoringRules
from people.models import Person, Position
from tests.factories import PersonFactory, UserFactory, employee

JUNE = date(2026, 6, 20)


def words(text: str) -> dict:
    """The same words in the three languages."""
    return {"ky": text, "ru": text, "en": text}


def route() -> Route:
    """The director alone approves."""
    made, new = Route.objects.get_or_create(code="monitoring_criteria", name={"en": "criteria"})
    if new:
        director = Position.objects.get(code="director")
        RouteStep.objects.create(route=made, order=1, kind="approve", position=director)
    return made


def kind(code="internal_monitoring", **fields) -> AssessmentKind:
    """The internal monitoring of the sample, without an order unless one is asked for."""
    rules = ScoringRules.of(fields.pop("rules", {})).data()
    given = {
        "name": words("Ички мониторинг"),
        "subject": "employee",
        "inside": 3,
        "outside": 1,
        "criteria_route": route(),
        "rules": rules,
    }
    return AssessmentKind.objects.create(code=code, **(given | fields))


def criteria_of(kind, author: Person, year=2026, weights=((300, 250), (200, 150, 100))):
    """Approved criteria: a criterion for each group of weights, an indicator for each weight."""
    made = CriteriaSet.objects.create(
        kind=kind,
        year=year,
        author=author,
        state="approved",
        revised_on=date(year, 4, 1),
        revised_by=author,
        revision_words="Жаңы көрсөткүч кошулду.",
        approved_at=timezone.now(),
    )
    direction, _new = Direction.objects.get_or_create(code="quality", name=words("Сапат"))
    for number, group in enumerate(weights, 1):
        criterion = Criterion.objects.create(
            criteria=made, title=words(f"Критерий {number}"), order=number, direction=direction
        )
        for order, weight in enumerate(group, 1):
            Indicator.objects.create(
                criterion=criterion,
                title=words(f"Көрсөткүч {number}.{order}"),
                weight=weight,
                order=order,
            )
    return made


def begin(manager, kind, **fields) -> Campaign:
    """A campaign of 2026 with approved criteria, still being prepared."""
    given = {
        "title": words("2026-жылдын мониторинги"),
        "starts_on": date(2026, 5, 25),
        "scoring_until": date(2026, 6, 15),
        "results_on": JUNE,
        "criteria": fields.pop("criteria", None) or criteria_of(kind, manager.person),
    }
    return Campaign.begin(by=manager, kind=kind, year=2026, **(given | fields))


def outsider():
    """A person of another organisation with an account."""
    return UserFactory(person=PersonFactory(is_external=True, surname="Тыштанова"))


def form(campaign, manager, members=None):
    """Three employees and one outsider; the first chairs. Their users, in that order."""
    users = members or [*(employee(f"member-{n}") for n in range(3)), outsider()]
    for number, user in enumerate(users):
        campaign.add_member(by=manager, person=user.person, is_chair=number == 0)
    if not campaign.schedule.exists():
        ScheduleLine.objects.create(
            campaign=campaign,
            order=1,
            stage=words("Баалоо"),
            since=campaign.starts_on,
            until=campaign.scoring_until,
        )
    campaign.adopt_criteria(by=manager)
    campaign.form_commission(by=manager)
    return users


def declare(campaign) -> None:
    """The outsiders declare their impartiality."""
    for member in campaign.members.outside():
        member.declared_at = timezone.now()
        member.save()


def scoring(manager, kind, **fields):
    """A campaign whose sheets are open, and the users of its members."""
    campaign = begin(manager, kind, **fields)
    users = form(campaign, manager)
    declare(campaign)
    if kind.collects_material:
        campaign.collect(by=manager)
    campaign.begin_scoring(by=manager)
    return campaign, users


def sheet_of(campaign, user):
    """The sheet of a member in the running round."""
    return campaign.sheets().get(member__person=user.person_id)


def item(participant, indicator, value=None, base=0, **said) -> Item:
    """One mark on its way from a browser."""
    return Item(
        uid=said.pop("uid", None) or uuid.uuid4(),
        participant=participant.pk,
        indicator=indicator.pk,
        value=value,
        gap=said.get("gap", ""),
        note=said.get("note", ""),
        base=base,
        at=timezone.now(),
    )


def fill(sheet, value=4) -> None:
    """The same mark in every cell, or what ``value(participant, indicator)`` says."""
    marks = [
        item(one, column, value(one, column) if callable(value) else value)
        for one in sheet.participants()
        for column in sheet.campaign.criteria.indicators()
    ]
    for start in range(0, len(marks), 100):
        told = sheet.put(marks[start : start + 100])
        assert {one["status"] for one in told} == {"saved"}, told


def sign_all(campaign, users, value=4) -> None:
    """Every member fills in and signs."""
    for user in users:
        sheet = sheet_of(campaign, user)
        fill(sheet, value)
        sheet.sign(by=user)
