"""Years, units, shares and other views of scores."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from monitoring.statistics.comparison import change, deltas, matched_criteria, run, signed_rank
from monitoring.statistics.scales import (
    may_share_a_ranking,
    member_centred,
    member_z,
    to_hundred,
)
from monitoring.statistics.shares import difference, response_rate, top_two, wilson
from monitoring.statistics.tails import binomial_count
from monitoring.statistics.units import anova, compare, holm, kruskal, mann_whitney
from tests.monitoring.cases import case, near, rows
from tests.monitoring.oracles import quiet

SEEDS = range(8)
MARKS = st.lists(st.integers(-4, 4), min_size=3, max_size=14)


def apart(name):
    """Differences of the pairs of an example, as exactly as they are printed."""
    pairs = zip(case(name)["x"], case(name)["y"], strict=True)
    return [Fraction(str(x)) - Fraction(str(y)) for x, y in pairs]


@pytest.mark.clause("001-5.3")
def test_a_group_is_compared_with_itself_a_year_before():
    expected, found = case("C20")["expect"], change(apart("C20"))

    assert (found.t, found.df, found.p) == (
        near(expected["t"]),
        expected["df"],
        near(expected["p"]),
    )
    assert (found.mean, list(found.interval)) == (near(expected["mean_diff"]), near(expected["ci"]))
    assert found.d_z == pytest.approx(-1.2846, abs=5e-5)


def test_signed_ranks_have_an_exact_probability():
    expected, found = case("C21")["expect"], signed_rank(apart("C21"), "greater")

    assert (found.v, found.p, found.exact) == (expected["V"], expected["p"], True)


@given(MARKS)
def test_ties_do_not_make_it_less_exact(values):
    """All 2^n choices of signs are gone through, whatever is equal."""
    found = signed_rank(values)
    moved = np.array([value for value in values if value])
    if not len(moved):
        assert found.reason == "no_differences"
        return
    ranks = scipy.stats.rankdata(abs(moved))
    signs = np.array(np.meshgrid(*[[0, 1]] * len(moved))).reshape(len(moved), -1).T
    sums = signs @ ranks
    tails = [(sums >= found.v - 1e-9).mean(), (sums <= found.v + 1e-9).mean()]
    assert found.v == ranks[moved > 0].sum()
    assert found.p == pytest.approx(min(1, 2 * min(tails)))


@pytest.mark.parametrize("alternative", ["two_sided", "greater"])
@pytest.mark.parametrize("seed", SEEDS)
def test_beyond_fifty_differences_it_is_what_scipy_says(seed, alternative):
    values = np.random.default_rng(seed).integers(-4, 6, 90)
    found = signed_rank(values.tolist(), alternative)
    said = scipy.stats.wilcoxon(
        values,
        correction=True,
        alternative=alternative.replace("_", "-"),
        method="asymptotic",
    )

    assert not found.exact
    assert found.p == pytest.approx(said.pvalue, abs=1e-9)


def test_only_criteria_with_the_same_id_and_scale_are_compared():
    before = {"a": "1-5", "b": "1-5", "c": "1-5"}
    after = {"b": "1-5", "c": "1-10", "d": "1-5", "a": "1-5"}

    assert matched_criteria(before, after) == ["b", "a"]


@pytest.mark.clause("001-5.3")
def test_who_gained_how_much_is_counted_over_the_criteria_of_both_years():
    before = {"Azat": {"a": Fraction(4), "b": Fraction(3)}, "Nur": {"a": None, "b": Fraction(4)}}
    after = {
        "Azat": {"a": Fraction(5), "b": Fraction(3), "d": Fraction(1)},
        "Nur": {"a": Fraction(5), "b": Fraction(3)},
        "New": {"a": Fraction(5)},
    }

    found = deltas(before, after, {"a": 60, "b": 20})
    assert found == {"Azat": Fraction(3, 4), "Nur": Fraction(-1)}


def test_a_change_that_cannot_be_tested_says_why():
    assert change([]).reason == "too_few_employees"
    assert (change([2]).mean, change([2]).p) == (2, None)
    assert (change([1, 1, 1]).reason, change([1, 1, 1]).mean) == ("no_variation", 1)
    assert change([0, 0, 0]).wilcoxon.reason == "no_differences"


def test_a_run_of_cycles_has_a_slope_from_three_and_limits_from_eight():
    assert run([1, 2]).reason == "too_few_cycles"
    assert (run([3, 4, 5]).slope, run([3, 4, 5]).limits_allowed) == (1, False)
    values = [3.1, 4, 3.7, 4.2, 4.4, 4, 4.5, 4.1]
    assert run(values).slope == pytest.approx(np.polyfit(range(8), values, 1)[0])
    assert run(values).limits_allowed


def test_ranks_of_groups_differ_as_in_the_book():
    expected, found = case("C22")["expect"], kruskal(dict(enumerate(case("C22")["groups"])))

    assert (found.statistic, found.p) == (near(expected["H"]), near(expected["p"]))
    assert found.df == (expected["df"],)
    assert found.effect == pytest.approx(found.statistic / 13)


def test_means_of_groups_differ_and_so_do_their_pairs():
    expected, found = case("C23")["expect"], anova(case("C23")["groups"])
    pairs = {f"{pair.second}-{pair.first}": [-pair.difference, pair.p] for pair in found.pairs}

    assert (found.statistic, found.p) == (near(expected["F"]), near(expected["p"]))
    assert pairs == {name: near(expected[name]) for name in pairs}
    assert len(pairs) == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_units_are_compared_as_other_programs_do(seed):
    chance = np.random.default_rng(seed)
    groups = {name: chance.integers(1, 6, chance.integers(5, 12)) for name in "abcd"}
    h, p = scipy.stats.kruskal(*groups.values())
    ranked, means = kruskal(groups), anova(groups)

    assert (ranked.statistic, ranked.p) == pytest.approx((h, p))
    assert (means.statistic, means.p) == pytest.approx(
        tuple(scipy.stats.f_oneway(*groups.values()))
    )
    said = scipy.stats.tukey_hsd(*groups.values()).pvalue
    assert [pair.p for pair in means.pairs] == pytest.approx(
        list(said[np.triu_indices(4, 1)]), abs=1e-6
    )
    x, y = groups["a"], groups["b"]
    assert mann_whitney(x, y) == pytest.approx(
        scipy.stats.mannwhitneyu(x, y, method="asymptotic").pvalue
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_probabilities_of_many_pairs_are_corrected_as_by_holm(seed):
    chances = (np.random.default_rng(seed).random(seed + 1) ** 3).tolist()

    from statsmodels.stats.multitest import multipletests

    assert holm(chances) == pytest.approx(list(quiet(multipletests)(chances, method="holm")[1]))


@pytest.mark.clause("001-5.3")
def test_units_with_fewer_than_five_people_are_not_shown():
    groups = {"a": [5, 4, 5, 4, 5], "b": [2, 3, 2, 2, 3], "c": [1, 1, 1, 1]}
    found = compare(groups)

    assert found.suppressed == ("c",)
    assert found.medians == {"a": 5, "b": 2}
    assert [(pair.first, pair.second) for pair in found.ranks.pairs] == [("a", "b")]
    assert found.ranks.statistic == kruskal({k: groups[k] for k in "ab"}).statistic
    assert found.means.p < 0.001


def test_units_that_cannot_be_compared_say_why():
    assert compare({"a": [5] * 5, "b": [4] * 2}).ranks.reason == "too_few_units"
    assert compare({}).means.reason == "too_few_units"
    assert compare({"a": [5] * 5, "b": [5] * 5}).ranks.reason == "no_variation"
    assert anova({"a": [5, 5], "b": [4, 4]}).reason == "no_variation"
    assert anova({"a": [5], "b": [4]}).reason == "too_few_employees"
    assert mann_whitney(np.array([4, 4]), np.array([4, 4])) is None
    assert holm([None, 0.01]) == [None, 0.01]


@pytest.mark.parametrize("numbers", case("C24")["cases"])
def test_a_share_has_wilsons_interval(numbers):
    count, n, *limits = numbers

    assert list(wilson(count, n).interval) == near(limits)


def test_the_difference_of_two_shares_has_newcombes_interval():
    x, n, y, m, *expected = case("C24")["diff"]
    found, interval = difference(wilson(x, n), wilson(y, m))

    assert [found, *interval] == near(expected)


@given(st.integers(1, 400), st.data())
def test_intervals_of_shares_are_what_another_program_says(n, data):
    from statsmodels.stats.proportion import proportion_confint

    count = data.draw(st.integers(0, n))
    said = quiet(proportion_confint)(count, n, method="wilson")
    assert wilson(count, n).interval == pytest.approx(said, abs=1e-9)


def test_where_most_of_those_asked_answered_the_interval_is_narrower():
    def width(frame):
        low, high = wilson(30, 40, frame=frame).interval
        return high - low

    assert width(None) == width(800)  # a twentieth is negligible
    assert width(799) < width(None)
    assert width(50) < width(100) < width(799)
    assert wilson(30, 40, frame=40).interval == (0.75, 0.75)


def test_a_share_of_nobody_is_none():
    assert wilson(0, 0).value is None
    assert difference(wilson(0, 0), wilson(1, 2)) == (None, None)
    assert response_rate(0, 0) is None
    assert response_rate(3, 4) == 0.75
    with pytest.raises(ValueError, match="those who answered"):
        wilson(5, 4)
    with pytest.raises(ValueError, match="of the frame"):
        wilson(3, 4, frame=3)


def test_fours_and_fives_are_counted_among_those_who_answered():
    found = top_two([5, 4, 3, None, 1])

    assert (found.count, found.n, found.value) == (2, 4, 0.5)


def test_scores_are_shown_from_0_to_100():
    assert [to_hundred(x) for x in (1, Fraction(89, 20), 5)] == [0, Fraction(345, 4), 100]


def test_other_views_keep_what_may_be_compared():
    values = np.random.default_rng(3).integers(1, 6, (9, 4)).astype(float)
    values[0] = [1, 2, 3, 4]
    centred, z = member_centred(values).values, member_z(values).values

    assert centred.mean(axis=0) == pytest.approx([values.mean()] * 4)
    assert z == pytest.approx(scipy.stats.zscore(values, ddof=1))


def test_no_z_score_where_it_would_mislead():
    values = rows("C1")
    gap = np.vstack([values, values])
    gap[0, 0] = np.nan

    assert member_z(values).reason == "too_few_employees"
    assert member_z(gap).reason == member_centred(gap).reason == "different_subsets"
    assert (
        member_z(np.column_stack([np.arange(9), np.ones(9)])).reason == "member_without_variation"
    )
    assert member_centred([]).reason == "too_few_employees"


def test_units_of_different_commissions_need_three_anchors_for_one_list():
    assert may_share_a_ranking(({1, 2, 3, 9}, {4, 5, 6, 9}), ({"a", "b"}, {"a", "b"}))
    assert not may_share_a_ranking(({1, 2, 3, 9}, {4, 5, 6, 9}), ({"a"}, {"a"}))
    assert may_share_a_ranking(({1, 2}, {2, 1}), ({"a"}, {"b"}))
    assert not may_share_a_ranking((set(), set()), ({"a"}, {"b"}))


@pytest.mark.parametrize("share", [0.00135, 0.5, 0.99865])
def test_binomial_limits_are_those_of_scipy(share):
    for trials, chance in [(10, 0.1), (50, 0.05), (7, 0.5)]:
        assert binomial_count(share, trials, chance) == scipy.stats.binom.ppf(share, trials, chance)
