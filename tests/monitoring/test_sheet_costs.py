"""What the scoring costs does not grow with the campaign: as many queries for 60 as for 3 (000/2.2)."""

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitoring.models import SpreadNote
from tests.factories import employee
from tests.monitoring import campaigns, counted

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 60


def opened(runner, size: int):
    """A campaign of so many named participants, whose sheets are open; its members."""
    kind = campaigns.kind(f"of-{size}", takes_all=False, collects_material=False)
    campaign = campaigns.begin(runner, kind)
    people = [employee(f"post-{size}-{n}").person for n in range(size)]
    campaign.name_participants(people, by=runner)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    assert campaign.participants.count() == size
    return campaign, users


def signed(campaign, users):
    """Everybody signs; the first member lies far from the others everywhere, but the last."""
    for n, user in enumerate(users):
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, 1 if n == 0 else 5)
        if n < len(users) - 1:
            sheet.sign(by=user)
    return campaigns.sheet_of(campaign, users[-1])


def queries(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def visit(user, address: str) -> int:
    """What a page costs at its second visit."""
    client = Client()
    client.force_login(user)
    client.get(address)

    def look():
        assert client.get(address).status_code == 200

    return queries(look)


def saving(campaign, user, count: int) -> int:
    """What it costs to save so many marks of the last participants in one go."""
    client = Client()
    client.force_login(user)
    sheet = campaigns.sheet_of(campaign, user)
    cells = [
        f"{person.pk}:{column.pk}"
        for person in sheet.participants().order_by("-number")
        for column in campaign.criteria.indicators()
    ]

    def send():
        at = timezone.now().isoformat()
        items = [
            {"uuid": str(uuid.uuid4()), "cell": cell, "value": {"value": 4}, "base": 0, "at": at}
            for cell in cells[:count]
        ]
        told = client.post(
            reverse("monitoring:sheet_marks", args=[sheet.uid]),
            json.dumps({"items": items}),
            content_type="application/json",
        )
        assert {one["status"] for one in told.json()["results"]} == {"saved"}

    found = queries(send)
    sheet.marks.all().delete()
    return found


def pages_of(campaign, sheet) -> dict[str, str]:
    own = campaign.get_absolute_url()
    of = {
        name: reverse(f"monitoring:{name}", args=[campaign.pk])
        for name in ("participants", "late_marks", "spread_notes", "leave_out_cells")
    }
    tabs = {f"tab {name}": f"{own}?tab={name}" for name in ("commission", "sheets", "participants")}
    return (
        of
        | tabs
        | {
            "sheet": sheet.get_absolute_url(),
            "empty": f"{sheet.get_absolute_url()}?empty=1",
            "sign": f"{sheet.get_absolute_url()}sign/",
            "work": reverse("monitoring:own_commissions"),
            "results": f"{own}?tab=results",
        }
    )


def test_a_mark_costs_as_much_among_many_people_as_among_few(runner):
    few, many = opened(runner, FEW), opened(runner, MANY)
    found = {
        saving(campaign, users[0], count)
        for campaign, users, counts in ((*few, (1, 1, 15)), (*many, (1, 15, 100)))
        for count in counts
    }
    assert len(found) == 1
    assert found.pop() <= 16


def test_the_pages_of_an_open_scoring_cost_as_much_with_many_people(runner):
    found = {}
    for size in (FEW, MANY):
        campaign, users = opened(runner, size)
        sheet = campaigns.sheet_of(campaign, users[0])
        person, column = sheet.participants().first(), campaign.criteria.indicators()[0]
        sheet.put([campaigns.item(person, column, 4)])
        pages = pages_of(campaign, sheet)
        found[size] = {name: visit(users[0], address) for name, address in pages.items()}
    assert found[FEW] == found[MANY]


def test_the_pages_of_a_signed_scoring_cost_as_much_with_many_people(runner):
    found = {}
    for size in (FEW, MANY):
        campaign, users = opened(runner, size)
        signed(campaign, users).sign(by=users[-1])
        counted.explain(campaign)
        sheet = campaigns.sheet_of(campaign, users[0])
        pages = pages_of(campaign, sheet)
        del pages["sign"]
        other = campaigns.sheet_of(campaign, users[1])
        pages |= {"explain": f"{sheet.get_absolute_url()}explain/?page=1"}
        pages |= {"another": other.get_absolute_url()}
        found[size] = {name: visit(users[0], address) for name, address in pages.items()}
    assert found[FEW] == found[MANY]


def test_the_last_signature_asks_for_many_sentences_as_fast_as_for_few(runner):
    found = {}
    for size in (FEW, MANY):
        campaign, users = opened(runner, size)
        sheet = signed(campaign, users)
        found[size] = queries(lambda sheet=sheet, users=users: sheet.sign(by=users[-1]))
        asked = SpreadNote.objects.filter(sheet__in=campaign.sheets()).count()
        assert asked == 4 * size * 5  # both ends of every cell: one low, three high
    assert found[MANY] - found[FEW] <= 30  # 1,140 more of them: written many at a time


def test_the_scoring_begins_and_another_round_opens_as_fast_with_many_people(runner):
    found = {}
    for size in (FEW, MANY):
        kind = campaigns.kind(f"of-{size}", takes_all=False, collects_material=False)
        campaign = campaigns.begin(runner, kind)
        campaign.name_participants(
            [employee(f"post-{size}-{n}").person for n in range(size)], by=runner
        )
        users = campaigns.form(campaign, runner)
        campaigns.declare(campaign)
        begun = queries(lambda campaign=campaign: campaign.begin_scoring(by=runner))
        signed(campaign, users).sign(by=users[-1])
        again = queries(
            lambda campaign=campaign, users=users: campaign.open_round(by=users[0], reason="Талкуу")
        )
        found[size] = begun, again
    assert found[MANY][0] - found[FEW][0] <= 2
    assert found[MANY][1] - found[FEW][1] <= 2


def test_the_results_of_many_people_cost_as_much_to_look_at(runner):
    found = {}
    for size in (FEW, MANY):
        campaign, users = opened(runner, size)
        signed(campaign, users).sign(by=users[-1])
        counted.computed(campaign, users[0])
        own = campaign.get_absolute_url()
        pages = [f"{own}?tab=results", f"{own}?tab=sheets", reverse("monitoring:own_commissions")]
        pages.append(reverse("monitoring:results", args=[campaign.pk]))
        found[size] = [visit(users[0], address) for address in pages]
    assert found[FEW] == found[MANY]


def test_many_sentences_are_asked_on_several_pages(runner, in_english):
    campaign, users = opened(runner, 8)
    signed(campaign, users).sign(by=users[-1])
    sheet = campaigns.sheet_of(campaign, users[0])
    client = Client()
    client.force_login(users[0])
    address = f"{sheet.get_absolute_url()}explain/"
    for page, left in ((1, 10), (2, 0)):
        asked = client.get(address).context["form"]
        assert len(asked.fields) == (30, 10)[page - 1]
        answer = client.post(address, dict.fromkeys(asked.fields, "Материал жок"))
        assert answer.status_code == 302
        assert sheet.spread_left() == left
    assert answer.url == sheet.get_absolute_url()
