"""The protocol of a commission: what it says, who signs, what comes back (000/2.4, 4.3, 4.4)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import Todo
from common.models.journal import digest
from documents.proof import doubt
from monitoring.models import CommissionProtocol, Nomination, Participant
from tests.monitoring import after, campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(runner, scoring):
    """A campaign whose result is frozen, and the users of its members."""
    campaign, users = scoring
    return after.computed(campaign, users), users


@pytest.mark.clause("000-2.4")
def test_without_a_proposal_the_protocol_is_not_sent(runner, result):
    campaign, users = result
    protocol = after.drafted(campaign, runner)
    with pytest.raises(ValidationError):
        protocol.send(by=runner)
    after.proposal(campaign, users[3])
    protocol.send(by=runner)
    assert protocol.state == "agreeing"


def test_all_four_sign_and_the_chair_is_asked_last(runner, result):
    campaign, users = result
    after.proposal(campaign, runner)
    protocol = after.drafted(campaign, runner)
    protocol.send(by=runner)
    waiting = Todo.objects.waiting().filter(kind="documents.sign")
    assert {one.person_id for one in waiting} == {user.person_id for user in users[1:]}
    with pytest.raises(PermissionDenied):
        protocol.sign(by=users[0], seen=protocol.sheet.manifest_hash)
    after.sign(protocol, *users[1:])
    assert protocol.state == "agreeing"
    after.sign(protocol, users[0])
    protocol.refresh_from_db()
    assert protocol.state == "approved"
    assert doubt(protocol) is None


def test_a_refusal_comes_back_with_its_remark(runner, result):
    campaign, users = result
    after.proposal(campaign, runner)
    protocol = after.drafted(campaign, runner)
    protocol.send(by=runner)
    protocol.send_back(by=users[3], remark="Сунуш так эмес")
    assert protocol.state == "draft"
    assert Todo.objects.waiting().filter(kind="documents.revise", person=runner.person).exists()


@pytest.mark.clause("000-4.3")
def test_it_names_the_employees_who_attended(runner, result, staff):
    campaign, _users = result
    protocol = after.drafted(campaign, runner)
    protocol.present.add(staff.person)
    told = protocol.manifest()
    assert told["people"][told["present"][0]]["full"] == staff.person.full_name


@pytest.mark.clause("000-4.4")
def test_it_covers_places_and_nominations(runner, result):
    campaign, _users = result
    one = Participant.objects.filter(campaign=campaign).last()
    made = Nomination.objects.create(campaign=campaign, title=campaigns.words("Жыл изденүүчүсү"))
    made.participants.add(one)
    Nomination.objects.create(campaign=campaign, title=campaigns.words("Эч кимге"), order=2)
    told = after.drafted(campaign, runner).manifest()
    assert [row["place"] for row in told["rows"][:3]] == [1, 2, 3]
    assert told["nominations"][0]["to"][0]["no"] == one.number
    assert told["nominations"][1]["to"] == []


def test_it_covers_recusals_and_explanations_without_whose_marks_they_are(runner, scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    campaigns.sign_all(campaign, users)
    person, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    sheet.spread_notes.create(
        participant=person, indicator=column, value=1, lowest=1, highest=5, text="Материал жок"
    )
    campaign.compute(by=users[0], late_reason="Кечикти")
    after.settled(campaign, users[0])
    told = after.drafted(campaign, runner).manifest()
    assert {one["ground"] for one in told["recusals"]} == {"self"}
    (note,) = told["spread"]
    assert (note["lowest"], note["highest"], note["text"]) == (1, 5, "Материал жок")
    assert not {"who", "name", "no"} & note.keys()


def test_a_change_of_what_it_says_is_found_before_the_signature(runner, result):
    campaign, users = result
    made = after.proposal(campaign, runner)
    protocol = after.drafted(campaign, runner)
    protocol.send(by=runner)
    seen = protocol.sheet.manifest_hash
    made.text = "Башка сунуш"
    made.save()
    with pytest.raises(ValidationError):
        protocol.sign(by=users[1], seen=seen)


def test_a_new_name_of_a_member_changes_nothing_signed(runner, result):
    campaign, users = result
    protocol = after.signed(campaign, users, runner)
    person = users[1].person
    person.surname = "Жаңыева"
    person.save()
    protocol = CommissionProtocol.objects.get()
    assert digest(protocol.manifest()) == protocol.sheet.manifest_hash


def test_a_changed_place_is_found_in_what_was_signed(runner, result):
    campaign, users = result
    protocol = after.signed(campaign, users, runner)
    protocol.result.rows.filter(place=2).update(place=1)
    assert doubt(CommissionProtocol.objects.get()) is not None


def test_opened_again_there_is_a_new_protocol_and_the_old_one_is_kept(runner, director, result):
    campaign, users = result
    old = after.signed(campaign, users, runner)
    campaign.reopen(by=director, reason="Каршылык негиздүү")
    assert campaign.protocol is None
    for user in users:
        sheet = campaigns.sheet_of(campaign, user)
        sheet.sign(by=user)
    campaign.compute(by=users[0], late_reason="Кечикти")
    after.settled(campaign, users[0])
    made = after.drafted(campaign, runner, number="2")
    made.send(by=runner)
    after.sign(made, *users[1:], users[0])
    assert campaign.protocol == made
    old = CommissionProtocol.objects.get(pk=old.pk)
    assert old.state == "approved"
    assert doubt(old) is None


def test_nobody_signs_under_a_result_that_counts_no_more(runner, director, result):
    campaign, users = result
    after.proposal(campaign, runner)
    protocol = after.drafted(campaign, runner)
    protocol.send(by=runner)
    campaign.reopen(by=director, reason="Каршылык негиздүү")
    with pytest.raises(ValidationError):
        after.sign(protocol, users[1])


def test_proposals_are_not_given_once_it_is_signed(runner, result):
    campaign, users = result
    after.signed(campaign, users, runner)
    with pytest.raises(ValidationError):
        after.proposal(campaign, users[1])
