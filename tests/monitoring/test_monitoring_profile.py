"""The sections of the profile on scored assessments: directions, kinds, what they refuse (000)."""

import pytest
import yaml

from common.models import deed
from monitoring.forms.criteria import CriteriaForm
from monitoring.models import AssessmentKind, CriteriaSet, Direction
from people.models import Position
from people.profile import ProfileError, load
from people.profile_writing import written
from qms.profiles import path_of
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SEVEN = ["legal_acts", "quality", "people", "international", "standards", "research", "environment"]


@pytest.mark.clause("000-1.4")
@pytest.mark.parametrize("house", ["agency", "rules_agency"])
def test_an_agency_loads_exactly_the_seven_directions(house):
    load(path_of(house))
    assert [one.code for one in Direction.objects.all()] == SEVEN
    kind = AssessmentKind.objects.get(code="internal_monitoring")
    assert (kind.inside, kind.outside) == (3, 1)
    assert kind.criteria_route.steps.filter(position__code="director").exists()
    assert kind.heard_by.code == "general_monitoring"
    manager = Position.objects.get(code="quality_manager")
    assert manager.powers.filter(code="monitoring.manage").exists()


@pytest.mark.clause("000-1.4")
def test_criteria_are_set_under_one_of_the_seven():
    load(path_of("agency"))
    author, kind = PersonFactory(), AssessmentKind.objects.get(code="internal_monitoring")
    with deed():
        made = CriteriaSet.begin(kind=kind, year=2027, author=author)
    form = CriteriaForm(instance=made, author=author)
    offered = form.criteria.empty_form.fields["direction"].choices
    assert [str(label) for _key, label in offered[1:]] == [str(d) for d in Direction.objects.all()]
    assert len(offered) == len(SEVEN) + 1


def test_what_was_written_back_loads_and_changes_nothing(tmp_path):
    load(path_of("agency"))
    text = written()
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")

    again = load(file)

    told = [
        one for one in [*again.created, *again.changed] if "assess" in one or "direction" in one
    ]
    assert not told
    rows = {row["code"]: row for row in yaml.safe_load(text)["assessments"]}
    assert rows["internal_monitoring"]["results_until"] == "06-30"
    lines = [one for row in rows["attestation"]["criteria"]["rows"] for one in row["indicators"]]
    assert sum(one["weight"] for one in lines) == 100
    assert [row["code"] for row in yaml.safe_load(text)["monitoring_directions"]] == SEVEN


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('results_until: "06-30"', 'results_until: "31-06"', "no day of the year"),
        ("subject: employee", "subject: horse", "subject"),
        ("total: weighted_mean", "total: best", "best"),
        ("needed: 3", "nedeed: 3", "nedeed"),
        ("weight: 12.5", "weight: 13.5", "sum to 101"),
        ("weight: 12.5", "weight: 12.55", "one digit"),
    ],
)
def test_a_wrong_word_is_told_with_its_place(tmp_path, before, after, told):
    load(path_of("agency"))
    text = (path_of("agency").parent / "agency_monitoring.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text.replace(before, after, 1))
    file = tmp_path / "wrong.yaml"
    given = {"profile": "wrong", "version": 1, "assessments": rows}
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ProfileError, match=told):
        load(file)
