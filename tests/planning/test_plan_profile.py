"""The kinds of work plan as the profiles give them: loaded, loaded again, written back."""

import pytest
import yaml

from people.profile import ProfileError, load
from people.profile_writing import written
from planning.models import PlanBranch, PlanKind
from planning.plan_periods import Term
from qms.profiles import path_of

pytestmark = pytest.mark.django_db

BRANCHES = {"research", "academic", "methodical", "upbringing", "international"}
TERMS = {Term.STRATEGIC, Term.YEAR, Term.HALF, Term.MONTH}


@pytest.mark.clause("003-9.1")
def test_a_university_plans_by_unit_teacher_council_branch_and_term():
    load(path_of("university"))
    kinds = PlanKind.objects.select_related("branch")

    assert {kind.scope for kind in kinds} >= {"organisation", "unit", "person", "body"}
    assert {kind.branch.code for kind in kinds if kind.branch} == BRANCHES
    assert {kind.term for kind in kinds} >= TERMS
    assert kinds.get(code="year_plan").follows.get().code == "strategy"
    settled = {one.code for kind in kinds for one in kind.settles.all()}
    assert settled == {"work_plans", "council_plans"}


@pytest.mark.clause("003-9.1")
@pytest.mark.parametrize("house", ["agency", "college", "school", "university"])
def test_every_house_plans_by_all_terms_as_a_whole_by_unit_and_by_person(house):
    load(path_of(house))
    found = set(PlanKind.objects.values_list("scope", "term"))

    short = {Term.HALF, Term.QUARTER, Term.MONTH}
    terms = {"organisation": set(Term) - {Term.TASK}, "unit": short, "person": short}
    wanted = {(whose, term) for whose in terms for term in {Term.YEAR, *terms[whose]}}
    assert wanted <= found


def test_what_was_written_back_loads_and_changes_nothing(tmp_path):
    load(path_of("agency"))
    plan = PlanKind.objects.get(code="qms_development")
    assert (plan.part, plan.settles.get().code) == ("development", "qms_improvement_plan")
    assert plan.stamp["approved"]["ky"] == "БЕКИТЕМИН"
    text = written()
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")

    again = load(file)

    assert not [one for one in [*again.created, *again.changed] if "plan" in one]
    rows = {row["code"]: row for row in yaml.safe_load(text)["plan_kinds"]}
    assert rows["month_plan"]["remind_days"] == 3
    assert PlanBranch.objects.count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "planet"},
        {"term": "decade"},
        {"route": "nowhere"},
        {"settles": ["nothing"]},
        {"part": "execution"},
        {"strange": 1},
    ],
)
def test_a_wrong_kind_is_refused_with_its_place(tmp_path, wrong):
    load(path_of("agency"))
    row = {"code": "x", "name": {"ky": "x", "ru": "x", "en": "x"}, "route": "plan"}
    row |= {"scope": "organisation", "term": "year"} | wrong
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump({"profile": "x", "version": 1, "plan_kinds": [row]}))

    with pytest.raises(ProfileError, match="plan_kinds"):
        load(file)
