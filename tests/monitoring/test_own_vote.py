"""Nobody records the open vote on themselves; who records it finds the way (000/2.2, 4.4)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from monitoring import tasks
from tests.factories import employee
from tests.monitoring import after, campaigns, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "Комиссия ачык добуш берди"


def tied(runner, chair=None, other=None):
    """The chair and another are equal at the first place: campaign, members, both."""
    kind = campaigns.kind(collects_material=False, rules={"tie_break": ["vote"]})
    campaign = campaigns.begin(runner, kind)
    members = [chair or employee("chair"), *(employee(f"m-{n}") for n in (1, 2))]
    users = campaigns.form(campaign, runner, [*members, campaigns.outsider()])
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    people = campaign.participants.all()
    other = other or employee("another")
    own = people.get(person=users[0].person)
    equal = people.get(person=other.person)
    third = people.get(person=runner.person)
    points = {own.pk: 5, equal.pk: 5, third.pk: 4}
    columns = campaign.criteria.indicators().count()
    marks = {one.pk: [[points.get(one.pk, 3)] * 4] * columns for one in people}
    counted.score(campaign, users, marks)
    counted.computed(campaign, users[0])
    return campaign, users, own, equal


def address(campaign, participant):
    return reverse("monitoring:take_vote", args=[campaign.pk, participant.pk])


def results_of(client, user, campaign):
    page = after.look(client, user, f"{campaign.get_absolute_url()}?tab=results")
    return page.content.decode()


@pytest.fixture
def staff_equal(runner, agency):
    return tied(runner, other=agency.staff)


@pytest.mark.clause("000-4.4")
def test_the_chair_among_the_equals_does_not_record_the_vote(client, agency, staff_equal):
    campaign, users, own, equal = staff_equal
    given = {own.pk: 3, equal.pk: 0}
    with pytest.raises(PermissionDenied):
        campaign.take_vote(by=users[0], votes=given, words=WORDS)
    campaign.refresh_from_db()
    assert campaign.state == "computed"
    said = "somebody else records this vote: the chair, the secretary or the director."
    page = after.look(client, users[0], address(campaign, own))
    assert page.status_code == 409
    assert said in page.content.decode()
    tab = results_of(client, users[0], campaign)
    assert said in tab
    assert "Record the open vote" not in tab

    assert "Record the open vote" in results_of(client, agency.director, campaign)
    typed = {f"votes-{own.pk}": "0", f"votes-{equal.pk}": "2", "words": WORDS}
    recorded = after.look(client, agency.director, address(campaign, own), **typed)
    assert recorded.status_code == 302
    tasks.count_results()
    row = campaign.results.current().get().rows.get(participant=equal)
    assert (row.place, row.decided_by) == (1, "vote")


def test_the_secretary_among_the_equals_does_not_either(client, agency, staff_equal):
    campaign, _users, own, equal = staff_equal
    campaign.secretary = agency.staff.person
    campaign.save()
    with pytest.raises(PermissionDenied):
        campaign.take_vote(by=agency.staff, votes={own.pk: 0, equal.pk: 3}, words=WORDS)
    assert "/vote/" not in results_of(client, agency.staff, campaign)
    assert after.look(client, agency.staff, address(campaign, own)).status_code == 409


def test_where_the_director_chairs_and_is_equal_whoever_runs_it_records(client, agency, runner):
    campaign, _users, own, equal = tied(runner, chair=agency.director, other=agency.staff)
    said = "somebody else records this vote: the secretary or whoever runs the monitoring."
    assert said in results_of(client, agency.director, campaign)
    assert "Record the open vote" in results_of(client, runner, campaign)
    campaign.take_vote(by=runner, votes={own.pk: 1, equal.pk: 0}, words=WORDS)


def test_a_secretary_finds_the_vote_and_is_told_no_score(client, agency, runner):
    rules = {"tie_break": ["weightiest", "vote"]}
    campaign, users, people = counted.named(runner, counted.D1, counted.D1_WEIGHTS, **rules)
    result = counted.computed(campaign, users[0])
    assert "tab=results#tab" not in results_of(client, agency.staff, campaign)
    campaign.secretary = agency.staff.person
    campaign.save()
    (row, _other) = campaign.ties_to_vote()[0]
    url = address(campaign, row.participant)
    tab = results_of(client, agency.staff, campaign)
    assert f'href="{url}"' in tab
    assert "Record the open vote" in tab
    page = after.look(client, agency.staff, url)
    assert page.status_code == 200
    score = f"{result.rows.get(participant=people['A']).shown}".replace(".", ",")
    for text in (tab, page.content.decode()):
        assert score not in text
        assert str(people["B"]) not in text
    assert score in after.look(client, users[0], url).content.decode()
    typed = {f"votes-{people['A'].pk}": "1", f"votes-{people['D'].pk}": "3", "words": WORDS}
    assert after.look(client, agency.staff, url, **typed).status_code == 302
    tasks.count_results()
    assert "Correct the vote" in results_of(client, agency.staff, campaign)
