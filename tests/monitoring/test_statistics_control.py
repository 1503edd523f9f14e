"""Control charts, Pareto, and one value far from all others."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from monitoring.statistics.control import c_chart, p_chart, u_chart, xmr_chart
from monitoring.statistics.grubbs import critical, grubbs
from monitoring.statistics.pareto import pareto
from tests.monitoring.cases import CASES, case, near


def beyond(chart):
    """The samples beyond a limit, as books count them."""
    return [signal.point + 1 for signal in chart.signals if signal.rule == "beyond"]


def rules(chart):
    return {signal.rule: signal.point for signal in chart.signals}


def limits(chart):
    """Lower and upper limit where they are the same for all points."""
    assert len(set(chart.lower)) == len(set(chart.upper)) == 1
    return chart.lower[0], chart.upper[0]


def test_single_values_lie_within_limits_of_their_moving_ranges():
    expected, (x, ranges) = case("C14")["expect"], xmr_chart(case("C14")["data"])

    assert (x.centre, ranges.centre) == (near(expected["mean"]), near(expected["mrbar"]))
    assert limits(x) == (near(expected["lcl"]), near(expected["ucl"]))
    assert [*x.signals, *ranges.signals] == expected["signals"]
    assert limits(ranges)[1] == pytest.approx(3.267 * expected["mrbar"], abs=1e-5)


def test_shares_of_cans_show_the_two_samples_of_the_book():
    expected, data = case("C15")["expect"], case("C15")["data"]
    found = p_chart(data, [case("C15")["n"]] * len(data))

    assert found.centre == near(expected["p"])
    assert limits(found) == (near(expected["lcl"]), near(expected["ucl"]))
    assert beyond(found) == expected["signals"]

    again = p_chart(data, [50] * 30, leave_out={14, 22})
    assert again.centre == near(expected["p_rev"])
    assert limits(again) == (near(expected["lcl_rev"]), near(expected["ucl_rev"]))
    assert beyond(again) == [15, 21, 23]


def test_limits_follow_the_area_of_each_point():
    expected, found = case("C16")["expect"], u_chart(case("C16")["c"], case("C16")["a"])

    assert found.centre == near(expected["u"])
    assert (list(found.lower), list(found.upper)) == (near(expected["lcl"]), near(expected["ucl"]))
    assert list(found.signals) == expected["signals"]


def test_nonconformities_per_computer_are_those_of_the_book():
    expected, found = case("C17")["expect"], u_chart(case("C17")["c"], case("C17")["a"])

    assert found.centre == near(expected["u"])
    assert limits(found) == (near(expected["lcl"]), near(expected["ucl"]))


def test_nonconformities_of_circuit_boards_are_those_of_the_book():
    expected, data = case("C18")["expect"], case("C18")["data"]
    found, again = c_chart(data), c_chart(data, leave_out={5, 19})

    assert found.centre == near(expected["c"])
    assert limits(found) == (near(expected["lcl"]), near(expected["ucl"]))
    assert beyond(found) == expected["signals"]
    assert again.centre == near(expected["c_rev"])
    assert limits(again) == (near(expected["lcl_rev"]), near(expected["ucl_rev"]))


def test_each_rule_is_broken_at_the_point_that_breaks_it():
    frozen = (10.0, 1.128)  # sigma is 1

    def told(values):
        return rules(xmr_chart(values, frozen=frozen)[0])

    assert told([10.5] * 7) == {}
    assert told([10.5] * 8) == {"eight_on_one_side": 7}
    assert told([10.5] * 4 + [10] + [10.5] * 4) == {}
    assert told([9.1, 9.4, 9.8, 10.1, 10.4]) == {}
    assert told([9.1, 9.4, 9.8, 9.8, 10.1, 10.4]) == {}
    assert told([9.1, 9.4, 9.8, 10.1, 10.4, 10.6]) == {"six_in_a_row": 5}
    assert told([10.9, 10.6, 10.4, 10.1, 9.8, 9.2]) == {"six_in_a_row": 5}
    assert told([12.5, 10, 12.5]) == {"two_of_three": 2}
    assert told([12.5, 10, 10, 12.5]) == {}
    assert told([12.5, 10, 7.5]) == {}
    assert told([10, 13.1]) == {"beyond": 1}
    assert told([10, 13]) == {}


def test_a_leap_between_two_points_is_told_by_the_ranges():
    x, ranges = xmr_chart([10, 10, 13.9, 10], frozen=(12, 1))

    assert beyond(ranges) == [2, 3]
    assert x.centre == 12


def test_frozen_limits_stay_as_they_were_decided():
    assert p_chart([5, 45], [50, 50], frozen=0.3).centre == 0.3
    assert c_chart([40], frozen=9).signals[0].rule == "beyond"
    assert u_chart([4], [2], frozen=1.0).centre == 1.0


def test_limits_may_be_frozen_once_there_are_points_enough():
    assert not c_chart([4] * 19).may_be_frozen
    assert c_chart([4] * 20).may_be_frozen
    assert not c_chart([4] * 20, leave_out={3}).may_be_frozen
    assert xmr_chart([1.0, 2.0] * 4)[0].may_be_frozen
    assert not xmr_chart([1.0, 2.0] * 3)[0].may_be_frozen


def test_points_that_spread_too_widely_have_laneys_limits():
    data = case("C15")["data"]
    plain, wide = p_chart(data, [50] * 30), p_chart(data, [50] * 30, laney=True)
    z = (np.array(data) / 50 - plain.centre) / np.sqrt(plain.centre * (1 - plain.centre) / 50)

    assert plain.sigma_z == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)
    assert plain.overdispersed
    reach = plain.upper[0] - plain.centre
    assert wide.upper[0] - wide.centre == pytest.approx(reach * plain.sigma_z)
    assert not u_chart(case("C16")["c"], case("C16")["a"]).overdispersed


def test_where_few_are_expected_the_limits_are_those_of_the_binomial():
    counts, sizes = [1, 0, 2, 1, 4], [20, 20, 20, 20, 20]
    found = p_chart(counts, sizes)

    assert found.centre == 0.08
    assert limits(found) == (0, scipy.stats.binom.ppf(0.99865, 20, 0.08) / 20)
    assert beyond(p_chart([0, 0, 0, 0, 7], sizes, frozen=0.08)) == [5]


def test_a_process_without_faults_or_points_is_no_fault_of_the_chart():
    assert limits(p_chart([0, 0], [10, 20])) == (0, 0)
    assert p_chart([0, 0], [10, 20]).signals == ()
    assert p_chart([10, 10], [10, 10]).centre == 1
    for chart in (p_chart([], []), u_chart([], []), c_chart([]), *xmr_chart([])):
        assert (chart.centre, chart.reason) == (None, "no_data")
    assert c_chart([3], leave_out={0}).reason == "no_data"
    assert xmr_chart([5])[0].reason == "too_few_points"
    assert xmr_chart([5], frozen=(5, 1))[0].signals == ()
    assert xmr_chart([5, 5, 5])[0].signals == ()


@pytest.mark.parametrize("sizes", [[0], [5, 5], [-1]])
def test_points_without_a_size_are_refused(sizes):
    with pytest.raises(ValueError, match="size above 0"):
        u_chart([1], sizes)


def test_the_vital_few_reach_four_fifths():
    expected, found = case("C19")["expect"], pareto(case("C19")["data"])

    assert [bar.name for bar in found.bars] == expected["order"]
    assert [float(bar.reached) for bar in found.bars] == near(expected["cum_pct"])
    assert found.vital_few == expected["vital_few_80"]  # the third reaches 80 exactly


def test_equal_kinds_stand_by_name_and_the_others_last():
    found = pareto({"b": 2, "a": 2, "rest": 9, "c": 3}, other="rest")

    assert [bar.name for bar in found.bars] == ["c", "a", "b", "rest"]
    assert found.bars[-1].reached == 100
    assert found.vital_few == 4


def test_kinds_may_be_weighed_by_severity_or_cost():
    found = pareto({"a": 10, "b": 2}, weights={"a": 1, "b": Fraction(15, 2)})

    assert [(bar.name, bar.value) for bar in found.bars] == [("b", 15), ("a", 10)]


def test_no_nonconformities_are_no_division_by_zero():
    assert pareto({}).reason == pareto({"a": 0}).reason == "no_nonconformities"
    assert pareto({}).vital_few == 0
    with pytest.raises(ValueError, match="below 0"):
        pareto({"a": -1})


def test_the_last_value_of_the_handbook_is_an_outlier():
    expected, data = case("C13")["expect"], case("C13")["data"]
    found, one_sided = grubbs(data), grubbs(data, two_sided=False)

    assert (found.g, found.farthest, found.outlier) == (near(expected["G"]), 7, True)
    assert found.critical == near(expected["crit_two_sided_05"])
    assert one_sided.critical == near(expected["crit_one_sided_05"])


def test_nothing_can_be_an_outlier_among_four_marks():
    assert critical(4) == pytest.approx(1.4813, abs=5e-5)  # the largest possible G is 1.5
    assert critical(3) == pytest.approx(1.1543, abs=5e-5)
    assert grubbs([1, 5, 5, 5]).reason == "too_few_values"
    assert grubbs([5] * 9).reason == "no_variation"
    assert not grubbs([1, 2, 3, 4, 5, 6, 7]).outlier


def test_every_example_is_tried():
    here = Path(__file__).parent
    tried = "".join(path.read_text() for path in here.glob("test_statistics_*.py"))

    assert {
        name for name in CASES if not re.search(rf'(case|rows|apart)\("{name}"\)', tried)
    } == set()
