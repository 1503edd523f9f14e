"""The page of a scoring sheet: who sees it, what stands in it, what it costs (000/2.2)."""

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import Member, Recusal
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(scoring):
    campaign, users = scoring
    return campaigns.sheet_of(campaign, users[1])


def seen_by(user, address: str):
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_an_open_sheet_is_seen_by_its_member_alone(scoring, sheet, director, runner, staff):
    users = scoring[1]
    address = sheet.get_absolute_url()
    assert Client().get(address).status_code == 302
    assert seen_by(users[1], address).status_code == 200
    others = (users[0], users[2], users[3], director, runner, staff)
    assert {seen_by(user, address).status_code for user in others} == {404}
    for part in ("paper/", "excel/", "sign/", "explain/"):
        assert {seen_by(user, address + part).status_code for user in others} == {404}


def test_a_signed_sheet_is_seen_by_the_director_and_by_the_chair_who_has_signed(
    scoring, sheet, director, runner
):
    campaign, users = scoring
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    address = sheet.get_absolute_url()
    assert seen_by(director, address).status_code == 200
    assert seen_by(users[0], address).status_code == 404  # the chair still scores
    own = campaigns.sheet_of(campaign, users[0])
    campaigns.fill(own)
    own.sign(by=users[0])
    assert seen_by(users[0], address).status_code == 200
    assert {seen_by(user, address).status_code for user in (users[2], runner)} == {404}


def test_marks_of_others_are_nowhere_on_the_page_before_one_has_signed(scoring):
    campaign, users = scoring
    other = campaigns.sheet_of(campaign, users[2])
    campaigns.fill(other, 2)
    other.sign(by=users[2])
    page = seen_by(users[0], campaigns.sheet_of(campaign, users[0]).get_absolute_url())
    assert b'data-value="2"' not in page.content
    assert b"data-low=" not in page.content


@pytest.mark.clause("000-2.2-b")
def test_every_indicator_of_everybody_scored_has_its_cell(scoring, sheet):
    page = seen_by(scoring[1][1], sheet.get_absolute_url()).content.decode()
    for person in sheet.participants():
        for column in sheet.campaign.criteria.indicators():
            assert f'data-cell="{person.pk}:{column.pk}"' in page


def test_whom_one_does_not_score_is_shown_without_cells_and_with_the_reason(
    scoring, sheet, in_english
):
    campaign, users = scoring
    member = Member.objects.get(person=users[1].person)
    close = campaign.participants.exclude(person=users[1].person).first()
    Recusal.objects.create(
        member=member, participant=close, ground="declared", reason="Бир туугандарбыз"
    )
    page = seen_by(users[1], sheet.get_absolute_url()).content.decode()
    assert f'data-cell="{close.pk}:' not in page
    assert "Бир туугандарбыз" in page
    own = campaign.participants.get(person=users[1].person)
    assert f'data-cell="{own.pk}:' not in page


def test_people_are_found_by_name_and_by_what_is_empty(scoring, sheet):
    campaign, users = scoring
    person = sheet.participants()[0]
    for column in campaign.criteria.indicators():
        sheet.put([campaigns.item(person, column, 4)])
    address = sheet.get_absolute_url()
    empty = seen_by(users[1], f"{address}?empty=1").content.decode()
    assert f'data-person="{person.pk}"' not in empty
    assert 'data-person="' in empty
    found = seen_by(users[1], f"{address}?q={person.name['ky'].split()[0]}").content.decode()
    assert f'data-person="{person.pk}"' in found
    nobody = seen_by(users[1], f"{address}?q=щщщ")
    assert nobody.status_code == 200
    assert b'data-person="' not in nobody.content


@pytest.mark.parametrize("asked", ["page=x", "page=999", "at=abc", "at=999999999"])
def test_an_address_typed_wrong_still_opens(scoring, sheet, asked):
    assert seen_by(scoring[1][1], f"{sheet.get_absolute_url()}?{asked}").status_code == 200


def test_the_page_of_a_person_is_found_among_many(runner, kind):
    for number in range(40):
        employee(f"extra-{number}")
    campaign, users = campaigns.scoring(runner, kind)
    sheet = campaigns.sheet_of(campaign, users[0])
    last = sheet.participants().order_by("number").last()
    page = seen_by(users[0], f"{sheet.get_absolute_url()}?at={last.pk}").content.decode()
    assert f'data-person="{last.pk}"' in page
    assert page.count('data-person="') <= 25


@pytest.mark.parametrize("count", [0, 40])
def test_the_page_costs_the_same_whatever_the_size(
    runner, kind, client, count, django_assert_max_num_queries
):
    for number in range(count):
        employee(f"extra-{number}")
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users)
    campaign.open_round(by=users[0], reason="Талкуу")
    sheet = campaigns.sheet_of(campaign, users[1])
    client.force_login(users[1])
    client.get(sheet.get_absolute_url())
    with django_assert_max_num_queries(37):
        assert client.get(sheet.get_absolute_url()).status_code == 200


def test_only_an_own_open_sheet_is_kept_for_a_place_without_network(scoring, sheet, director):
    users = scoring[1]
    assert seen_by(users[1], sheet.get_absolute_url())["X-Offline"] == "keep"
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    for user in (users[1], director):
        assert "X-Offline" not in seen_by(user, sheet.get_absolute_url())


def test_an_outsider_is_told_to_declare_first(runner, kind):
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    campaign.begin_scoring(by=runner)
    page = seen_by(users[3], campaigns.sheet_of(campaign, users[3]).get_absolute_url())
    assert b"data-queue=" not in page.content
    assert b"X-Offline" not in page.headers


def test_the_second_round_shows_ones_own_first_marks_and_how_all_lay(scoring):
    campaign, users = scoring
    for number, user in enumerate(users):
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, 3 + number % 3)
        sheet.sign(by=user)
    campaign.open_round(by=users[0], reason="Талкуу")
    second = campaigns.sheet_of(campaign, users[1])
    page = seen_by(users[1], second.get_absolute_url()).content.decode()
    assert 'data-before="4"' in page
    assert 'data-low="3" data-high="5"' in page
    first = second.member.sheets.get(round=1)
    old = seen_by(users[1], first.get_absolute_url())
    assert old.status_code == 200
    assert b'data-queue="' not in old.content


def test_who_joins_in_the_second_round_is_not_led_by_the_marks_of_the_first(runner, scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users)
    campaign.open_round(by=users[0], reason="Талкуу")
    leaver = campaign.members.get(person=users[1].person)
    campaign.remove_member(leaver, by=runner, reason="Ооруп калды", keeps_marks=False)
    new = employee("substitute")
    campaign.add_member(by=runner, person=new.person, replaces=leaver)
    page = seen_by(new, campaigns.sheet_of(campaign, new).get_absolute_url())
    assert page.status_code == 200
    assert b"data-low=" not in page.content


@pytest.mark.parametrize("name", ["sheet_paper", "sheet_excel"])
def test_a_sheet_leaves_as_paper_and_as_a_table(scoring, sheet, name):
    campaign, users = scoring
    campaigns.fill(sheet, 5)
    response = seen_by(users[1], reverse(f"monitoring:{name}", args=[sheet.uid]))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/")
    assert "attachment" in response["Content-Disposition"] or name == "sheet_paper"
