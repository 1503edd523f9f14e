"""The internal monitoring of the sample: commission by a signed order, material, scoring under way.

The days fit today, whenever the sample is made; the outsider has an account and has not declared
impartiality yet, so that a newcomer may try it.
"""

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from common.models import deed, record
from monitoring import commission_order, schedule_proposal
from monitoring.marking import Item
from monitoring.models import (
    AssessmentKind,
    Campaign,
    CriteriaSet,
    Criterion,
    Direction,
    Indicator,
    Material,
)
from people.models import User

from .monitoring_marks import a_year_later

DAY = timedelta(days=1)
MEMBERS = ("head", "training", "accountant", "expert")
TINY = (
    ({"ky": "Иштин сапаты", "ru": "Качество работы"}, 600),
    ({"ky": "Командада иштөө", "ru": "Работа в команде"}, 400),
)


def criteria_for(kind, year: int, users) -> CriteriaSet:
    """The approved criteria of the year, else the newest there are, else two lines."""
    found = CriteriaSet.objects.filter(kind=kind, state="approved")
    there = found.filter(year=year).order_by("-edition").first() or found.first()
    return there or _two_lines(kind, year, users)


def _two_lines(kind, year: int, users) -> CriteriaSet:
    manager, director = users["manager"], users["director"]
    with deed(by=manager):
        made = CriteriaSet(
            kind=kind,
            year=year,
            author=manager.person,
            revised_on=localdate(),
            revised_by=manager.person,
            revision_words="Биринчи тизме түзүлдү.",
        )
        made.save()
        head = Criterion(
            criteria=made,
            title={"ky": "Кызматкердин иши", "ru": "Работа сотрудника"},
            direction=Direction.objects.first(),
        )
        head.save()
        for order, (title, weight) in enumerate(TINY, 1):
            Indicator(criterion=head, title=title, weight=weight, order=order).save()
        record(made, "create", by=manager)
    made.send(by=manager)
    made.approve(by=director, seen=made.sheet.manifest_hash)
    return made


def days_of(kind) -> dict:
    """A campaign of this year in the middle of its scoring today: its results come in the days of
    its kind, or late where those are over.
    """
    today = localdate()
    scored, told = today + 7 * DAY, today + 8 * DAY
    window = Campaign(kind=kind, year=today.year).results_window()
    if window and today <= window[1]:
        told = min(max(told, window[0] + 19 * DAY), window[1])
    return {
        "year": today.year,
        "starts_on": today - 20 * DAY,
        "material_until": today - 2 * DAY,
        "scoring_until": min(scored, told),
        "results_on": told,
    }


def add_monitoring(users) -> None:
    """From the beginning to the first marks, by the deeds of those who do them."""
    kind = AssessmentKind.objects.filter(is_contest=True).first()
    if kind is None:
        return
    days = days_of(kind)
    campaign = begin(kind, users, criteria=criteria_for(kind, days["year"], users), **days)
    campaign.begin_scoring(by=users["manager"])
    _score(campaign, users["head"], share=3)
    _score(campaign, users["training"], share=6)


def begin(kind, users, *, year: int, criteria, **days) -> Campaign:
    """A campaign from its first day to the material: commission by a signed order, schedule."""
    manager = users["manager"]
    campaign = Campaign.begin(
        by=manager,
        kind=kind,
        year=year,
        title={code: f"{name}, {year}" for code, name in kind.name.items()},
        secretary=users["quality"].person,
        criteria=criteria,
        **days,
    )
    for number, login in enumerate(MEMBERS):
        person = users[login].person
        organisation = str(person.party or "") if login == "expert" else ""
        campaign.add_member(
            by=manager, person=person, is_chair=number == 0, organisation=organisation
        )
    schedule_proposal.propose(campaign, by=manager)
    campaign.adopt_criteria(by=manager)
    sign_order(commission_order.draft(campaign, by=manager), users, by=manager)
    campaign.form_commission(by=manager)
    campaign.collect(by=manager)
    _bring(campaign, users)
    return campaign


def sign_order(order, users, *, by) -> None:
    """Along its route to the director's hand."""
    order.send(by=by)
    for line in order.waiting_lines():
        if line.kind == "agree":
            order.agree(by=users["lawyer"], seen=order.sheet.manifest_hash)
    order.approve(by=users["director"], seen=order.sheet.manifest_hash)


def _bring(campaign, users) -> None:
    """Two employees brought something already."""
    texts = {
        "staff": "Үч колледждин өзүн-өзү баалоо отчетун карап чыктым, сунуштар кабыл алынды.",
        "referent": "Аккредитация боюнча эки семинар өткөрдүм, катышуучулардын баасы 4,7.",
    }
    for login, text in texts.items():
        user = users[login]
        one = campaign.participants.get(person=user.person)
        with deed(by=user):
            brought = Material(
                participant=one, indicator=campaign.criteria.indicators()[0], text=text
            )
            brought.save()
            record(brought, "create", by=user)


def _score(campaign, user, *, share: int) -> None:
    """Marks for a part of the participants: one of ``share`` is left open."""
    sheet = campaign.sheets().get(member__person=user.person)
    columns = list(campaign.criteria.indicators())
    logins = dict(User.objects.values_list("person", "username"))
    items = [
        Item(
            uid=uuid.uuid4(),
            participant=one.pk,
            indicator=column.pk,
            value=a_year_later(logins[one.person_id], place, user.username),
            gap="",
            note="",
            base=0,
            at=timezone.now(),
        )
        for number, one in enumerate(sheet.participants())
        for place, column in enumerate(columns)
        if number % share
    ]
    for start in range(0, len(items), 100):
        sheet.put(items[start : start + 100])
