"""How firm a place is if the commission had been drawn anew."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from monitoring.statistics.places import places
from monitoring.statistics.scores import Gap, score, score_plain
from monitoring.statistics.stability import bootstrap_error, resamples, sampled, stability
from tests.monitoring.cases import case, near, rows


def targets():
    """The targets of Shrout and Fleiss as employees with one criterion."""
    return score(rows("C1").astype(int)[:, None, :], [1], whole=1, top=10)


def test_all_256_draws_say_how_firm_scores_and_places_are():
    expected, found = case("D3")["expect"], stability(targets())
    told = found.employees()

    assert (found.draws, len(found.times)) == (case("D3")["resamples"], 35)
    assert [one.error for one in told] == near(expected["se"])
    assert [list(one.interval) for one in told] == expected["ci95_inverted_cdf"]
    assert [one.first * 256 for one in told] == expected["first_count"]
    assert [one.top_three * 256 for one in told] == expected["top3_count"]


def test_it_is_what_comes_of_going_through_the_draws_one_by_one():
    chance = np.random.default_rng(4)
    marks = chance.integers(1, 6, (6, 3, 4))
    weights = [50, 30, 20]
    first, three = Counter(), Counter()
    drawn = []
    for members in product(range(4), repeat=4):
        values = score(marks[:, :, members], weights).values
        drawn.append(values)
        for key, place in places(dict(enumerate(values))).places.items():
            first[key] += place == 1
            three[key] += place <= 3
    told = stability(score(marks, weights)).employees()

    for i, one in enumerate(told):
        own = sorted(values[i] for values in drawn)
        assert one.error == pytest.approx(np.std([float(x) for x in own]))
        # The 7th of 256 is the first up to which 2.5 % lie, the 250th the first with 97.5 %.
        assert one.interval == (own[6], own[249])
        assert (one.first, one.top_three) == (Fraction(first[i], 256), Fraction(three[i], 256))


def test_criteria_that_do_not_apply_and_missing_marks_are_drawn_as_they_are():
    never = [Gap.NOT_APPLICABLE] * 4
    marks = [[[5, 4, 4, 3], never], [[4, 4, 4, 4], [3, 3, 3, 3]], [[2, 3, 4, Gap.REFUSED], [1] * 4]]
    told = stability(score_plain(marks, [70, 30])).employees()

    assert told[0].interval == (Fraction(13, 4), Fraction(19, 4))
    assert told[1].interval == (Fraction(37, 10),) * 2
    assert told[1].error == pytest.approx(0)
    assert told[2].draws == 255  # in one draw only the member who gave no mark is there
    assert told[0].first == Fraction(
        sum(sum(d) / 4 > 3.7 for d in product([5, 4, 4, 3], repeat=4)), 256
    )


def test_who_has_no_score_has_none_in_any_draw():
    two = [5, 5, None, None]
    told = stability(score_plain([[two], [[4] * 4]], [100])).employees()

    assert (told[0].error, told[0].interval, told[0].first, told[0].draws) == (None, None, 0, 0)
    assert told[1].first == 1


def test_who_is_out_of_competition_takes_no_place():
    told = stability(targets()).employees(out=[4])

    assert told[4].first == 0
    assert told[4].interval is not None
    assert told[0].first + told[2].first >= 1


def test_two_employees_are_told_apart_only_if_every_commission_would():
    found = stability(targets())

    assert found.distinguishable(4, 1) is True
    assert found.distinguishable(1, 4) is True
    assert found.distinguishable(0, 2) is False  # 9 2 5 8 against 8 4 6 8
    assert found.distinguishable(0, 0) is False


def test_there_may_be_nobody_and_one_alone():
    assert stability(score(np.zeros((0, 1, 4), int), [100])).employees() == []
    assert stability(score(np.full((1, 1, 4), 3), [100])).employees()[0].first == 1


def test_the_error_of_a_mean_has_the_whole_number_below():
    treatment, control = case("C9")["treatment"], case("C9")["control"]
    expected = case("C9")["expect"]

    assert np.mean(treatment) == near(expected["mean_t"])
    assert np.mean(control) == near(expected["mean_c"])
    assert bootstrap_error(treatment, np.mean) == near(expected["boot_se_mean_t"])
    assert bootstrap_error(treatment, np.median) == near(expected["boot_se_median_t"])
    assert bootstrap_error(control, np.median) == near(expected["boot_se_median_c"])
    apart = np.array(treatment) - np.mean(treatment)
    assert bootstrap_error(treatment, np.mean) == pytest.approx(np.sqrt((apart**2).sum()) / 7)


@pytest.mark.parametrize(("members", "distinct"), [(1, 1), (3, 10), (4, 35), (5, 126)])
def test_every_draw_is_counted_once(members, distinct):
    drawn, times = resamples(members)

    assert len(drawn) == len(set(map(tuple, drawn.tolist()))) == distinct
    assert times.sum() == members**members
    assert set(drawn.sum(axis=1)) == {members}


def test_from_six_members_on_the_seed_decides_and_is_kept():
    marks = np.random.default_rng(8).integers(1, 6, (5, 2, 6))
    scores = score(marks, [50, 50])
    found = stability(scores, seed=2026)

    assert (found.draws, found.seed) == (10_000, 2026)
    assert found.employees() == stability(scores, seed=2026).employees()
    assert sampled(6, 1)[1].tolist() != sampled(6, 2)[1].tolist()
    with pytest.raises(ValueError, match="seed"):
        stability(scores)


def test_a_seed_gives_the_same_draws_for_ever():
    """A place printed in a protocol must come out again under a later NumPy."""
    drawn, times = sampled(6, 2026, draws=5)

    assert drawn.tolist() == [
        [0, 0, 1, 2, 1, 2],
        [0, 1, 1, 3, 0, 1],
        [0, 1, 3, 0, 1, 1],
        [1, 1, 1, 1, 2, 0],
        [3, 0, 2, 0, 1, 0],
    ]
    assert times.tolist() == [1] * 5


def test_draws_of_more_raters_than_a_float_can_hold_the_numbers_of():
    marks = np.random.default_rng(1).integers(1, 6, (2, 2, 750))

    firm = stability(score(marks, [50, 50]), seed=1).employees()

    assert all(0.01 < one.error < 0.1 for one in firm)
    assert all(one.interval[0] < one.interval[1] for one in firm)
