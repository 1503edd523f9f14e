"""Severity, marks that stand out, habits, and what missing marks do."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import t, ttest_1samp

from monitoring.statistics.alpha import alpha
from monitoring.statistics.behaviour import external_against_staff, habits
from monitoring.statistics.missing import fit, yates
from monitoring.statistics.severity import outliers, severity, standardized, wide_cells
from tests.monitoring import oracles
from tests.monitoring.cases import GAP, case, near, rows

SEEDS = range(8)


def random_table(seed, gaps):
    chance = np.random.default_rng(seed)
    values = chance.integers(1, 6, (9, 4)) + chance.normal(0, 1, 4)
    return np.where(chance.random((9, 4)) < gaps, GAP, values)


def test_each_member_is_so_many_points_above_the_others():
    found = severity(rows("C1"))

    assert list(found.effects) == near(case("C1")["expect"]["severity"])
    assert found.f == pytest.approx(31.866, abs=5e-4)
    assert (found.df, found.p) == ((3, 15), pytest.approx(9.5e-7, abs=5e-9))
    assert found.flagged == (0, 1, 2, 3)


def test_half_a_point_is_told_only_if_it_is_more_than_chance():
    clear = np.array([[5, 4, 4], [4, 3, 3], [3, 2, 2], [5, 4, 4], [2, 1, 2]])
    noisy = np.array([[5, 1, 3], [1, 4, 2], [5, 2, 4]])

    assert severity(clear).flagged == (0,)
    assert max(map(abs, severity(noisy).effects)) >= 0.5
    assert severity(noisy).flagged == ()


def test_members_who_only_differ_in_severity_leave_nothing_to_test_it_by():
    found = severity([[1, 2], [3, 4], [2, 3]])

    assert found.effects == pytest.approx((-0.5, 0.5))
    assert (found.p, found.reason, found.flagged) == (None, "no_residual_variation", ())
    assert outliers([[1, 2], [3, 4], [2, 3]]) == []


def test_the_one_mark_that_stands_out_is_to_be_looked_at():
    expected, (found, *others) = case("D4")["expect"], outliers(rows("C1"))

    assert (found.employee + 1, found.member + 1) == (expected["target"], expected["judge"])
    assert (found.residual, found.z) == (near(expected["residual"]), near(expected["z"]))
    assert (found.grade, others) == ("look", [])
    assert abs(outliers(rows("C1"), look=1.5)[1].z) == near(expected["next_abs_z"])


def test_a_mark_three_deviations_away_is_flagged():
    chance = np.random.default_rng(3)
    values = np.tile(chance.integers(2, 5, (30, 1)), (1, 4)) + chance.normal(0, 0.2, (30, 4))
    values[7, 2] += 3

    assert [(one.employee, one.member, one.grade) for one in outliers(values)][0] == (7, 2, "flag")


def test_a_missing_cell_is_what_yates_and_least_squares_say():
    expected, data = case("D2")["expect"], case("D2")["data"]
    whole = [[None if x is None else int(x) for x in row] for row in data]
    found = fit(rows("D2"))

    assert yates(whole) == Fraction(str(expected["yates"]))
    assert found.levels.tolist() == near(expected["ls_means"])
    assert found.severity.tolist() == near(expected["rater_effects"])
    assert np.nanmean(rows("D2"), axis=1)[2] == 6  # the plain mean would tie with the first
    assert alpha(rows("D2"), "interval").value == near(expected["alpha_interval"])
    assert found.levels[2] + found.severity[3] == pytest.approx(7.8)


def test_yates_has_no_answer_for_no_gap_or_for_two():
    assert yates([[1, 2], [3, 4]]) is None
    assert yates([[None, 2], [3, None]]) is None
    assert yates([[None, 2]]) is None
    assert yates([]) is None


def test_where_nothing_is_missing_the_fit_is_the_plain_mean():
    found = fit(rows("C1"))

    assert found.levels == pytest.approx(rows("C1").mean(axis=1))
    assert found.severity == pytest.approx(rows("C1").mean(axis=0) - rows("C1").mean())


@pytest.mark.parametrize("gaps", [0, 0.2])
@pytest.mark.parametrize("seed", SEEDS)
def test_fit_and_residuals_are_what_another_program_says(seed, gaps):
    values = random_table(seed, gaps)
    levels, effects, z, f, p = oracles.additive(values)
    found, told = fit(values), severity(values)

    assert found.levels[~np.isnan(found.levels)] == pytest.approx(levels, abs=1e-8)
    assert found.severity == pytest.approx(effects, abs=1e-8)
    assert (told.f, told.p) == pytest.approx((f, p), abs=1e-8)
    ours = standardized(found)
    free = ~np.isnan(ours)
    assert free.sum() > 20
    assert ours[free] == pytest.approx(z[free], abs=1e-6)


def test_members_whom_nobody_joins_cannot_be_compared():
    apart = [[5, 4, None, None], [3, 4, None, None], [None, None, 2, 3], [None, None, 4, 4]]

    assert severity(apart).reason == "not_connected"
    assert np.isnan(fit(apart).levels).all()
    assert severity([[5, 4, None], [3, 4, None]]).reason == "member_without_marks"
    assert severity([[5, 4]]).reason == "too_few_employees"
    assert severity([]).reason == "too_few_members"
    assert outliers([]) == []


def test_an_employee_without_any_mark_has_no_level_and_disturbs_nobody():
    values = np.vstack([rows("C1"), [GAP] * 4])

    assert np.isnan(fit(values).levels[6])
    assert severity(values).p == pytest.approx(severity(rows("C1")).p)


def test_both_ends_of_a_wide_cell_are_asked_for_a_reason():
    marks = np.array([[[5, 2, 4, 2], [5, 3, 4, 4]], [[1, 0, 4, 0], [0, 0, 0, 0]]])
    first, second = wide_cells(marks)

    assert (first.employee, first.criterion, first.lowest, first.highest) == (0, 0, (1, 3), (0,))
    assert (second.employee, second.criterion, second.lowest, second.highest) == (1, 0, (0,), (2,))


def test_habits_of_members_are_told():
    """The first uses the whole scale; the second gives 3 and 4 only in the last column; the third
    one mark to each employee.
    """
    chance = np.random.default_rng(5)
    marks = chance.integers(1, 6, (40, 4, 3))
    marks[:, :, 1] = 3
    marks[::8, 3, 1] = 4
    marks[:, :, 2] = chance.integers(1, 6, (40, 1))
    plain, central, straight = habits(marks)

    assert not any([plain.central, plain.straight_lining, plain.halo])
    assert central.central
    assert (straight.straight, straight.straight_lining, straight.halo) == (1, True, True)
    assert straight.correlation == pytest.approx(1)
    assert not straight.central


def test_the_correlation_of_criteria_is_numpys():
    marks = np.random.default_rng(2).integers(1, 6, (30, 5, 2))
    between = np.corrcoef(marks[:, :, 0].T)[np.triu_indices(5, 1)]

    assert habits(marks)[0].correlation == pytest.approx(between.mean())
    assert habits(marks)[0].deviation == pytest.approx(marks[:, :, 0].std(ddof=1))


def test_who_marked_nothing_has_no_habits():
    marks = np.zeros((5, 3, 2), int)
    marks[:, :, 0] = 4
    full, empty = habits(marks)

    assert (empty.deviation, empty.straight, empty.correlation) == (None, None, None)
    assert not any([empty.central, empty.straight_lining, empty.halo])
    assert (full.straight, full.correlation, full.central) == (1, None, False)


def test_the_outside_expert_is_compared_with_the_staff_by_employee():
    values = rows("C1")
    apart = values[:, 3] - values[:, :3].mean(axis=1)
    found = external_against_staff(values, external=3)
    limits = ttest_1samp(apart, 0).confidence_interval()

    assert found.mean == pytest.approx(apart.mean())
    assert found.interval == pytest.approx((limits.low, limits.high))
    assert found.interval[1] - found.mean == pytest.approx(
        t.ppf(0.975, 5) * apart.std(ddof=1) / 6**0.5
    )


def test_an_expert_with_one_employee_or_none_in_common_has_no_interval():
    assert external_against_staff([[5, 4], [None, 3]], 0).reason == "too_few_employees"
    assert external_against_staff([[5, None], [None, 3]], 0).reason == "no_pairs"
