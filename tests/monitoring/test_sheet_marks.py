"""Marks on their way from a browser to the sheet: the door of the queue (000/2.2)."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import Mark
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


def door(sheet) -> str:
    return reverse("monitoring:sheet_marks", args=[sheet.uid])


def send(client, sheet, *items, **headers):
    body = json.dumps({"items": list(items)})
    return client.post(door(sheet), body, content_type="application/json", **headers)


def on_its_way(participant, indicator, value=4, **more) -> dict:
    said = {"value": value, "gap": more.pop("gap", ""), "note": more.pop("note", "")}
    item = {
        "uuid": str(uuid.uuid4()),
        "cell": f"{participant.pk}:{indicator.pk}",
        "value": said,
        "base": 0,
        "at": "2026-06-10T10:00:00Z",
    }
    return item | more


@pytest.fixture
def sheet(scoring):
    campaign, users = scoring
    return campaigns.sheet_of(campaign, users[0])


@pytest.fixture
def cell(sheet):
    return sheet.participants()[0], sheet.campaign.criteria.indicators()[0]


@pytest.fixture
def member(client, scoring):
    client.force_login(scoring[1][0])
    return client


@pytest.mark.clause("000-2.2-b")
def test_a_mark_is_saved_and_answered(member, sheet, cell):
    response = send(member, sheet, on_its_way(*cell))
    (told,) = response.json()["results"]
    assert (response.status_code, told["status"], told["revision"]) == (200, "saved", 1)
    assert sheet.marks.get().value == 4


def test_the_same_mark_sent_twice_stands_once(member, sheet, cell):
    item = on_its_way(*cell)
    for _time in range(2):
        assert send(member, sheet, item).json()["results"][0]["status"] == "saved"
    assert sheet.marks.get().revision == 1


def test_nobody_puts_marks_into_the_sheet_of_another(scoring, director, runner, staff, sheet, cell):
    stranger = Client()
    for user in (*scoring[1][1:], director, runner, staff):
        stranger.force_login(user)
        assert send(stranger, sheet, on_its_way(*cell)).status_code == 404
    assert not Mark.objects.exists()


def test_nobody_puts_marks_into_a_signed_sheet_of_another_that_they_may_read(
    scoring, director, sheet, cell, client
):
    campaigns.fill(sheet)
    sheet.sign(by=scoring[1][0])
    client.force_login(director)
    assert client.get(sheet.get_absolute_url()).status_code == 200
    assert send(client, sheet, on_its_way(*cell, 1, base=1)).status_code == 404
    assert not sheet.late.exists()


def test_without_the_token_of_the_page_nothing_is_taken(scoring, sheet, cell):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scoring[1][0])
    assert send(strict, sheet, on_its_way(*cell)).status_code == 403
    assert not Mark.objects.exists()


def test_marks_of_one_account_are_not_taken_from_another(member, sheet, cell):
    response = send(member, sheet, on_its_way(*cell), HTTP_X_QUEUE_WHO="999999")
    assert response.status_code == 401
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "{}", '{"items": []}', '{"items": {}}', '{"items": [1]}', '{"items": [{}]}'),
        '{"items": [{"uuid": "x", "cell": "1:1", "value": {}}]}',
        "[" * 5000,
        "\\x00",
    ],
)
def test_what_is_no_mark_is_sent_back(member, sheet, body):
    response = member.post(door(sheet), body, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"cell": "x"},
        {"cell": "1:99999999999999999999999"},
        {"cell": "-1:1"},
        {"value": [4]},
        {"value": {"value": 4, "note": "\x00"}},
        {"base": "much"},
    ],
)
def test_a_forged_item_is_sent_back(member, sheet, cell, wrong):
    assert send(member, sheet, on_its_way(*cell) | wrong).status_code == 400
    assert not Mark.objects.exists()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"])
def test_a_clock_that_cannot_be_right_is_not_believed(member, sheet, cell, at):
    assert send(member, sheet, on_its_way(*cell, at=at)).status_code in (200, 400)
    assert all(mark.at.year == 2026 for mark in sheet.marks.all())


def test_too_many_at_once_are_refused(member, sheet, cell):
    response = send(member, sheet, *[on_its_way(*cell) for _n in range(101)])
    assert response.status_code == 413


def test_a_cell_of_another_campaign_is_no_cell_of_this_sheet(member, sheet, cell, runner):
    other = campaigns.kind("other", collects_material=False)
    strange, users = campaigns.scoring(runner, other)
    item = on_its_way(strange.participants.first(), strange.criteria.indicators()[0])
    (told,) = send(member, sheet, item).json()["results"]
    assert told["status"] == "refused"


@pytest.mark.parametrize("count", [0, 30])
def test_a_mark_costs_the_same_whatever_the_size(
    runner, kind, client, count, django_assert_num_queries
):
    for number in range(count):
        employee(f"extra-{number}")
    campaign, users = campaigns.scoring(runner, kind)
    sheet = campaigns.sheet_of(campaign, users[0])
    cell = sheet.participants()[0], campaign.criteria.indicators()[0]
    client.force_login(users[0])
    send(client, sheet, on_its_way(*cell))
    with django_assert_num_queries(11):
        told = send(client, sheet, on_its_way(*cell, 5, base=1)).json()
    assert told["results"][0]["status"] == "saved"


def test_what_comes_after_the_end_is_kept_aside_also_of_an_outsider(scoring, client, cell):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[3])
    type(campaign).objects.filter(pk=campaign.pk).update(state="closed")
    client.force_login(users[3])
    assert client.get(sheet.get_absolute_url()).status_code == 404
    (told,) = send(client, sheet, on_its_way(*cell)).json()["results"]
    assert told["status"] == "late"
    assert sheet.late.get().value == 4
