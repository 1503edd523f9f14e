"""How a result comes about: who is left out, who left, another round, a killed worker (000/2.2)."""

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.models import JournalEntry
from monitoring import tasks
from monitoring.counting import count, verify
from monitoring.counting_inputs import unscored
from monitoring.models import Campaign, Result, ResultRow, Ruling
from tests.factories import employee
from tests.monitoring import campaigns
from tests.monitoring.counted import (
    D1,
    D1_WEIGHTS,
    ONE,
    computed,
    explain,
    letters,
    named,
    rows,
    score,
)

pytestmark = pytest.mark.django_db
TWO = ((600, 400),)


def leave(participant, reason="Жумуштан кетти"):
    participant.left_on, participant.left_reason = localdate(), reason
    participant.save()


def test_who_is_out_of_competition_is_shown_and_takes_no_place(runner, agency):
    marks = {"A": letters("5555"), "B": letters("4444"), "C": letters("3333")}
    campaign, users, people = named(runner, marks, ONE)
    people["A"].out_reason = "Комиссияны түзгөн"
    people["A"].save()
    found = rows(computed(campaign, users[0]), people)
    assert {name: row.place for name, row in found.items()} == {"A": None, "B": 1, "C": 2}
    assert found["A"].score == 5


def test_who_was_dismissed_holds_nothing_up_and_takes_no_place(runner, agency):
    marks = {"A": letters("5555"), "B": letters("4444"), "C": letters("3333")}
    marks["A"][0][2:] = ["refused", "refused"]
    campaign, users, people = named(runner, marks, ONE)
    with pytest.raises(ValidationError):
        computed(campaign, users[0])
    leave(people["A"])
    result = computed(campaign, users[0])
    found = rows(result, people)
    assert {name: row.place for name, row in found.items()} == {"A": None, "B": 1, "C": 2}
    assert (found["A"].score, found["A"].points) == (None, 10)
    assert result.statistics["people"] == 2
    assert verify(result) == []


@pytest.mark.parametrize(("keeps", "expected"), [(True, Fraction(18, 5)), (False, Fraction(4))])
def test_a_member_who_left_counts_as_the_order_says(runner, agency, keeps, expected):
    marks = {"A": letters("4244"), "B": letters("5455")}
    campaign, users, people = named(runner, marks, ONE)
    leaver = campaign.members.get(person=users[1].person)
    campaign.remove_member(leaver, by=runner, reason="Ооруп калды", keeps_marks=keeps)
    new = employee("substitute")
    campaign.add_member(by=runner, person=new.person, replaces=leaver)
    score(campaign, [new], {one.pk: [[4]] for one in people.values()})
    result = computed(campaign, users[0])
    assert rows(result, people)["A"].score == expected
    assert len(result.inputs["members"]) == (5 if keeps else 4)
    assert verify(result) == []


def test_an_unsigned_sheet_beyond_the_quorum_does_not_count(runner, agency):
    marks = {"A": letters("4445"), "B": letters("3334")}
    campaign, users, people = named(runner, marks, ONE, quorum=3)
    campaign.sheets().filter(member__person=users[3].person).update(
        state="open", signed_at=None, digest=""
    )
    result = computed(campaign, users[0])
    assert len(result.inputs["members"]) == 3
    assert rows(result, people)["A"].score == 4


# Cells with too few marks --------------------------------------------------------------------


@pytest.fixture
def short(runner, agency):
    """Two people, two indicators; one cell with two marks of four."""
    marks = {"A": letters("4444 / 5555"), "B": letters("3333 / 3333")}
    marks["A"][1][:2] = ["cannot_judge", "refused"]
    return named(runner, marks, TWO)


def test_a_cell_with_too_few_marks_is_named_and_stops_the_count(short, in_english):
    campaign, users, people = short
    explain(campaign)
    with pytest.raises(ValidationError) as refused:
        campaign.compute(by=users[0], late_reason="Сыноо")
    assert str(people["A"]) in " ".join(refused.value.messages)
    assert "2 of 3 marks" in " ".join(refused.value.messages)
    campaign.refresh_from_db()
    assert campaign.state == "scoring"


def test_the_chair_leaves_it_out_and_the_weights_are_those_that_are_left(short):
    campaign, users, people = short
    cells = [(one.participant, one.indicator) for one in unscored(campaign)]
    for user in users[1:]:
        with pytest.raises(PermissionDenied):
            Ruling.leave_out(campaign, cells, by=user, reason="Тиешеси жок")
    with pytest.raises(ValidationError):
        Ruling.leave_out(campaign, cells, by=users[0], reason=" ")
    Ruling.leave_out(campaign, cells, by=users[0], reason="Тиешеси жок")
    with pytest.raises(ValidationError):
        Ruling.leave_out(campaign, cells, by=users[0], reason="Тиешеси жок")
    result = computed(campaign, users[0])
    found = rows(result, people)["A"]
    assert found.score == 4
    assert found.detail["left_out"] == [1]
    assert JournalEntry.objects.filter(deed="leave_out_cells").count() == 1
    assert verify(result) == []


def test_whom_everybody_calls_not_applicable_is_weighed_by_the_rest(runner, agency):
    marks = {"A": letters("4444 / 5555"), "B": letters("3333 / 4444")}
    marks["A"][1] = ["not_applicable"] * 4
    campaign, users, people = named(runner, marks, TWO)
    found = rows(computed(campaign, users[0]), people)
    assert (found["A"].score, found["B"].score) == (Fraction(4), Fraction(17, 5))


@pytest.mark.clause("000-2.2-b")
def test_a_member_who_is_scored_loses_no_points_by_not_scoring_themselves(scoring):
    campaign, users = scoring
    campaign.rules |= {"total": "sum"}
    campaign.save()
    campaigns.sign_all(campaign, users, 4)
    result = computed(campaign, users[0])
    own = result.rows.get(participant__person=users[0].person)
    other = result.rows.exclude(participant__person__in=[u.person for u in users]).first()
    assert own.points * 4 == other.points * 3
    assert own.detail["total"] == other.detail["total"]
    assert own.place == other.place == 1
    assert own.is_shared


# Nominations ------------------------------------------------------------------------------------


@pytest.mark.clause("000-4.4")
def test_nominations_are_proposed_by_direction_and_not_below_the_threshold(runner, agency):
    marks = {"A": letters("5555"), "B": letters("4444"), "C": letters("3333")}
    campaign, users, people = named(runner, marks, ONE)
    (one,) = computed(campaign, users[0]).statistics["nominations"]
    assert (one["direction"], one["winners"], one["value"]) == ("quality", [0], "5")

    low = {name: letters("3333") for name in "AB"}
    campaign, users, people = named(runner, low, ONE, code="low")
    (one,) = computed(campaign, users[0]).statistics["nominations"]
    assert (one["winners"], one["reason"]) == ([], "below_threshold")

    campaign, users, people = named(runner, marks, ONE, code="others", winners_nominated=False)
    (one,) = computed(campaign, users[0]).statistics["nominations"]
    assert (one["winners"], one["reason"]) == ([], "no_candidates")


# The worker ------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def test_a_killed_worker_leaves_nothing_half_written(runner, agency, monkeypatch):
    campaign, users, _people = named(runner, D1, D1_WEIGHTS)
    explain(campaign)
    campaign.compute(by=users[0], late_reason="Сыноо")
    bulk = ResultRow.objects.__class__.bulk_create

    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(ResultRow.objects.__class__, "bulk_create", die)
    with pytest.raises(Killed):
        tasks.count_results()
    monkeypatch.setattr(ResultRow.objects.__class__, "bulk_create", bulk)
    assert not Result.objects.exists()
    campaign.refresh_from_db()
    assert campaign.state == "counting"
    tasks.count_results()
    tasks.count_results()
    assert Result.objects.count() == 1
    assert ResultRow.objects.count() == 4


def test_two_workers_freeze_one_result(runner, agency):
    campaign, users, _people = named(runner, D1, D1_WEIGHTS)
    explain(campaign)
    campaign.compute(by=users[0], late_reason="Сыноо")
    late, rows_ = count(campaign)
    tasks.count_results()
    from common.caller import SYSTEM
    from common.models import StepNotAllowed

    with pytest.raises(StepNotAllowed):
        campaign.settle(by=SYSTEM, result=late, rows=rows_)
    assert Result.objects.count() == 1


def test_who_asked_may_have_lost_the_right_meanwhile(runner, agency):
    campaign, users, _people = named(runner, D1, D1_WEIGHTS)
    explain(campaign)
    campaign.compute(by=users[0], late_reason="Сыноо")
    users[0].is_active = False
    users[0].save()
    campaign.members.filter(person=users[0].person).update(is_chair=False)
    tasks.count_results()
    result = Result.objects.get()
    assert result.computed_by == users[0]


def test_one_campaign_that_cannot_be_counted_does_not_stop_the_others(runner, agency):
    first, users, _people = named(runner, D1, D1_WEIGHTS)
    second, others, _people = named(runner, D1, D1_WEIGHTS, code="second")
    for campaign, chair in ((first, users[0]), (second, others[0])):
        explain(campaign)
        campaign.compute(by=chair, late_reason="Сыноо")
    Campaign.objects.filter(pk=first.pk).update(rules=first.rules | {"needed": 5})
    tasks.count_results()
    assert list(Campaign.objects.order_by("pk").values_list("state", flat=True)) == [
        "counting",
        "computed",
    ]


# Opened again -------------------------------------------------------------------------------------


@pytest.mark.clause("000-2.2-b")
def test_opened_again_there_is_a_new_result_and_the_old_one_stays(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS)
    old = computed(campaign, users[0])
    campaign.reopen(by=agency.director, reason="Каршы пикир канааттандырылды")
    marks = D1 | {"C": letters("5555 / 5555 / 5555 / 5555 / 5555")}
    score(campaign, users, {people[name].pk: cells for name, cells in marks.items()})
    new = computed(campaign, users[0])

    old.refresh_from_db()
    assert (old.version, new.version, new.round) == (1, 2, 2)
    assert old.superseded_because
    assert rows(old, people)["C"].score == Fraction(43, 10)
    assert (rows(new, people)["C"].score, rows(new, people)["C"].place) == (5, 1)
    assert verify(old) == verify(new) == []
