"""Whether the members agree: published examples, other people's programs, and what is undefined."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from monitoring.statistics.agreement import METRICS, agreement, matches, r_wg
from monitoring.statistics.alpha import alpha
from monitoring.statistics.icc import FORMS, icc
from monitoring.statistics.kendall import kendall_w
from monitoring.statistics.verdicts import (
    alpha_verdict,
    icc_verdict,
    little_variation,
    w_verdict,
)
from tests.monitoring import oracles
from tests.monitoring.cases import GAP, case, near, rows

SEEDS = range(12)


def random_table(seed, gaps=0.0, top=5):
    """Integer marks with many ties; at least two employees and members, everybody marked."""
    chance = np.random.default_rng(seed)
    values = chance.integers(1, top + 1, (chance.integers(4, 12), chance.integers(2, 6)))
    return np.where(chance.random(values.shape) < gaps, GAP, values.astype(float))


def tables():
    row = st.lists(st.integers(1, 5), min_size=4, max_size=4)
    return st.lists(row, min_size=2, max_size=7).map(np.array)


@pytest.mark.clause("001-5.4")
def test_six_correlations_are_those_of_shrout_and_fleiss():
    expected, found = case("C1")["expect"], icc(rows("C1"))

    assert {form: one.value for form, one in found.forms.items()} == {
        form: near(expected[f"ICC{form}"]) for form in FORMS
    }
    for name in ("BMS", "WMS", "JMS", "EMS"):
        assert getattr(found.squares, name.lower()) == near(expected[name])
    assert found.squares.f == pytest.approx(31.866, abs=5e-4)
    assert found.forms["2,1"].interval == pytest.approx((0.0188, 0.7611), abs=5e-5)
    assert found.forms["2,k"].interval == pytest.approx((0.071, 0.927), abs=5e-4)
    assert found.forms["3,k"].interval == pytest.approx((0.68, 0.99), abs=5e-3)


def test_the_same_order_with_another_severity_is_concordant_without_agreeing():
    expected, found = case("C1")["expect"], agreement(rows("C1"))

    assert found.w.plain == near(expected["W"])
    assert found.w.value == near(expected["Wc"])
    assert (found.w.chi2, found.w.df) == (pytest.approx(17.741, abs=5e-4), 5)
    assert found.w.p == pytest.approx(0.00329, abs=5e-6)
    for metric in METRICS:
        assert found.alphas[metric].value == near(expected[f"alpha_{metric}"])
    assert (found.w.verdict, found.alphas["ordinal"].verdict) == ("excellent", "poor")


@pytest.mark.parametrize("metric", METRICS)
def test_alpha_with_gaps_is_krippendorffs(metric):
    expected, found = case("C2")["expect"], alpha(rows("C2"), metric)

    assert found.value == near(expected[metric])
    assert (found.marks, found.employees) == (expected["n_pairable"], 11)


def test_alpha_of_two_who_say_yes_or_no_is_krippendorffs():
    assert alpha(rows("C3"), "nominal").value == near(case("C3")["expect"]["nominal"])


def test_many_ties_are_corrected_for():
    expected, found = case("C4")["expect"], agreement(rows("C4"))

    assert (found.w.plain, found.w.value) == (near(expected["W"]), near(expected["Wc"]))
    assert (found.w.ties, found.w.df) == (1674, expected["df"])
    assert (found.w.chi2, found.w.p) == (near(expected["chi2"]), near(expected["p"]))
    assert found.w.f == pytest.approx(2.3446, abs=5e-5)
    assert found.w.f_df == pytest.approx((18.33, 36.67), abs=5e-3)
    assert found.w.f_p == pytest.approx(0.0138, abs=5e-5)
    for form in ("2,1", "3,1", "2,k", "3,k"):
        assert found.icc.forms[form].value == near(expected[f"ICC{form}"])
    assert found.icc.forms["2,1"].interval == pytest.approx((-0.039, 0.494), abs=5e-4)
    assert found.alphas["ordinal"].value == near(expected["alpha_ordinal"])
    assert found.alphas["interval"].value == near(expected["alpha_interval"])
    assert (1 + 2 * found.w.mean_rho) / 3 == pytest.approx(0.5400, abs=5e-5)  # not W, with ties


def test_the_birds_of_zar_are_ranked_alike():
    expected, found = case("C5")["expect"], kendall_w(rows("C5"))

    assert list(found.rank_sums) == expected["rank_sums"]
    assert (found.plain, found.value) == (near(expected["W"]), near(expected["Wc"]))
    assert (found.chi2, found.df) == (near(expected["chi2"]), expected["df"])


def test_three_who_rank_six_without_ties_have_an_exact_probability():
    expected, found = case("C6")["expect"], kendall_w(rows("C6"))

    assert found.rank_sums == (8, 14, 11, 11, 11, 8)
    assert (found.s, found.value) == (expected["S"], near(expected["W"]))
    assert found.mean_rho == near(expected["mean_rho"])
    assert (1 + 2 * found.mean_rho) / 3 == pytest.approx(found.value)
    assert found.exact_p == Fraction(433536, 518400)
    assert float(found.exact_p) == near(expected["exact_p"])


def test_w_is_friedmans_chi_square_brought_to_one():
    expected, found = case("C7")["expect"], kendall_w(np.array(case("C7")["data"]).T)

    assert (found.chi2, found.df) == (near(expected["chi2"]), expected["df"])
    assert (found.p, found.value) == (near(expected["p"]), near(expected["Wc"]))


def test_four_judges_of_five_are_shaped_as_our_commission():
    expected, found = case("C8")["expect"], kendall_w(rows("C8"))

    assert found.rank_sums == (7.5, 14, 13.5, 19.5, 5.5)
    assert (found.plain, found.value) == (near(expected["W"]), near(expected["Wc"]))
    assert (found.chi2, found.p) == (near(expected["chi2"]), near(expected["p"]))


@pytest.mark.parametrize("gaps", [0, 0.25])
@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_what_another_program_says(seed, gaps):
    values = random_table(seed, gaps)

    for metric in METRICS:
        assert alpha(values, metric).value == pytest.approx(oracles.alpha(values, metric), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_correlations_and_limits_are_what_another_program_says(seed):
    values = random_table(seed)

    for (value, low, high), one in zip(
        oracles.icc(values), icc(values).forms.values(), strict=True
    ):
        assert one.value == pytest.approx(value, abs=1e-9)
        if low <= value <= high:
            assert one.interval == pytest.approx((low, high), abs=1e-6)
        else:  # limits of means leap to infinity: the other program prints what comes of it
            assert one.interval is None


@pytest.mark.parametrize("seed", SEEDS)
def test_w_is_what_other_programs_say(seed):
    values = random_table(seed)
    values = values[:, np.ptp(values, axis=0) > 0]
    found = kendall_w(values)

    w, chi2, p = oracles.friedman(values)
    assert (found.value, found.chi2, found.p) == pytest.approx((w, chi2, p), abs=1e-9)
    if len(values) > 2:
        assert (found.chi2, found.p) == pytest.approx(tuple(friedmanchisquare(*values)), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_exact_probability_is_that_of_all_orders_gone_through(seed):
    chance = np.random.default_rng(seed)
    values = chance.integers(1, 4, (4, 3)).astype(float)
    found = kendall_w(values)
    kept = np.delete(values, found.constant, axis=1)
    if kept.shape[1] != 3:
        return
    orders = list(permutations(range(4)))
    scores = [
        kendall_w(np.column_stack([kept[:, 0], kept[list(a), 1], kept[list(b), 2]])).s
        for a in orders
        for b in orders
    ]
    assert found.exact_p == Fraction(sum(s >= found.s for s in scores), len(scores))


def test_seven_employees_and_four_members_have_an_exact_probability_and_eight_have_none():
    same = np.tile(np.arange(1, 8)[:, None], (1, 4))

    assert kendall_w(same).exact_p == Fraction(1, 5040**3)
    assert kendall_w(np.tile(np.arange(1, 9)[:, None], (1, 4))).exact_p is None


def test_orders_too_many_to_be_tried_leave_the_other_probabilities(monkeypatch):
    monkeypatch.setattr("monitoring.statistics.kendall.WORK", 100)
    found = kendall_w(np.tile(np.arange(1, 6)[:, None], (1, 5)))

    assert found.exact_p is None
    assert found.p < 0.001


@given(tables(), st.randoms())
def test_neither_the_order_of_employees_nor_that_of_members_matters(values, order):
    employees, members = list(range(len(values))), list(range(4))
    order.shuffle(employees)
    order.shuffle(members)
    one, other = agreement(values), agreement(values[employees][:, members])

    for metric in METRICS:
        assert one.alphas[metric].value == pytest.approx(other.alphas[metric].value)
    for form in FORMS:
        assert one.icc.forms[form].value == pytest.approx(other.icc.forms[form].value)
    assert (one.w.value, one.w.exact_p) == (pytest.approx(other.w.value), other.w.exact_p)
    assert one.matches == other.matches


@given(tables())
def test_a_member_more_severe_by_a_point_changes_neither_order_nor_consistency(values):
    other = values + np.array([0, 0, 0, 1])

    assert kendall_w(values).value == pytest.approx(kendall_w(other).value)
    assert icc(values).forms["3,k"].value == pytest.approx(icc(other).forms["3,k"].value, abs=1e-6)


def test_members_who_all_say_the_same_agree_wholly():
    found = agreement([[1, 1, 1], [3, 3, 3], [5, 5, 5]])

    assert found.w.value == pytest.approx(1)
    assert [found.icc.forms[form].value for form in FORMS] == [1] * 6
    assert [one.value for one in found.alphas.values()] == [1] * 4
    assert (found.matches.exact, found.matches.adjacent) == (1, 1)


def test_a_ceiling_makes_coefficients_fall_though_members_agree():
    marks = np.full((8, 4), 5)
    marks[0, 1] = marks[3, 2] = 4
    found = agreement(marks)

    assert (found.matches.exact, found.matches.adjacent) == (0.875, 1)
    assert found.alphas["interval"].value == pytest.approx(-0.033, abs=5e-4)
    assert found.ceiling == "equal_marks"
    assert little_variation([[3, 4], [4, 3], [3, 4]]) == "equal_employees"
    assert little_variation(rows("C1")) is None


def test_four_fifths_of_equal_marks_are_no_ceiling_yet():
    assert little_variation([[5, 5, 5, 5, 5], [5, 5, 5, 1, 1]]) is None
    assert little_variation([[5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 1, 1]]) == "equal_marks"
    assert little_variation([]) is None


def test_pairs_of_marks_are_counted_where_there_are_both():
    assert matches([[5, 4, None], [1, 3, 1]]).pairs == 4
    assert matches([[5, 4, None], [1, 3, 1]]).exact == 0.25
    assert matches([[5, 4, None], [1, 3, 1]]).adjacent == 0.5


@pytest.mark.parametrize(
    ("marks", "value"), [([4, 4, 5, 4], 0.875), ([2, 5, 3, 5], -0.125), ([5, 5], 1), ([5], None)]
)
def test_agreement_in_one_cell_is_against_marks_at_random(marks, value):
    assert r_wg(marks) == pytest.approx(value)


@pytest.mark.parametrize(
    ("verdict", "of"),
    [
        (icc_verdict, {-0.3: 0, 0.49: 0, 0.5: 1, 0.75: 2, 0.9: 2, 0.91: 3}),
        (alpha_verdict, {-0.1: 0, 0.66: 0, 0.667: 1, 0.79: 1, 0.8: 2, 1.0: 2}),
        (w_verdict, {0.0: 0, 0.29: 0, 0.3: 1, 0.5: 2, 0.7: 2, 0.71: 3, 1.0: 3}),
    ],
)
def test_coefficients_are_put_into_words(verdict, of):
    words = ["poor", "moderate", "good", "excellent"]

    assert {value: words.index(verdict(value)) for value in of} == of
    assert verdict(None) is None
