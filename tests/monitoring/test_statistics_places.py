"""Places, ties, prizes and nominations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from monitoring.statistics.blocks import mid_ranks
from monitoring.statistics.places import Step, nominations, places, prizes, tie_chain
from monitoring.statistics.scores import Gap, score_plain
from tests.monitoring.cases import case

VALUES = st.lists(st.integers(1, 6), min_size=1, max_size=12)


def commission():
    data = case("D1")["data"]
    scores = score_plain(list(data.values()), case("D1")["weights"])
    return scores, dict(zip(data, scores.values, strict=True)), list(data)


def negated(values):
    """Places count from the highest score, the published ranks from the lowest."""
    return {at: -Fraction(value) for at, value in enumerate(values)}


@pytest.mark.clause("000-4.4")
def test_first_second_and_third_place_are_named():
    _scores, values, _names = commission()
    found = places(values)

    assert found.places == case("D1")["expect"]["competition"]
    assert found.laureates() == {1: ["B"], 2: ["A", "D"]}
    assert found.shared("A")
    assert not found.shared("B")


def test_under_dense_ranking_nobody_is_passed_over():
    _scores, values, _names = commission()
    found = places(values, method="dense")

    assert found.places == case("D1")["expect"]["dense"]
    assert found.laureates() == {1: ["B"], 2: ["A", "D"], 3: ["C"]}


def test_the_chain_decides_a_tie_and_says_which_step_did():
    scores, values, names = commission()
    chain = tie_chain(scores, names, external=case("D1")["external_index"])
    found = places(values, chain=chain)

    assert found.places == case("D1")["expect"]["after_tiebreak"]
    assert [(line.step, line.outcome) for line in found.log] == [
        ("highest_weight", "equal"),
        ("external", "decided"),
    ]
    assert found.log[-1].among == ("A", "D")
    assert found.log[-1].groups == (("A",), ("D",))


def test_the_steps_come_in_their_order_and_the_vote_last():
    scores, _values, names = commission()
    chain = tie_chain(scores, names, external=3, vote={"A": 1, "D": 3})

    order = ["highest_weight", "external", "fives", "low_marks", "open_vote"]
    assert [step.code for step in chain] == order
    assert chain[2].values == {"A": 10, "B": 11, "C": 7, "D": 10}


@pytest.mark.parametrize(
    ("first", "second", "step", "winner"),
    [
        # Equal in sum each time: criteria of 50 and 50, members 0 to 3, the expert is 3.
        ([[5, 4, 4, 4], [4, 4, 4, 4]], [[4, 4, 4, 5], [4, 4, 4, 4]], "external", "b"),
        ([[5, 3, 4, 4], [4, 4, 4, 4]], [[4, 4, 4, 4], [4, 4, 4, 4]], "fives", "a"),
        ([[3, 3, 3, 4], [4, 4, 4, 4]], [[2, 4, 3, 4], [4, 4, 4, 4]], "low_marks", "a"),
        ([[3, 5, 3, 4], [4, 4, 4, 4]], [[5, 3, 3, 4], [4, 4, 4, 4]], "open_vote", "a"),
    ],
)
def test_each_step_decides_what_those_before_it_left_open(first, second, step, winner):
    scores = score_plain([first, second], [50, 50])
    chain = tie_chain(scores, "ab", external=3, vote={"a": 2, "b": 1})
    found = places(dict(zip("ab", scores.values, strict=True)), chain=chain)

    assert len(set(scores.values)) == 1
    assert found.log[-1].step == step
    assert found.log[-1].outcome == "decided"
    assert found.laureates(1) == {1: [winner]}
    assert sorted(found.places.values()) == [1, 2]


def test_the_weightiest_criterion_decides_first():
    scores = score_plain([[[5] * 4, [2] * 4], [[4] * 4, [5] * 4]], [75, 25])
    found = places(dict(zip("ab", scores.values, strict=True)), chain=tie_chain(scores, "ab"))

    assert scores.values == (Fraction(17, 4), Fraction(17, 4))
    assert found.places == {"a": 1, "b": 2}
    assert found.log[0].step == "highest_weight"


def test_what_is_not_known_of_both_decides_nothing():
    """The expert did not mark one of them: the next step is asked."""
    a, b = [[5, 4, 4, Gap.STRUCTURAL]], [[4, 4, 5, Gap.STRUCTURAL]]
    scores = score_plain([a, b, [[4, 4, 4, 4]]], [100])
    found = places(dict(zip("abc", scores.values, strict=True)), chain=tie_chain(scores, "abc", 3))

    assert ("external", "not_comparable") in {(x.step, x.outcome) for x in found.log}
    assert found.places == {"a": 1, "b": 1, "c": 3}


def test_a_step_that_parts_three_is_followed_by_the_next_for_those_still_equal():
    chain = [Step("one", {"a": 1, "b": 2, "c": 1}), Step("two", {"a": 1, "b": 9, "c": 2})]
    found = places(dict.fromkeys("abc", Fraction(4)), chain=chain)

    assert found.places == {"b": 1, "c": 2, "a": 3}
    assert [line.among for line in found.log] == [("a", "b", "c"), ("a", "c")]


def test_ranks_are_those_of_the_published_example():
    data, expected = case("C10")["data"], case("C10")["expect"]
    dense = places(negated(data), method="dense")

    assert list(dict(sorted(places(negated(data)).places.items())).values()) == expected["min"]
    assert list(dict(sorted(dense.places.items())).values()) == expected["dense"]
    assert mid_ranks(data).tolist() == expected["average"]


@pytest.mark.parametrize("method", ["ordinal", "max"])
def test_people_are_never_placed_by_the_order_in_which_they_are_listed(method):
    assert rankdata(case("C10")["data"], method).tolist() == case("C10")["expect"][method]
    with pytest.raises(ValueError, match="competition or dense"):
        places(negated(case("C10")["data"]), method=method)


@given(VALUES)
def test_places_and_ranks_are_those_of_scipy(values):
    keys = range(len(values))
    competition, dense = places(negated(values)), places(negated(values), method="dense")

    assert [competition.places[k] for k in keys] == rankdata(values, "min").tolist()
    assert [dense.places[k] for k in keys] == rankdata(values, "dense").tolist()
    assert mid_ranks(values).tolist() == rankdata(values).tolist()


@given(st.lists(st.fractions(1, 5), min_size=1, max_size=9), st.randoms())
def test_it_does_not_matter_in_which_order_employees_are_named(values, order):
    named = list(enumerate(values))
    shuffled = order.sample(named, len(named))

    assert places(dict(named)).places == places(dict(shuffled)).places


def test_scores_that_print_alike_are_equal_only_if_the_regulation_says_so():
    scores = {"a": Fraction(4454, 1000), "b": Fraction(4451, 1000), "c": Fraction(4455, 1000)}

    assert places(scores).places == {"c": 1, "a": 2, "b": 3}
    assert places(scores, decimals=2).places == {"c": 1, "a": 2, "b": 2}


def test_who_is_out_of_competition_takes_no_place_from_anybody():
    scores = {"a": Fraction(5), "b": Fraction(4), "c": None, "d": Fraction(3)}
    found = places(scores, ineligible={"a"})

    assert found.places == {"b": 1, "d": 2}
    assert found.out_of_competition == ("a", "c")


def test_one_employee_takes_the_first_place_and_none_takes_none():
    assert places({"a": Fraction(3)}).places == {"a": 1}
    assert places({}).places == {}


def test_two_firsts_share_the_first_and_second_prize_and_the_next_is_third():
    scores = {"a": 5, "b": 5, "c": 4, "d": 3}
    found = places({key: Fraction(value) for key, value in scores.items()})

    assert found.places == {"a": 1, "b": 1, "c": 3, "d": 4}
    assert prizes(found.places, [300, 200, 100]) == {"a": 250, "b": 250, "c": 100}
    assert prizes(found.places, [300, 200, 100], pooled=False) == {"a": 300, "b": 300, "c": 100}


def test_three_who_share_the_third_place_share_its_prize():
    given_places = {"a": 1, "b": 2, "c": 3, "d": 3, "e": 3}

    assert prizes(given_places, [300, 200, 100])["d"] == Fraction(100, 3)
    assert prizes(given_places, [300, 200, 100], pooled=False)["e"] == 100


def test_under_dense_ranking_each_gets_the_prize_of_the_place():
    dense = {"a": 1, "b": 1, "c": 2, "d": 3, "e": 4}

    assert prizes(dense, [3, 2, 1], pooled=False) == {"a": 3, "b": 3, "c": 2, "d": 1}
    with pytest.raises(ValueError, match="competition ranking"):
        prizes(dense, [3, 2, 1])


@given(VALUES, st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_no_more_is_paid_than_there_is(values, amounts):
    paid = prizes(places(negated(values)).places, amounts)

    assert sum(paid.values()) == sum(amounts[: len(values)])


@pytest.mark.clause("000-4.4")
def test_the_best_of_a_direction_of_work_is_nominated():
    scores, _values, names = commission()
    direction = dict(zip(names, scores.over([4]), strict=True))

    found = nominations({"Mentor": direction}, threshold=4, excluded={"B"})["Mentor"]
    assert found.winners == ("A", "D")
    assert found.value == Fraction(19, 4)


def test_a_nomination_may_go_to_nobody():
    found = nominations({"x": {"a": Fraction(399, 100)}, "y": {"a": None}}, threshold=4)

    assert (found["x"].winners, found["x"].reason) == ((), "below_threshold")
    assert (found["y"].winners, found["y"].reason) == ((), "no_candidates")
    assert nominations({"x": {"a": Fraction(4)}}, threshold=4)["x"].winners == ("a",)


def test_one_person_may_hold_several_nominations_or_one_alone():
    best = {"a": Fraction(5), "b": Fraction(4)}
    both = {"x": best, "y": best, "z": best}

    assert [n.winners for n in nominations(both).values()] == [("a",)] * 3
    assert [n.winners for n in nominations(both, several=False).values()] == [("a",), ("b",), ()]
