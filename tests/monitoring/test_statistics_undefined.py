"""What cannot be counted is None for a reason, and never a crash (scoring, D5)."""

from fractions import Fraction

import numpy as np
import pytest

from monitoring.statistics.agreement import agreement, matches
from monitoring.statistics.alpha import alpha
from monitoring.statistics.blocks import complete, table
from monitoring.statistics.icc import icc
from monitoring.statistics.kendall import kendall_w
from monitoring.statistics.places import places
from monitoring.statistics.scores import score
from tests.monitoring.cases import GAP, rows


def undefined(rows_):
    """The reasons of everything the page of agreement would show; all of it must be None."""
    found = agreement(rows_)
    coefficients = [found.w, *found.alphas.values(), *found.icc.forms.values()]
    assert [one.value for one in coefficients] == [None] * 11
    assert [one.verdict for one in coefficients] == [None] * 11
    return {one.reason for one in coefficients}


def test_where_all_marks_are_equal_all_take_the_first_place_and_nothing_is_said_of_agreement():
    marks = np.full((8, 3, 4), 5)
    values = score(marks, [50, 30, 20]).values

    assert set(places(dict(enumerate(values))).places.values()) == {1}
    assert undefined(marks[:, 0, :]) == {"no_variation"}
    assert undefined([[Fraction(13, 3)] * 3] * 5) == {"no_variation"}


def test_one_employee_or_one_member_is_too_few():
    alone = score(np.full((1, 1, 4), 3), [100]).values

    assert places(dict(enumerate(alone))).places == {0: 1}
    assert undefined([[5, 4, 3, 5]]) == {"too_few_employees"}
    assert undefined([[5], [4], [3]]) == {"too_few_members"}
    assert undefined([]) <= {"too_few_members", "too_few_employees"}
    assert matches([[5], [4]]).reason == "too_few_members"
    assert matches([]).exact is None


def test_no_employee_marked_by_all_leaves_alpha_alone():
    found = agreement([[5, None, 4], [None, 3, 4], [2, 3, None]])

    assert (found.w.reason, found.w.dropped) == ("too_few_employees", 3)
    assert found.icc.forms["2,k"].reason == "too_few_employees"
    assert found.alphas["ordinal"].value is not None


def test_it_is_told_how_many_employees_were_dropped():
    values = rows("C1").copy()
    values[2, 3] = GAP

    assert (complete(values).dropped, kendall_w(values).dropped, icc(values).dropped) == (1, 1, 1)
    assert icc(values).forms["2,1"].value == icc(np.delete(values, 2, axis=0)).forms["2,1"].value


def test_who_gave_everybody_the_same_is_left_out_of_the_order_and_named():
    values = np.column_stack([rows("C1"), np.full(6, 3)])

    assert kendall_w(values).constant == (4,)
    assert kendall_w(values).value == kendall_w(rows("C1")).value
    assert kendall_w(np.column_stack([[1, 2], [3, 3]])).reason == "too_few_members"


def test_employees_who_do_not_differ_leave_correlations_of_means_undefined():
    """Members only differ in severity: nothing is to be told apart."""
    found = icc([[1, 5], [1, 5], [1, 5]])

    assert found.forms["3,k"].reason == "no_variation_between_employees"
    assert found.forms["1,1"].value == pytest.approx(-1)


def test_rows_may_hold_fractions_and_gaps():
    assert table([[Fraction(9, 2), None]]).tolist()[0][0] == 4.5
    with pytest.raises(ValueError, match="no metric"):
        alpha([[1, 2], [2, 1]], "cosine")
