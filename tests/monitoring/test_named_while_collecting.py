"""Who is named and taken off while material is collected, where not all take part (000/2.2, 4.2)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from common.models import Todo
from monitoring import participant_deeds
from monitoring.models import Material, Participant
from tests.factories import employee
from tests.monitoring import after, campaigns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def one(agency):
    """Who was named before."""
    return employee("one")


@pytest.fixture
def collecting(runner, one):
    """A campaign that collects the material of one who was named, and the users of its members."""
    campaign = campaigns.begin(runner, campaigns.kind(takes_all=False))
    campaign.name_participants([one.person], by=runner)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.collect(by=runner)
    return campaign, users


@pytest.fixture
def own(collecting):
    return collecting[0].participants.get()


def take_off(client, user, participant: Participant):
    return after.look(
        client, user, reverse("monitoring:participant_off", args=[participant.pk]), once="1"
    )


def waiting(user):
    return Todo.objects.waiting().filter(person=user.person, kind="monitoring.bring")


@pytest.mark.clause("000-2.2-a")
def test_a_member_who_is_named_later_does_not_score_themselves(runner, collecting):
    campaign, users = collecting
    campaign.name_participants([users[1].person], by=runner)
    own = campaign.participants.get(person=users[1].person)
    assert [one.ground for one in own.recusals.all()] == ["self"]

    campaign.begin_scoring(by=runner)

    assert own not in campaigns.sheet_of(campaign, users[1]).participants()
    assert own in campaigns.sheet_of(campaign, users[2]).participants()


def test_who_is_named_later_is_asked_for_material_and_nobody_twice(runner, collecting, one):
    campaign, users = collecting
    waiting(one).done()
    campaign.name_participants([users[1].person], by=runner)
    assert waiting(users[1]).count() == 1
    assert not waiting(one).exists()


def test_who_brought_material_does_not_come_off_and_the_page_says_what_to_do(
    client, runner, collecting, own
):
    campaign, _users = collecting
    indicator = campaign.criteria.indicators()[0]
    Material.objects.create(participant=own, indicator=indicator, text="Үч макала")
    answer = take_off(client, runner, own)
    assert answer.status_code == 409
    assert "note that this participant left" in answer.content.decode()
    with override("en"), pytest.raises(ValidationError, match="brought already"):
        participant_deeds.take_off(own, by=runner)


def test_of_who_comes_off_nothing_is_asked(client, runner, collecting, one, own):
    assert waiting(one).exists()
    assert take_off(client, runner, own).status_code == 302
    assert not waiting(one).exists()


@pytest.mark.parametrize("how", ["off", "left"])
def test_with_nobody_left_no_sheets_are_opened(runner, collecting, own, how):
    campaign, _users = collecting
    if how == "off":
        participant_deeds.take_off(own, by=runner)
    else:
        participant_deeds.note_left(own, by=runner, on=localdate(), reason="Кетти")
    with pytest.raises(ValidationError, match="nobody and nothing to score"):
        campaign.begin_scoring(by=runner)
    assert not campaign.sheets().exists()
