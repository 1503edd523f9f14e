"""The open vote between those whom the marks leave equal: recorded, counted, told (000/4.4)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import JournalEntry
from monitoring import holdings, protocol_marks, tasks
from monitoring.counting import verify
from monitoring.models import Campaign, TieVote
from monitoring.protocol_words import protocol_words
from monitoring.tie_words import tie_sentences, votes_of
from tests.monitoring import after
from tests.monitoring.counted import D1, D1_WEIGHTS, ONE, computed, named, rows

pytestmark = pytest.mark.django_db
WORDS = "Комиссия 23-ноябрда ачык добуш берди"


@pytest.fixture
def equal(runner, agency):
    """A and D share the second place: campaign, members, participants, result."""
    campaign, users, people = named(runner, D1, D1_WEIGHTS, tie_break=["weightiest", "vote"])
    return campaign, users, people, computed(campaign, users[0])


def votes(people, a, d) -> dict[int, int]:
    return {people["A"].pk: a, people["D"].pk: d}


def take(campaign, user, given, words=WORDS):
    """Recorded and counted, as the worker does it."""
    campaign.take_vote(by=user, votes=given, words=words)
    tasks.count_results()
    campaign.refresh_from_db()
    return campaign.results.get(superseded_at=None)


@pytest.mark.clause("000-4.4")
def test_the_vote_takes_one_before_the_other_and_the_result_before_is_kept(equal):
    campaign, users, people, before = equal
    found = rows(before, people)
    assert (found["A"].place, found["D"].place) == (2, 2)
    result = take(campaign, users[0], votes(people, 1, 3))
    found = rows(result, people)
    assert {name: row.place for name, row in found.items()} == {"B": 1, "D": 2, "A": 3, "C": 4}
    assert found["D"].decided_by == "vote"
    assert (result.version, before.version) == (2, 1)
    before.refresh_from_db()
    assert before.superseded_because == WORDS
    assert verify(result) == []
    assert [line["outcome"] for line in result.statistics["ties"]] == ["equal", "decided"]
    entry = JournalEntry.objects.get(deed="take_vote")
    assert sorted(entry.details["votes"]) == sorted([[people["A"].pk, 1], [people["D"].pk, 3]])


def test_who_stays_equal_by_the_vote_shares_the_place(equal):
    campaign, users, people, _before = equal
    result = take(campaign, users[0], votes(people, 2, 2))
    found = rows(result, people)
    assert (found["A"].place, found["D"].place) == (2, 2)
    assert result.statistics["ties"][-1]["outcome"] == "equal"


def test_a_slip_is_put_right_and_the_last_vote_counts(equal):
    campaign, users, people, _before = equal
    slip = take(campaign, users[0], votes(people, 1, 3))
    result = take(campaign, users[0], votes(people, 3, 1), "Кайра саналды")
    assert rows(result, people)["A"].place == 2
    slip.refresh_from_db()
    said = [
        (one["words"], [given for _who, given in one["among"]])
        for each in (slip, result)
        for one in votes_of(each)
    ]
    assert said == [(WORDS, [1, 3]), ("Кайра саналды", [3, 1])]
    assert TieVote.objects.count() == 2
    assert TieVote.history.count() == 4


@pytest.mark.clause("000-4.4")
def test_it_is_voted_on_the_places_that_are_given_the_first_place_first(
    runner, agency, django_assert_num_queries
):
    points = {"A": 4, "B": 5, "C": 4, "D": 5, "E": 3, "F": 3}
    marks = {name: [[point] * 4] for name, point in points.items()}
    campaign, users, people = named(runner, marks, ONE, tie_break=["vote"])
    computed(campaign, users[0])
    names = {one.pk: name for name, one in people.items()}
    with django_assert_num_queries(2):
        groups = campaign.ties_to_vote()
    found = ["".join(sorted(names[row.participant_id] for row in rows)) for rows in groups]
    assert found == ["BD", "AC"]
    assert [rows[0].place for rows in groups] == [1, 3]


def test_two_votes_told_in_the_same_words_stay_two(runner, agency):
    marks = {name: [[point] * 4] for name, point in (("A", 5), ("B", 5), ("C", 4), ("D", 4))}
    campaign, users, people = named(runner, marks, ONE, tie_break=["vote"])
    result = computed(campaign, users[0])
    assert protocol_marks.votes(result) == []
    for one, other in (("A", "B"), ("C", "D")):
        result = take(campaign, users[0], {people[one].pk: 1, people[other].pk: 2})
    told = [
        ([each["no"] for each in one["among"]], [each["votes"] for each in one["among"]])
        for one in protocol_marks.votes(result)
    ]
    numbers = [people[name].number for name in "ABCD"]
    assert told == [(numbers[:2], [1, 2]), (numbers[2:], [1, 2])]


@pytest.mark.clause("000-4.4")
def test_the_protocol_and_the_explanation_tell_it(equal, runner):
    campaign, users, people, _before = equal
    draft = after.drafted(campaign, runner)
    result = take(campaign, users[0], votes(people, 1, 3))
    draft.refresh_from_db()
    assert draft.result == result
    (told,) = protocol_words(draft.manifest(), "ky")["votes"]
    assert "– 1" in told
    assert "– 3" in told
    assert WORDS in told
    (said,) = tie_sentences(result, people["A"], tells_members=True)
    assert said.count(str(people["D"])) == 2
    assert f"{people['A']} – 1, {people['D']} – 3" in said


def test_the_votes_on_somebody_go_into_their_own_data(equal):
    campaign, users, people, _before = equal
    take(campaign, users[0], votes(people, 1, 3))
    person = people["A"].person
    assert holdings.votes(person)[0].rows == []
    Campaign.objects.update(state="announced")
    assert holdings.votes(person)[0].rows == [[str(campaign), "1", WORDS]]
    assert sorted(bool(row[-1]) for row in holdings.results(person)[0].rows) == [False, True]


def test_who_could_not_be_scored_gets_their_own_data_all_the_same(runner, agency):
    campaign, users, people = named(runner, {"A": [["not_applicable"] * 4]}, ((1000,),))
    computed(campaign, users[0])
    Campaign.objects.update(state="announced")
    (row,) = holdings.results(people["A"].person)[0].rows
    assert row[2] == "–"


def test_more_votes_than_members_none_or_for_others_are_refused(equal):
    campaign, users, people, _before = equal
    wrong = (
        votes(people, 3, 2),
        votes(people, 0, 0),
        votes(people, -1, 2),
        {people["A"].pk: 2, people["B"].pk: 1},
    )
    for given in wrong:
        with pytest.raises(ValidationError):
            campaign.take_vote(by=users[0], votes=given, words=WORDS)
    with pytest.raises(ValidationError):
        campaign.take_vote(by=users[0], votes=votes(people, 1, 3), words=" ")
    campaign.refresh_from_db()
    assert campaign.state == "computed"


def test_once_the_protocol_is_sent_nothing_is_voted(equal, runner):
    campaign, users, people, _before = equal
    after.proposal(campaign, runner)
    after.drafted(campaign, runner).send(by=runner)
    with pytest.raises(ValidationError):
        campaign.take_vote(by=users[0], votes=votes(people, 1, 3), words=WORDS)


def test_a_campaign_without_the_step_has_nothing_to_vote_on(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS)
    computed(campaign, users[0])
    assert campaign.ties_to_vote() == []
    with pytest.raises(ValidationError):
        campaign.take_vote(by=users[0], votes=votes(people, 1, 3), words=WORDS)


def test_the_chair_the_secretary_and_the_director_record_it_on_a_page(
    client, agency, equal, runner
):
    campaign, users, people, _before = equal
    url = reverse("monitoring:take_vote", args=[campaign.pk, people["A"].pk])
    other = reverse("monitoring:take_vote", args=[campaign.pk, people["B"].pk])
    for user in (agency.staff, users[1], users[3], runner):
        assert after.look(client, user, url).status_code == 403
        with pytest.raises(PermissionDenied):
            campaign.take_vote(by=user, votes=votes(people, 1, 3), words=WORDS)
    assert after.look(client, agency.director, url).status_code == 200
    assert after.look(client, users[0], other).status_code == 404
    tab = after.look(client, users[0], f"{campaign.get_absolute_url()}?tab=results")
    assert "Record the open vote" in tab.content.decode()
    typed = {f"votes-{people['A'].pk}": "3", f"votes-{people['D'].pk}": "3", "words": WORDS}
    assert after.look(client, users[0], url, **typed).status_code == 422
    campaign.secretary = runner.person
    campaign.save()
    typed[f"votes-{people['A'].pk}"] = "1"
    assert after.look(client, runner, url, **typed).status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "counting"
    assert after.look(client, users[0], url).status_code == 409
