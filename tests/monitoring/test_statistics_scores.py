"""The total score: exact, whoever adds it up."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.statistics.scores import (
    Cell,
    Gap,
    ScoreError,
    half_up,
    score,
    score_plain,
    trimmed_mean,
    weighted_mean,
)
from tests.monitoring.cases import case

WEIGHTS = [30, 25, 20, 15, 10]


def commission():
    """The employees A to D of the example, with what is expected of them."""
    data = case("D1")["data"]
    return list(data), score_plain(list(data.values()), case("D1")["weights"]), case("D1")["expect"]


def cubes(members=4):
    """Marks of some employees on five criteria, gaps among them."""
    row = st.lists(st.integers(0, 5), min_size=members, max_size=members)
    return st.lists(st.lists(row, min_size=5, max_size=5), min_size=1, max_size=6).map(np.array)


def by_hand(cube, weights, minimum=3):
    """The score by the book, mark by mark."""
    found = []
    for employee in cube.tolist():
        cells = [[Fraction(x) for x in row if x] for row in employee]
        if any(len(cell) < minimum for cell in cells):
            found.append(None)
            continue
        means = [sum(cell) / len(cell) for cell in cells]
        whole = sum(w * m for w, m in zip(weights, means, strict=True))
        found.append(whole / sum(weights))
    return tuple(found)


@pytest.mark.clause("000-2.2-b")
def test_the_marks_of_all_members_add_up_to_one_score_of_each_employee():
    names, scores, expected = commission()

    exact = {name: Fraction(text) for name, text in expected["score"].items()}
    assert dict(zip(names, scores.values, strict=True)) == exact
    assert [str(half_up(value)) for value in scores.values] == ["4.45", "4.54", "4.30", "4.45"]
    assert scores.points == (89, 91, 84, 89)
    assert scores.unsettled == scores.forgotten == []


def test_beside_it_stand_the_unweighted_the_olympic_and_the_experts_score():
    names, scores, expected = commission()
    equal = score(scores.marks, [20] * 5)

    for values, key in [
        (equal.values, "unweighted"),
        (scores.trimmed(), "olympic"),
        (scores.medians(), "olympic"),
        (scores.by_member(case("D1")["external_index"]), "external"),
    ]:
        assert {name: float(v) for name, v in zip(names, values, strict=True)} == expected[key]


def test_the_mean_of_groups_of_unequal_size_is_weighted_by_them():
    assert weighted_mean(case("C12")["data"], case("C12")["weights"]) == 86


def test_a_tenth_is_trimmed_from_either_end_and_rounded_down():
    data, expected = case("C11")["data"], case("C11")["expect"]

    assert trimmed_mean(data, Fraction(1, 10)) == Fraction(str(expected["trim10"]))
    assert trimmed_mean(data, Fraction(0)) == Fraction(str(expected["mean"]))


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(435, 100), 1, "4.4"),  # round() of the float says 4.3
        (Fraction(2675, 1000), 2, "2.68"),  # 2.67
        (Fraction(89, 20), 1, "4.5"),  # the float sum is 4.449999999999999
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(0), 2, "0.00"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(1999, 2), 0, "1000"),
        (Fraction(10**40, 3), 2, "3" * 40 + ".33"),
    ],
)
def test_halves_are_printed_upwards(value, decimals, printed):
    assert str(half_up(value, decimals)) == printed


def test_floats_would_have_printed_another_score():
    means = [4.5, 4.25, 5, 3.75, 4.75]
    weights = [0.30, 0.25, 0.20, 0.15, 0.10]
    floated = sum(w * m for w, m in zip(weights, means, strict=True))

    assert round(floated, 1) == 4.4
    assert half_up(commission()[1].values[0], 1) == Decimal("4.5")


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_what_is_printed_lies_within_half_a_digit(value, decimals):
    printed = half_up(value, decimals)

    assert abs(Fraction(printed) - value) <= Fraction(1, 2 * 10**decimals)
    assert printed.as_tuple().exponent == -decimals


@given(cubes())
def test_it_is_what_comes_of_it_by_hand(cube):
    assert score(cube, WEIGHTS).values == by_hand(cube, WEIGHTS)


@given(cubes(), st.permutations(range(4)))
def test_it_does_not_matter_in_which_order_members_are_named(cube, order):
    one, other = score(cube, WEIGHTS), score(cube[:, :, order], WEIGHTS)

    assert one.values == other.values
    assert one.medians() == other.medians()
    assert one.trimmed() == other.trimmed()


@given(cubes())
def test_of_four_marks_the_olympic_score_is_the_median(cube):
    scores = score(cube, WEIGHTS, minimum=4)

    assert scores.trimmed() == scores.medians()


def test_of_three_marks_the_olympic_score_is_one_mark_and_of_two_there_is_none():
    assert score_plain([[[2, 3, 5]]], [100]).trimmed() == (3,)
    assert score_plain([[[2, 3, None]]], [100], minimum=2).trimmed() == (None,)


def test_weights_are_brought_to_the_criteria_that_apply():
    never = [Gap.NOT_APPLICABLE] * 4
    scores = score_plain([[[4, 4, 4, 4], never], [[4, 4, 4, 4], [5, 5, 5, 5]]], [60, 40])

    assert scores.values == (4, Fraction(22, 5))
    assert scores.means(0) == (4, None)
    assert scores.medians()[0] == scores.trimmed()[0] == scores.by_member(3)[0] == 4


def test_who_marked_oneself_not_leaves_the_word_to_the_others():
    """Of a member who is an employee too: the structural gap says nothing of the criterion."""
    others = [Gap.STRUCTURAL, *[Gap.NOT_APPLICABLE] * 3]
    scores = score_plain([[[Gap.STRUCTURAL, 3, 4, 5], others]], [60, 40])

    assert scores.cells.tolist() == [[Cell.SCORED, Cell.NOT_APPLICABLE]]
    assert scores.values == (4,)


@pytest.mark.parametrize("gap", [None, Gap.FORGOTTEN, Gap.REFUSED, Gap.CANNOT_JUDGE])
def test_a_missing_mark_does_not_make_a_criterion_inapplicable(gap):
    scores = score_plain([[[4, 4, 4, 4], [gap, gap, 5, 5]]], [60, 40])

    assert scores.values == (None,)
    assert scores.unsettled == [(0, 1)]
    assert scores.means(0) == (4, None)
    assert bool(scores.forgotten) == (gap in (None, Gap.FORGOTTEN))


def test_the_mean_is_taken_by_criterion_and_never_of_members_means():
    """The mean of members' own scores would be 3.5."""
    scores = score_plain([[[1, 1, 1, 5], [5, 5, 5, Gap.REFUSED]]], [50, 50])

    assert scores.values == (Fraction(7, 2),)
    assert scores.by_member(3) == (None,)


def test_two_marks_say_nothing_of_one_member_on_one_criterion():
    three, two = [5, 4, 4, None], [5, 4, None, None]

    assert score_plain([[three]], [100]).values == (Fraction(13, 3),)
    assert score_plain([[two]], [100]).values == (None,)
    assert score_plain([[two]], [100], minimum=2).values == (Fraction(9, 2),)


def test_where_no_criterion_applies_there_is_no_score():
    scores = score_plain([[[Gap.NOT_APPLICABLE] * 4]], [100])

    assert scores.values == (None,)
    assert scores.unsettled == []


def test_a_direction_of_work_has_its_own_score():
    names, scores, _expected = commission()

    assert dict(zip(names, scores.over([0, 1]), strict=True))["C"] == Fraction(475, 110)
    assert scores.over(range(5)) == scores.values


@pytest.mark.parametrize("mark", [0, 6, -1, 4.5, "", "5", True, 5.0])
def test_what_is_no_mark_is_refused(mark):
    with pytest.raises(ScoreError, match="whole number from 1 to 5"):
        score_plain([[[5, 5, 5, mark]]], [100])


@pytest.mark.parametrize(
    ("cube", "says"),
    [
        (np.full((1, 1, 4), 6), "from 1 to 5"),
        (np.full((1, 1, 4), -1), "from 1 to 5"),
        (np.full((1, 1, 4), 4.5), "whole numbers"),
        (np.full((1, 4), 4), "by employee, criterion and member"),
    ],
)
def test_a_cube_of_something_else_is_refused(cube, says):
    with pytest.raises(ScoreError, match=says):
        score(cube, [100])


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ([50, 49], "sum to 99, not to 100"),
        ([100], "one weight"),
        ([100, 0], "above zero"),
        ([150, -50], "above zero"),
        ([49.5, 50.5], "whole number"),
    ],
)
def test_weights_that_do_not_make_a_whole_are_refused(weights, says):
    with pytest.raises(ScoreError, match=says):
        score(np.full((1, 2, 4), 4), weights)


def test_weights_may_be_per_mille():
    assert score(np.full((1, 2, 4), 4), [333, 667], whole=1000).values == (4,)


def test_a_gap_that_does_not_say_why_is_refused():
    marks = np.array([[[5, 5, 5, 0]]])
    with pytest.raises(ScoreError, match="says why"):
        score(marks, [100], np.zeros_like(marks))


@pytest.mark.parametrize("marks", [[[[5, 5, 5, 5]] * 2], [[[5, 5, 5, 5], [5, 5]]]])
def test_rows_of_unequal_length_are_refused(marks):
    with pytest.raises(ScoreError, match="Each"):
        score_plain(marks, [100] if len(marks[0][1]) == 4 else [50, 50])


def test_a_large_commission_is_counted_exactly_beyond_64_bits():
    marks = np.random.default_rng(1).integers(1, 6, (3, 5, 45))

    assert score(marks, WEIGHTS).values == by_hand(marks, WEIGHTS)
