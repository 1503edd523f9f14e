"""Results counted through the models: the published and derived cases, exactly (000/2.2, 4.4)."""

from fractions import Fraction

import pytest

from monitoring.counting import count, verify
from monitoring.counting_inputs import unscored
from monitoring.models import Mark, ResultRow, Ruling
from monitoring.result_words import state_words
from tests.monitoring import campaigns
from tests.monitoring.counted import C1, D1, D1_WEIGHTS, ONE, TEN, computed, letters, named, rows

pytestmark = pytest.mark.django_db

CHAIN = ["weightiest", "outsider", "highest", "lowest", "vote"]


def places(result, named):
    return {name: row.place for name, row in rows(result, named).items()}


@pytest.mark.clause("000-2.2-b")
@pytest.mark.clause("000-4.4")
def test_d1_scores_are_exact_and_equal_ones_share_the_place(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS)
    result = computed(campaign, users[0])
    found = rows(result, people)

    assert {name: row.score for name, row in found.items()} == {
        "A": Fraction(89, 20),
        "B": Fraction(363, 80),
        "C": Fraction(43, 10),
        "D": Fraction(89, 20),
    }
    assert {name: str(row.shown) for name, row in found.items()} == {
        "A": "4.45",
        "B": "4.54",
        "C": "4.30",
        "D": "4.45",
    }
    assert {name: row.points for name, row in found.items()} == {
        name: sum(map(sum, marks)) for name, marks in D1.items()
    }
    assert places(result, people) == {"B": 1, "A": 2, "D": 2, "C": 4}
    assert [found[name].is_shared for name in "ABCD"] == [True, False, False, True]
    detail = {name: row.detail for name, row in found.items()}
    assert [Fraction(detail[name]["median"]) for name in "ABCD"] == [
        Fraction(89, 20),
        Fraction(46, 10),
        Fraction(35, 8),
        Fraction(89, 20),
    ]
    assert detail["A"]["median"] == detail["A"]["trimmed"]
    assert detail["A"]["criteria"] == ["9/2", "17/4", "5", "15/4", "19/4"]
    assert verify(result) == []


def test_d1_dense_places_leave_no_gap(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS, places="dense")
    assert places(computed(campaign, users[0]), people) == {"B": 1, "A": 2, "D": 2, "C": 3}


@pytest.mark.clause("000-4.4")
def test_d1_the_outside_expert_decides_between_equals_and_it_is_said(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS, tie_break=CHAIN)
    result = computed(campaign, users[0])
    found = rows(result, people)

    assert places(result, people) == {"B": 1, "A": 2, "D": 3, "C": 4}
    assert (found["A"].decided_by, found["D"].decided_by, found["B"].decided_by) == (
        "outsider",
        "outsider",
        "",
    )
    assert found["A"].detail["members"][3][1] == "83/20"
    assert found["D"].detail["members"][3][1] == "81/20"
    told = [(one["step"], one["outcome"], one["values"]) for one in result.statistics["ties"]]
    assert told == [
        ("weightiest", "equal", ["9/2", "9/2"]),
        ("outsider", "decided", ["83/20", "81/20"]),
    ]


def test_d1_the_sum_of_points_is_that_of_all_marks(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS, total="sum")
    result = computed(campaign, users[0])
    found = rows(result, people)
    assert {name: row.points for name, row in found.items()} == {"A": 89, "B": 91, "C": 84, "D": 89}
    assert all(row.detail["total"] == str(row.points) for row in found.values())
    assert places(result, people) == {"B": 1, "A": 2, "D": 2, "C": 4}


@pytest.mark.clause("000-2.2-b")
def test_what_ranks_is_what_the_rules_of_the_campaign_say(runner, agency):
    marks = {"A": letters("5555 / 1111"), "B": letters("4444 / 4444")}
    weights = ((900,), (100,))
    by_mean, users, people = named(runner, marks, weights)
    found = rows(computed(by_mean, users[0]), people)
    assert [(str(found[n].shown), found[n].points, found[n].place) for n in "AB"] == [
        ("4.60", 24, 1),
        ("4.00", 32, 2),
    ]
    by_sum, users, people = named(runner, marks, weights, code="sums", total="sum")
    found = rows(computed(by_sum, users[0]), people)
    assert [(str(found[n].shown), found[n].points, found[n].place) for n in "AB"] == [
        ("4.60", 24, 2),
        ("4.00", 32, 1),
    ]
    assert found["B"].detail["interval"] == ["32", "32"]


def test_scores_that_print_alike_are_equal_where_the_rules_say_so(runner, agency):
    marks = {"A": letters("5555 / 4444"), "B": letters("5555 / 4445")}
    weights = ((990, 10),)
    exact, users, people = named(runner, marks, weights)
    assert places(computed(exact, users[0]), people) == {"B": 1, "A": 2}
    rounded, users, people = named(runner, marks, weights, code="rounded", ties_on="rounded")
    assert places(computed(rounded, users[0]), people) == {"B": 1, "A": 1}


def test_d2_a_missing_mark_is_told_beside_the_plain_mean(runner, agency):
    marks = {name: [list(cells[0])] for name, cells in C1.items()}
    marks["S3"][0][3] = "cannot_judge"
    campaign, users, people = named(runner, marks, ONE, **TEN)
    result = computed(campaign, users[0])
    found = rows(result, people)

    assert found["S3"].score == Fraction(6) == found["S1"].score
    assert found["S3"].detail["levelled"] == pytest.approx(6.45)
    assert "6,45" in state_words(found["S3"])
    assert found["S1"].detail["levelled"] is None
    agreement = result.statistics["agreement"]
    assert agreement["alpha"]["interval"]["value"] == pytest.approx(0.12435, abs=5e-4)
    assert agreement["dropped"] == 1
    effects = result.statistics["members"]["severity"]["effects"]
    assert effects == pytest.approx([2.3833, -2.7833, -0.95, 1.35], abs=5e-4)


def test_d3_each_draw_of_the_commission_is_gone_through(runner, agency):
    campaign, users, people = named(runner, C1, ONE, **TEN)
    result = computed(campaign, users[0])
    found = rows(result, people)

    assert result.statistics["firmness"]["draws"] == 256
    assert [found[f"S{n}"].detail["error"] for n in range(1, 7)] == pytest.approx(
        [1.3693, 0.9354, 0.8292, 1.2747, 1.0308, 0.9601], abs=5e-4
    )
    assert [
        [float(Fraction(end)) for end in found[f"S{n}"].detail["interval"]] for n in range(1, 7)
    ] == [[3.5, 8.5], [1.5, 5], [5, 8], [1.5, 6.5], [5.5, 9.5], [3, 6.5]]
    assert {n: Fraction(found[f"S{n}"].detail["first"]) * 256 for n in range(1, 7)} == {
        1: 0,
        2: 0,
        3: 1,
        4: 0,
        5: 256,
        6: 0,
    }
    assert [Fraction(found[f"S{n}"].detail["three"]) * 256 for n in (1, 3, 5, 6)] == [
        256,
        256,
        256,
        1,
    ]
    assert found["S5"].detail["places"] == [1, 1]
    low, high = found["S3"].detail["places"]
    assert 1 <= low <= found["S3"].place <= high <= 6


def test_c1_the_same_order_with_different_severity_is_told_as_that(runner, agency):
    campaign, users, people = named(runner, C1, ONE, **TEN)
    told = computed(campaign, users[0]).statistics
    agreement = told["agreement"]

    assert agreement["w"]["value"] == pytest.approx(0.88704, abs=5e-4)
    assert agreement["alpha"]["ordinal"]["value"] == pytest.approx(0.10906, abs=5e-4)
    assert agreement["icc"]["2,k"]["value"] == pytest.approx(0.62005, abs=5e-4)
    assert agreement["icc"]["3,k"]["value"] == pytest.approx(0.90932, abs=5e-4)
    assert agreement["verdict"] == "same_order"
    assert told["members"]["severity"]["effects"] == pytest.approx(
        [2.375, -2.7917, -0.9583, 1.375], abs=5e-4
    )
    assert told["members"]["severity"]["flagged"] == [0, 1, 2, 3]


def test_d4_a_mark_that_stands_out_is_shown_to_be_looked_at(runner, agency):
    campaign, users, people = named(runner, C1, ONE, **TEN)
    far = computed(campaign, users[0]).statistics["members"]["outliers"]
    row = sorted(people, key=lambda name: people[name].number).index("S2")
    assert [(one["row"], one["member"], one["grade"]) for one in far] == [(row, 3, "look")]
    assert far[0]["z"] == pytest.approx(-2.975, abs=5e-4)


def test_d5_everybody_with_five_is_first_and_no_coefficient_is_told(runner, agency):
    marks = {name: letters("5555 / 5555") for name in "ABC"}
    campaign, users, people = named(runner, marks, ((600, 400),))
    result = computed(campaign, users[0])

    assert set(places(result, people).values()) == {1}
    agreement = result.statistics["agreement"]
    assert agreement["w"]["value"] is None
    assert agreement["w"]["reason"] == "no_variation"
    assert agreement["alpha"]["ordinal"] | {"cells": 0} == {
        "value": None,
        "reason": "no_variation",
        "verdict": None,
        "cells": 0,
    }
    assert agreement["verdict"] == "unknown"
    assert verify(result) == []


def test_all_equal_below_five_share_the_first_place(runner, agency):
    marks = {name: letters("4444") for name in "ABCD"}
    campaign, users, people = named(runner, marks, ONE, tie_break=CHAIN)
    result = computed(campaign, users[0])
    assert set(places(result, people).values()) == {1}
    assert {one["outcome"] for one in result.statistics["ties"]} <= {"equal", "not_comparable"}


def test_d5_one_employee_is_first_and_there_are_no_statistics(runner, agency):
    campaign, users, people = named(runner, {"A": letters("4545")}, ONE)
    result = computed(campaign, users[0])
    assert places(result, people) == {"A": 1}
    assert result.statistics["agreement"]["w"]["reason"] == "too_few_employees"
    assert verify(result) == []


def test_d5_one_member_gives_a_result_without_agreement(runner, agency):
    others = {"inside": 1, "outside": 0}
    rules = {"needed": 1, "quorum": 1}
    kind = campaigns.kind("alone", collects_material=False, rules=rules, **others)
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner, [runner])
    campaign.begin_scoring(by=runner)
    campaigns.sign_all(campaign, users)
    # Whoever scores alone does not score themselves: the director leaves those cells out.
    cells = [(one.participant, one.indicator) for one in unscored(campaign)]
    Ruling.leave_out(campaign, cells, by=agency.director, reason="Өзүн баалабайт")
    result = computed(campaign, runner)

    assert result.statistics["agreement"]["w"]["reason"] == "too_few_members"
    own = result.rows.get(participant__person=runner.person)
    assert (own.score, own.place) == (None, None)
    assert result.rows.exclude(pk=own.pk).filter(place=1).count() == result.rows.count() - 1


def test_one_changed_mark_is_found(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS)
    result = computed(campaign, users[0])
    Mark.objects.filter(pk=Mark.objects.filter(value=5).first().pk).update(value=4)
    assert verify(result) == ["marks"]


def test_a_changed_row_a_changed_input_and_a_changed_figure_are_found(runner, agency):
    campaign, users, people = named(runner, D1, D1_WEIGHTS)
    result = computed(campaign, users[0])
    ResultRow.objects.filter(result=result, place=1).update(place=2)
    assert verify(result) == ["rows"]
    ResultRow.objects.filter(result=result, points=91).update(place=1)
    result.statistics["agreement"]["exact"] = 0.99
    assert verify(result) == ["statistics"]
    result.refresh_from_db()
    result.inputs["marks"][0][0] = "1111"
    assert set(verify(result)) == {"inputs", "marks", "rows", "statistics"}


def test_marks_are_read_in_a_number_of_queries_that_depends_on_nothing(
    runner, agency, django_assert_max_num_queries
):
    few, users, _people = named(runner, {"A": letters("4545")}, ONE)
    many, others, _people = named(
        runner, {f"P{n}": letters("4545 / 4444") for n in range(12)}, ((500, 500),), code="more"
    )
    for campaign in (few, many):
        with django_assert_max_num_queries(9):
            count(campaign)
