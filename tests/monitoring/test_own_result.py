"""One's own result: explained, printed, seen by nobody else (000/4.3)."""

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import Todo
from common.personal import held_about
from monitoring.counting import count
from monitoring.models import Mark, PointWords, ResultReading
from monitoring.models.campaign_deeds import ACQUAINT
from monitoring.proposed_nominations import proposed
from tests.factories import employee
from tests.monitoring import after, campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(agency, runner):
    """A campaign that the meeting heard."""
    return after.announced(agency, runner)


def _counting():
    return CaptureQueriesContext(connection)


def own(campaign, more="") -> str:
    return f"/monitoring/my-result/{campaign.pk}/{more}"


@pytest.mark.clause("000-4.3")
def test_everybody_is_asked_to_look_and_says_so_once(client, agency, told):
    campaign, _users = told
    asked = Todo.objects.waiting().filter(kind=ACQUAINT)
    people = set(campaign.participants.values_list("person", flat=True))
    assert set(asked.values_list("person", flat=True)) == people
    page = after.look(client, agency.staff, own(campaign))
    assert "I have seen it" in page.content.decode()
    for _twice in range(2):
        assert after.look(client, agency.staff, own(campaign, "seen/"), x="1").status_code == 302
    assert ResultReading.objects.filter(participant__person=agency.staff.person).count() == 1
    assert not asked.filter(person=agency.staff.person).exists()
    assert "I have seen it" not in after.look(client, agency.staff, own(campaign)).content.decode()


@pytest.mark.clause("000-4.3")
def test_it_says_why_and_names_no_member(client, agency, told):
    campaign, users = told
    criteria = campaign.criteria
    PointWords.objects.create(
        criteria=criteria, point=4, words=campaigns.words("Талапты толук аткарат")
    )
    Mark.objects.filter(participant__person=agency.staff.person).update(note="Жашыруун пикир")
    page = after.look(client, agency.staff, own(campaign)).content.decode()
    for said in ("4,50", "4,25", "4,00", "Талапты толук аткарат", "Критерий 1", "Көрсөткүч 2.3"):
        assert said in page, said
    for user in users:
        assert user.person.surname not in page
    assert "Жашыруун" not in page


def test_before_the_meeting_nobody_sees_it(client, agency, runner, scoring):
    campaign, users = scoring
    after.computed(campaign, users)
    assert after.look(client, agency.staff, own(campaign)).status_code == 409
    assert (
        "No results" in after.look(client, agency.staff, "/monitoring/my-result/").content.decode()
    )


def test_only_who_took_part_has_a_page(client, told, stranger):
    campaign, users = told
    newcomer = employee("newcomer")
    for reader in (newcomer, users[3], stranger):
        for more in ("", "paper/"):
            assert after.look(client, reader, own(campaign, more)).status_code == 404
        assert after.look(client, reader, own(campaign, "seen/"), x="1").status_code == 404
    assert after.look(client, stranger, "/monitoring/my-result/").status_code == 403


def test_the_short_address_leads_to_the_newest(client, agency, told):
    campaign, _users = told
    page = after.look(client, agency.staff, "/monitoring/my-result/")
    assert page["Location"] == own(campaign)


def test_the_paper_says_the_same(client, agency, told):
    campaign, users = told
    data = after.body(after.look(client, agency.staff, own(campaign, "paper/")))
    if folder := os.environ.get("SHOW"):
        with open(f"{folder}/own.pdf", "wb") as out:  # noqa: PTH123
            out.write(data)
    text = after.text_of(data)
    assert "4,50" in text
    assert "Көрсөткүч 2.3" in text
    assert users[1].person.surname not in text


def test_the_year_before_stands_beside_it(client, agency, runner, told):
    campaign, _users = told
    for participant in campaign.participants.all():
        participant.results.update(shown="3.75")
    campaign.year, campaign.state = 2025, "closed"
    campaign.save()
    kind = campaign.kind
    now = campaigns.begin(runner, kind, criteria=campaign.criteria)
    users = campaigns.form(now, runner)
    campaigns.declare(now)
    now.begin_scoring(by=runner)
    after.computed(now, users)
    type(now).objects.filter(pk=now.pk).update(state="announced")
    page = after.look(client, agency.staff, own(now)).content.decode()
    assert "3,75" in page
    assert "the year before 4,50" in page


def test_it_costs_the_same_with_many_people(client, agency, told):
    campaign, _users = told
    after.look(client, agency.staff, own(campaign))
    with _counting() as few:
        client.get(own(campaign))
    for row in list(campaign.participants.all()):
        row.pk, row.number, row.subject_id = None, row.number + 500, row.subject_id + 5000
        row.person = None
        row._state.adding = True
        row.save()
    with _counting() as many:
        client.get(own(campaign))
    assert len(few) == len(many) < 60


def test_what_is_held_is_in_the_export_of_ones_data(agency, told, in_english):
    campaign, _users = told
    titles = {one.title for one in held_about(agency.staff.person)}
    assert "Results of scored assessments" in titles


def test_it_reads_what_the_counting_wrote(client, agency, runner, scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users, value=lambda one, column: 5 if one.number == 1 else 4)
    campaign.compute(by=users[0], late_reason="Кечикти")
    result, rows = count(campaign)
    campaign.settle(by=users[0], result=result, rows=rows)
    first = campaign.participants.get(number=1)
    assert [one.participants for one in proposed(campaign)] == [[first]]
    after.signed(campaign, users, runner)
    type(campaign).objects.filter(pk=campaign.pk).update(state="announced")
    page = after.look(client, first.person.user, own(campaign))
    found = page.context["found"]
    assert (found.shown, found.groups[0].mean, found.groups[0].lines[0].mean) == (
        *("5,00", "5,00"),
        "5,00",
    )
    assert found.groups[0].average < found.groups[0].mean
    assert found.row.place == 1
